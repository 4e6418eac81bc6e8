"""What a client wants: the headers Accept and Accept-Encoding (RFC 9110, 12.5). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MOST = 50  # of a header's items that are read


def best(header: str, offered: Sequence[str]) -> str | None:
    """The offered media type that is wanted most, the first of equals; None: none of them.

    An empty header wants anything; what cannot be read of it is passed over.
    """
    wanted = list(_weighed(header))
    if not wanted:
        return offered[0]
    weights = {kind: _weight(kind.partition(";")[0], wanted) for kind in offered}
    most = max(weights.values())
    return (
        next((kind for kind, weight in weights.items() if weight == most), None) if most else None
    )


def encoding(header: str, offered: Sequence[str]) -> str | None:
    """The content coding that is wanted most, the first of equals; None: as it is."""
    wanted = dict(_weighed(header))
    weights = {name: wanted.get(name, wanted.get("*", 0.0)) for name in offered}
    most = max(weights.values(), default=0.0)
    plain = wanted.get("identity", 0.0)
    if not most or plain > most:
        return None
    return next(name for name, weight in weights.items() if weight == most)


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    for item in header.split(",", _MOST)[:_MOST]:
        kind, *parameters = (part.strip().lower() for part in item.split(";"))
        if kind:
            yield kind, _quality(parameters)


def _quality(parameters: Sequence[str]) -> float:
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0


def _weight(kind: str, wanted: Sequence[tuple[str, float]]) -> float:
    """The weight of the most precise range that has the type."""
    family = kind.partition("/")[0] + "/*"
    for pattern in (kind, family, "*/*"):
        found = [weight for name, weight in wanted if name == pattern]
        if found:
            return max(found)
    return 0.0
