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
_ENDING = re.compile(r"(?:\.(?:en|de|fr|es|ru|ja|it|zh-cn))?(?:\.html?|\.txt|\.php)?[/.]*$")


def find(text: str) -> tuple[Named | Licence, ...]:
    """Every licence that a statement names; Creative Commons' as far as they are named."""
    commons = creative_commons.find(text)
    if commons:
        return commons
    stated = _rights_statement(text)
    other = stated or _others().get(key(text)) or _by_address(text)
    return (other,) if other else ()


def _rights_statement(text: str) -> Licence | None:
    found = _STATEMENT.search(text)
    codes, labels = _statements()
    return codes.get(found[1].lower()) if found else labels.get(key(text))


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
            found[name.lower() if "/" in name and "." in name else key(name)] = licence
        found.setdefault(f"spdx.org/licenses/{spdx.lower()}", licence)
    return found
