"""dc:rights -> access right, Creative Commons licence, and every statement as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold, texts
from index.record import Coded, Licence, Text

_ACCESS = {
    "openaccess": ("c_abf2", "open access"),
    "embargoedaccess": ("c_f1cf", "embargoed access"),
    "restrictedaccess": ("c_16ec", "restricted access"),
    "closedaccess": ("c_14cb", "metadata only access"),
}
_ACCESS_OF = {**_ACCESS, **{notation: (notation, label) for notation, label in _ACCESS.values()}}
_ACCESS_DRESS = re.compile(
    r"(?:info:eu-repo/semantics/|https?://purl\.org/coar/access_right/)(\w+)", re.I
)

_CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/"
    r"(?:(?P<kind>licenses)/(?P<terms>by(?:-nc)?(?:-nd|-sa)?)"
    r"|(?P<domain>publicdomain)/(?P<mark>zero|mark))"
    r"/(?P<version>[1-4]\.[0-9])(?:/(?!deed|legalcode)(?P<port>[a-z]{2,4})\b)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """The access right, the licence, the statements."""

    access: Coded | None
    licence: Licence | None
    statements: tuple[Text, ...]


def read(values: Sequence[Value]) -> Rights:
    """The first access term and the first licence; every other value is a statement.

    A value with a licence's address stays a statement too: it may say more than the address.
    """
    terms = [access for value in values if (access := _access(fold(value.text)))]
    access = terms[0] if terms else None
    licences = [licence for value in values if (licence := _licence(value.text))]
    rest = [value for value in values if not access or fold(value.text) != access.raw]
    return Rights(access, licences[0] if licences else None, texts(rest))


def _access(raw: str) -> Coded | None:
    dressed = _ACCESS_DRESS.fullmatch(raw)
    known = _ACCESS_OF.get(dressed[1].lower()) if dressed else None
    if known is None:
        return None
    return Coded(raw, f"http://purl.org/coar/access_right/{known[0]}", known[1], "COAR")


def _licence(text: str) -> Licence | None:
    """The licence of the first Creative Commons address: /deed.xx and /legalcode name the same."""
    found = _CREATIVE_COMMONS.search(text)
    if not found:
        return None
    version, port = found["version"], (found["port"] or "").lower()
    path = (found["kind"] or found["domain"]).lower()
    name = (found["terms"] or found["mark"]).lower()
    uri = f"https://creativecommons.org/{path}/{name}/{version}/" + (f"{port}/" if port else "")
    short = {"zero": "CC0", "mark": "PDM"}.get(name, f"CC {name.upper()}")
    # SPDX names few of the ports, and the Public Domain Mark is no licence.
    plain = not port and name != "mark"
    spdx = f"{short.replace(' ', '-')}-{version}" if plain else None
    return Licence(uri, spdx, " ".join(filter(None, (short, version, port.upper()))))
