"""dc:identifier -> identifiers told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import strings
from index.identifiers import edn, recognise
from index.record import Identifier

_PUBLISHED = {"doi", "url", "handle", "urn"}


def read(values: Sequence[Value]) -> tuple[Identifier, ...]:
    """Every identifier once, in the order of the record; what is not certain is `local`.

    Six capitals beside a DOI or an address are an EDN, as journals.rcsi.science writes them.
    """
    found = [_identifier(raw) for raw in strings(values)]
    if any(identifier.scheme in _PUBLISHED for identifier in found):
        found = [_as_edn(identifier) for identifier in found]
    return unique(found)


def unique(identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Each (scheme, value) once, the first spelling of it."""
    found: dict[tuple[str, str], Identifier] = {}
    for identifier in identifiers:
        found.setdefault((identifier.scheme, identifier.value), identifier)
    return tuple(found.values())


def _identifier(raw: str) -> Identifier:
    return recognise(raw) or Identifier("local", raw, raw)


def _as_edn(identifier: Identifier) -> Identifier:
    number = edn(identifier.raw) if identifier.scheme == "local" else None
    return Identifier("edn", number, identifier.raw) if number else identifier
