"""What every store says of copies: who is followed, how far, and what is taken of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from index.errors import UsageError
from index.record import Copied, Deleted, Key, Record, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming

LATER = NOW + timedelta(days=1)
KEY = Key("herald", "1")
FROM = {"annals": ("https://annals.example.org/oai", "oai_dc")}


def told(record: Record, **changes: object) -> Copied:
    """The record as a store elsewhere holds it, in the source `annals`."""
    document = replace(record.document, source="annals") if record.document else None
    elsewhere = replace(record, source="annals", document=document, revision=77)
    return Copied(replace(elsewhere, **changes), b"<dc/>")  # type: ignore[arg-type]


class CopyContract:
    """`index.store.copy_base.CopyStore`."""

    @pytest.fixture
    def one(self, store: Store) -> Record:
        """A record of our own."""
        store.declare("herald", "https://journal.example.org/oai", "oai_dc", True, NOW)
        store.apply("herald", make_batch(make_incoming("herald", "1", "A")), None, NOW)
        (record,) = store.get_many([KEY]).values()
        return record

    def test_a_store_has_one_name_until_it_takes_another(self, store: Store) -> None:
        first = store.origin()
        assert store.origin() == first
        store.forget_origin()
        assert store.origin() != first

    def test_with_another_name_no_revision_comes_again(self, store: Store, one: Record) -> None:
        store.forget_origin()
        assert store.floor() == store.revision() > one.revision + 1_000_000
        store.apply("herald", make_batch(make_incoming("herald", "2", "B")), None, NOW)
        (second,) = store.since(store.floor(), 9)
        assert second.identifier == "2"

    def test_what_goes_without_a_tombstone_lifts_the_floor(self, store: Store, one: Record) -> None:
        assert store.floor() == 0
        store.remove_source("herald", purge=True)
        assert one.revision < store.floor() <= store.revision()

    def test_everything_by_key_but_what_we_never_had(self, store: Store, one: Record) -> None:
        grave = Tombstone("0", "2026-02-01T00:00:00Z")
        item = make_incoming("herald", "2", "B")
        store.apply("herald", make_batch(item, grave), None, LATER)
        store.suppress(Key("herald", "2"), "why", LATER)
        first, second = store.whole(None, 9)
        assert first == one
        assert (second.document, second.deleted) == (None, Deleted(LATER, "suppressed"))
        assert [record.identifier for record in store.whole(KEY, 9)] == ["2"]
        assert store.whole(second.key, 9) == []

    def test_xml_by_many_hashes(self, store: Store, one: Record) -> None:
        assert one.content_hash
        assert store.raws([one.content_hash, "none"]) == {
            one.content_hash: store.raw(one.content_hash)
        }

    def test_a_record_is_taken_as_it_is_told(self, store: Store, one: Record) -> None:
        store.follow("there", FROM, NOW)
        assert store.followed("there") == (None, ("annals",))
        copied = told(one, content_hash="h", last_changed=LATER, about=(b"<p/>",))
        counts = store.copy("there", [copied], 77, LATER)
        assert (counts["annals"].new, counts["annals"].received) == (1, 1)
        assert store.followed("there") == (77, ("annals",))
        held = store.get(Key("annals", "1"))
        assert held
        assert replace(held, revision=77) == copied.record
        assert held.revision == store.revision()
        assert store.raw("h") == b"<dc/>"
        assert [when for _, _, when in store.history(held.key)] == [LATER]
        assert store.copy("there", [copied], None, LATER)["annals"].unchanged == 1
        assert store.followed("there")[0] == 77
        assert store.revision() == held.revision

    def test_a_look_is_no_change_and_a_change_is_told(self, store: Store, one: Record) -> None:
        store.follow("there", FROM, NOW)
        store.copy("there", [told(one)], 1, NOW)
        store.done(store.changes(9))
        looked = told(one, last_seen=LATER)
        assert store.copy("there", [looked], 2, NOW)["annals"].unchanged == 1
        assert store.pending() == 0
        gone = told(one, deleted=Deleted(LATER, "header"))
        assert store.copy("there", [gone], 3, NOW)["annals"].deleted == 1
        (change,) = store.changes(9)
        assert (change.key, change.document) == (Key("annals", "1"), None)
        back = told(one, content_hash="other")
        assert store.copy("there", [gone, back], 4, NOW)["annals"].changed == 1
        assert [hash_ for hash_, _, _ in store.history(Key("annals", "1"))][-1] == "other"

    def test_what_comes_without_its_document_loses_it(self, store: Store, one: Record) -> None:
        store.follow("there", FROM, NOW)
        store.copy("there", [told(one)], 1, NOW)
        hidden = told(one, document=None, content_hash=None, deleted=Deleted(LATER, "suppressed"))
        store.copy("there", [replace(hidden, xml=None)], 2, NOW)
        held = store.get(Key("annals", "1"))
        assert held
        assert (held.document, held.content_hash) == (None, None)
        assert store.history(held.key) == []

    def test_a_piece_between_two_identifiers_is_dropped(self, store: Store, one: Record) -> None:
        items = [make_incoming("herald", name, name) for name in "234567"]
        store.apply("herald", make_batch(*items, Tombstone("6", "2026-02-01")), None, NOW)
        store.done(store.changes(9))
        assert store.drop("herald", "2", "6", ("4",)) == 2
        assert [record.identifier for record in store.whole(None, 9)] == ["1", "2", "4", "7"]
        assert sorted(change.key.identifier for change in store.changes(9)) == ["3", "5"]
        floor = store.floor()
        assert floor > one.revision
        assert store.drop("herald", "7", None) == 0
        assert store.floor() == floor
        assert store.drop("herald", "", None) == 4

    def test_nobodys_source_is_overwritten(self, store: Store, one: Record) -> None:
        address = ("https://journal.example.org/oai", "oai_dc")
        with pytest.raises(UsageError, match="herald has records of its own here"):
            store.follow("there", FROM | {"herald": address}, NOW)
        assert store.followed("there") == (None, ())
        store.follow("there", FROM, NOW)
        store.follow("there", {"annals": ("https://new.example.org/oai", "qdc")}, NOW)
        (state,) = (state for state in store.sources() if state.name == "annals")
        assert (state.url, state.prefix, state.declared) == (
            "https://new.example.org/oai",
            "qdc",
            False,
        )
        with pytest.raises(UsageError, match="annals is a copy from elsewhere"):
            store.follow("another", FROM, NOW)
        store.remove_source("annals", purge=True)
        store.follow("another", FROM, NOW)
        assert store.followed("there")[1] == ()
