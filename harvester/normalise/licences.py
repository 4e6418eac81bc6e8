"""A rights statement -> the licences and standard statements that it names."""

from __future__ import annotations

import re
from functools import cache

from harvester.normalise import creative_commons
from harvester.normalise.creative_commons import Named
from harvester.normalise.tables import key, rows
from index.record import Licence

_RIGHTS_STATEMENTS = "https://rightsstatements.org/vocab/"
_STATEMENT = re.compile(r"rightsstatements\.org/(?:vocab|page|data)/([\w-]+)(?:/1\.0)?", re.I)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+/?[^\s,;()<>\"]*)", re.I)
# What names of licences are written with or without.
_FILLING = re.compile(
    r"\b(?:the|gnu|licen[cs]ed?|under|version|v(?=\.?\s?[0-9]))\b|\bv\.?(?=[0-9])", re.I
)
_LONGEST = 100  # characters of a value that is a name
_ENDING = re.compile(r"(?:\.(?:en|de|fr|es|ru|ja|it|zh-cn))?(?:\.html?|\.txt|\.php)?[/.]*$")


def find(text: str) -> tuple[Named | Licence, ...]:
    """Every licence that a statement names; Creative Commons' as far as they are named."""
    commons = creative_commons.find(text)
    if commons:
        return commons
    stated = _rights_statement(text)
    other = stated or _by_name(text) or _by_address(text)
    return (other,) if other else ()


def _rights_statement(text: str) -> Licence | None:
    found = _STATEMENT.search(text)
    codes, labels = _statements()
    return codes.get(found[1].lower()) if found else labels.get(key(text))


def _by_name(text: str) -> Licence | None:
    """`The GNU GPL, version 3.0`, `BSD 3-Clause License`, `GPL-3.0+`."""
    if len(text) > _LONGEST:
        return None
    said = text.replace("+", " or later")
    return _others().get(key(said)) or _others().get(_core(said))


def _core(name: str) -> str:
    return key(_FILLING.sub(" ", name))


def _by_address(text: str) -> Licence | None:
    if "." not in text:
        return None
    addresses = (_ENDING.sub("", found[1].lower()) for found in _ADDRESS.finditer(text))
    return next((one for address in addresses if (one := _others().get(address))), None)


@cache
def _statements() -> tuple[dict[str, Licence], dict[str, Licence]]:
    """By code, by label."""
    found = {
        code: Licence(f"{_RIGHTS_STATEMENTS}{code}/1.0/", None, label)
        for code, label in rows("rights_statements")
    }
    return (
        {code.lower(): statement for code, statement in found.items()},
        {key(statement.label or ""): statement for statement in found.values()},
    )


@cache
def _others() -> dict[str, Licence]:
    """Address without scheme, or key of a name -> licence."""
    found: dict[str, Licence] = {}
    for uri, names in rows("licences"):
        spdx, label, *more = names.split("|")
        licence = Licence(uri, None if spdx == "-" else spdx, label)
        for name in (label, *more) if spdx == "-" else (spdx, label, *more):
            if "/" in name and "." in name:
                found[name.lower()] = licence
            else:
                found[key(name)] = licence
                found.setdefault(_core(name), licence)
        found.setdefault(f"spdx.org/licenses/{spdx.lower()}", licence)
    return found
