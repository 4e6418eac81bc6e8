"""What a server does in a way of its own: told in the settings of its source, applied here. Pure.

Before the elements are read, values are put in place of what the server says, and subjects are cut
at its separator; after it, dates, languages and the ISSN are chosen as the settings want them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harvester.normalise.dublin_core import DublinCore, Value
from index.identifiers import issn
from index.record import Date, Journal, Text


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of a source; by default it has none.

    `languages`: whose texts come first. `date`: the role of the date of publication (`issued`).
    `separator`: what stands between subjects. `family_first`: names without a comma begin with the
    family name. `issn`: the journal's, whatever the records say. `values`: of each of these
    elements, what counts in place of what the records say. `guess`: a language that no
    element names is guessed from the text (`language_guess`).
    """

    languages: tuple[str, ...] = ()
    date: str | None = None
    separator: str | None = None
    family_first: bool = False
    issn: str | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    guess: bool = False


NONE = Habits()


def before(record: DublinCore, habits: Habits) -> DublinCore:
    """The record as the server should have written it."""
    if not habits.values and not habits.separator:
        return record
    told = {name: tuple(map(Value, values)) for name, values in habits.values}
    elements = {**record.elements, **told}
    if habits.separator:
        elements["subject"] = tuple(_parts(elements.get("subject", ()), habits.separator))
    return DublinCore(elements, record.unread)


def _parts(values: Sequence[Value], separator: str) -> Iterator[Value]:
    for value in values:
        for part in value.text.split(separator):
            yield value._replace(text=part)


def after(fields: dict[str, Any], habits: Habits) -> dict[str, Any]:
    """The fields of a document as the settings want them; none is lost."""
    if habits == NONE:
        return fields
    done = dict(fields)
    if habits.languages:
        done["titles"] = in_order(fields["titles"], habits.languages)
        done["abstracts"] = in_order(fields["abstracts"], habits.languages)
    if habits.date:
        done["date"] = _of_role(fields["dates"], habits.date) or fields["date"]
    if habits.issn:
        done["journal"] = _with_issn(fields["journal"], habits.issn)
    return done


def in_order(texts: Sequence[Text], languages: Sequence[str]) -> tuple[Text, ...]:
    """The texts of these languages first, in their order; the others as they stood."""
    ranks = {language: rank for rank, language in enumerate(languages)}

    def rank(text: Text) -> int:
        whole = text.lang or ""
        return ranks.get(whole, ranks.get(whole.split("-")[0], len(ranks)))

    return tuple(sorted(texts, key=rank))


def _of_role(dates: Sequence[Date], role: str) -> Date | None:
    return next((date for date in dates if date.role == role and date.year), None)


def _with_issn(journal: Journal | None, written: str) -> Journal:
    number = issn(written) or written
    known = journal or Journal()
    others = (code for code in known.issns if code != number)
    return replace(known, issn=number, issns=(number, *others))
