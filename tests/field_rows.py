"""What real servers get wrong, row by row: what we do about it, and the tests that hold us to it.

docs/quirks.md is made from this. A row with `kept` is a scripted fault: the test of its name in
tests/harvester/test_field_rows.py plays it, and `kept` is what came of it.
"""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """Records stored, and named in quarantine, of those that the server has."""

    stored: int
    named: int
    offered: int

    def __str__(self) -> str:
        named = f" + {self.named} named" if self.named else ""
        return f"{self.stored}{named} of {self.offered}"


class Row(NamedTuple):
    """A fault of servers, what is done, and `file::test` for each of its tests."""

    fault: str
    done: str
    tests: tuple[str, ...]
    kept: Kept | None = None


_H = "tests/harvester"

ROWS: tuple[Row, ...] = (
    Row(
        "a web page with status 200: login, maintenance",
        "the run fails as not OAI-PMH, the cursor stays; the next one gets everything",
        (f"{_H}/test_harvest_faults.py::test_a_login_page_fails_and_moves_nothing",),
        Kept(9, 0, 9),
    ),
    Row(
        "a page that breaks off",
        "read strictly, asked for again, at last in smaller windows; never taken for a whole one",
        (
            f"{_H}/test_splits.py::test_a_damaged_page_is_mended_by_what_smaller_windows_bring",
            f"{_H}/test_harvest_faults.py::test_a_page_that_stays_broken_is_kept_and_leaves_the_window_open",
        ),
        Kept(40, 0, 40),
    ),
    Row(
        "characters that XML forbids, and references to them",
        "taken out, counted as `forbidden-characters`",
        (f"{_H}/test_ladder.py::test_a_quirk_is_repaired_by_its_own_name_and_no_letter_is_lost",),
        Kept(9, 0, 9),
    ),
    Row(
        "PHP notices around the document",
        "cut off, counted as `surrounding-text`",
        (f"{_H}/test_harvest_faults.py::test_a_page_that_can_be_repaired_is_taken_at_once",),
        Kept(9, 0, 9),
    ),
    Row(
        "HTML's entities, a bare &",
        "written as characters, counted as `html-entities`, `bare-ampersand`",
        (f"{_H}/test_ladder.py::test_faults_are_repaired_in_other_encodings_too",),
        Kept(9, 0, 9),
    ),
    Row(
        "a record without metadata, not deleted",
        "that record alone goes to quarantine, by name",
        (f"{_H}/test_harvest_faults.py::test_a_broken_record_is_quarantined_and_the_rest_is_kept",),
        Kept(8, 1, 9),
    ),
    Row(
        "an empty or blank token on the last page",
        "the list ends there",
        (f"{_H}/test_page.py::test_an_empty_token_is_the_last_page",),
        Kept(9, 0, 9),
    ),
    Row(
        "a list without an end: the last page leads to itself",
        "noticed by what the pages bring, not by the token; smaller windows then bring the rest",
        (
            f"{_H}/test_harvest_broken_off.py::test_an_endless_list_stops_and_says_so",
            f"{_H}/test_circle.py::test_every_circle_is_noticed_soon",
            f"{_H}/test_decide.py::test_a_server_that_rightly_repeats_its_token_goes_on",
        ),
        Kept(40, 0, 40),
    ),
    Row(
        "a token that has expired",
        "the window begins again; with tokens that never live, windows of one page",
        (
            f"{_H}/test_harvest_broken_off.py::test_a_token_that_the_server_forgot_restarts_the_window",
            f"{_H}/test_splits.py::test_tokens_that_are_always_forgotten_lead_to_lists_of_one_page",
        ),
        Kept(40, 0, 40),
    ),
    Row(
        "tokens that look like queries, or are encoded",
        'sent as they came, percent-encoded exactly once; for a source with `tokens = "plain"` not',
        (
            f"{_H}/test_client.py::test_a_token_is_percent_encoded_exactly_once",
            f"{_H}/test_client.py::test_a_source_may_have_its_tokens_sent_as_they_came",
            f"{_H}/test_open.py::test_a_source_with_plain_tokens_has_them_sent_so",
        ),
    ),
    Row(
        "one bad record fails the whole page with 500",
        "windows are cut down to it; it is asked for alone, and named in quarantine",
        (f"{_H}/test_splits.py::test_one_bad_record_is_named_and_all_others_are_kept",),
        Kept(39, 1, 40),
    ),
    Row(
        "deep pages die with 502 or 504, big windows with 413",
        "the window is cut into smaller ones",
        (
            f"{_H}/test_splits.py::test_deep_paging_that_dies_is_split",
            f"{_H}/test_splits.py::test_a_server_that_fails_on_big_lists_gives_them_in_small_ones",
        ),
        Kept(40, 0, 40),
    ),
    Row(
        "an OAI-PMH error in a 422",
        "the body is read before the status is judged",
        (f"{_H}/test_page.py::test_a_protocol_error_is_read_before_the_status_is_judged",),
        Kept(9, 0, 9),
    ),
    Row(
        "a server of days refuses seconds",
        "Identify says it, each run; both dates in the same form",
        (f"{_H}/test_harvest.py::test_a_server_that_counts_days_is_asked_with_days",),
        Kept(12, 0, 12),
    ),
    Row(
        "dates are filtered less exactly than promised",
        "records outside the dates are kept and counted; where dates are not heeded, no cutting",
        (
            f"{_H}/test_splits.py::test_a_server_that_does_not_heed_dates_is_asked_record_by_record",
            f"{_H}/test_review.py::test_what_was_not_asked_for_is_kept_and_counted",
        ),
        Kept(12, 0, 12),
    ),
    Row(
        "whose clock counts",
        "the server's, at the first page, never later than ours; the difference is shown",
        (
            f"{_H}/test_decide.py::test_the_cursor_is_the_servers_clock_or_else_ours",
            f"{_H}/test_harvest_odd_lists.py::test_a_server_whose_clock_was_ahead_for_a_while_costs_no_record",
        ),
        Kept(12, 0, 12),
    ),
    Row(
        "records appear in lists minutes or hours late",
        "each harvest looks back (`overlap`, 48 h)",
        (
            f"{_H}/test_harvest.py::"
            "test_the_next_harvest_asks_from_the_servers_clock_less_the_overlap",
        ),
        Kept(12, 0, 12),
    ),
    Row(
        "bulk loads dated long ago",
        "sweeps compare all identifiers, and fetch what is missing",
        (f"{_H}/test_sweep.py::test_many_missing_come_by_windows",),
        Kept(12, 0, 12),
    ),
    Row(
        "datestamps that do not move, or are always now",
        "the hash of the metadata says what changed; `--full` asks for everything; a run in which "
        "nearly everything came says why",
        (
            f"{_H}/test_review.py::test_everything_again_is_told",
            f"{_H}/test_harvest.py::test_full_asks_for_everything_and_moves_the_cursor",
            f"{_H}/test_review.py::test_full_wins_over_a_datestamp_that_is_newer",
        ),
        Kept(12, 0, 12),
    ),
    Row(
        "OJS gives page 1 only: 100 records without a token",
        "identifiers are compared after the first harvest and after such a page",
        (f"{_H}/test_sweep_due.py::test_a_page_of_a_hundred_without_a_token_is_looked_into",),
        Kept(130, 0, 130),
    ),
    Row(
        "paging without an order: rows repeat or vanish",
        "after the first whole harvest identifiers are compared, what is missing is fetched",
        (f"{_H}/test_sweep_due.py::test_the_first_whole_harvest_is_compared_with_the_identifiers",),
        Kept(20, 0, 20),
    ),
    Row(
        "tombstones of other journals; list sizes that are wrong",
        "kept and counted apart, no change; sizes and cursors never end a list",
        (
            f"{_H}/test_review.py::test_deletions_of_what_we_never_had_are_counted_apart",
            f"{_H}/test_harvest_odd_lists.py::test_a_size_that_no_list_has_stops_nothing",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "records vanish without a deletion",
        "missing in two whole sweeps is deleted by sweep; one that shrank too much asks first",
        (
            f"{_H}/test_sweep.py::test_missing_there_twice_is_deleted_by_sweep",
            f"{_H}/test_sweep.py::test_a_list_that_did_not_come_whole_deletes_nothing",
            f"{_H}/test_sweep.py::test_a_list_that_shrank_stops_and_asks",
            f"{_H}/test_traps.py::"
            "test_a_list_of_identifiers_that_ends_short_is_no_list_of_deletions",
        ),
        Kept(19, 0, 19),
    ),
    Row(
        "sets with odd names; sets that are gone",
        "setSpecs are asked for as they are; a set that is gone is told",
        (
            f"{_H}/test_review.py::test_a_set_that_is_gone_is_told",
            f"{_H}/test_review.py::test_a_source_that_never_gave_a_record_is_told",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "walls and refusals: 401, 403, challenges",
        "`blocked`: not tried again at once, longer waits between runs, a User-Agent with contact",
        (
            f"{_H}/test_page.py::test_a_wall_before_the_server_is_blocked",
            f"{_H}/test_harvest_faults.py::test_a_server_that_refuses_us_is_blocked",
            f"{_H}/test_settings.py::"
            "test_the_user_agent_is_made_of_name_version_and_contact_unless_given",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "429 and 503 with Retry-After, in seconds or as a date",
        "obeyed; a long one ends the run",
        (
            f"{_H}/test_page.py::test_retry_after_is_read_in_both_forms",
            f"{_H}/test_decide.py::test_retry_after_is_obeyed_and_a_long_one_ends_the_run",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "records twice in one list",
        "one record: the key is source and identifier",
        ("tests/test_round_trip.py::test_the_same_record_again_is_no_change",),
        Kept(9, 0, 9),
    ),
    Row(
        "time-outs, connections that are closed",
        "`timeout_connect`, `timeout_read`, `max_seconds`; asked again, then for less",
        (
            f"{_H}/test_client.py::test_silence_ends_at_the_time_out",
            f"{_H}/test_client.py::test_a_drip_of_bytes_ends_at_the_limit_of_time",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "endpoints that have moved",
        "safe redirects are followed, and told; `probe` tells a baseURL that differs",
        (
            f"{_H}/test_client.py::test_a_redirect_is_followed_and_recorded",
            f"{_H}/test_client.py::test_where_a_redirect_may_lead",
        ),
        Kept(9, 0, 9),
    ),
    Row(
        "dirt in values: HTML, foreign tags, languages",
        "the record is kept as it came; its document is cleaned, with flags",
        (
            f"{_H}/normalise/test_text_laws.py::test_markup_around_words_loses_no_word",
            f"{_H}/normalise/test_document.py::test_no_value_vanishes",
            f"{_H}/normalise/test_document.py::"
            "test_an_unknown_xml_lang_leaves_the_language_open_with_a_flag",
            f"{_H}/normalise/test_formats.py::test_an_unknown_element_is_flagged_with_its_text",
        ),
    ),
    Row(
        "OJS: tokens live a day, the last page has an empty token with sizes",
        "expiry is read and kept with the place reached; an empty token ends the list",
        (
            f"{_H}/test_page.py::test_a_token_brings_expiry_and_sizes",
            f"{_H}/test_harvest_broken_off.py::test_a_token_that_has_expired_is_not_tried",
        ),
        Kept(9, 0, 9),
    ),
)
