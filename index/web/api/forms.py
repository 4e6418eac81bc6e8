"""In which format an answer is written: `format=`, else the suffix, else the header Accept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.export.formats import FORMATS, Format
from index.record import Record
from index.web.accept import best
from index.web.api.operation import JSON, Answer, Call
from index.web.api.params import Param
from index.web.problems import Problem

OURS = "json"


@dataclass(frozen=True, slots=True)
class Form:
    """The format that was chosen; None: our own JSON."""

    format: Format | None


def format_param(default: str | None = None) -> Param:
    """The name of a format."""
    names = (*FORMATS,) if default else (OURS, *FORMATS)
    about = "The format; without it, what the header Accept wants."
    return Param("format", about, default=default, among=names)


def suffix_param(suffixes: Iterable[str]) -> Param:
    """The suffix behind the dot of an address."""
    names = tuple(suffix.removeprefix(".") for suffix in suffixes)
    return Param("suffix", "The format, by the suffix of its files.", place="path", among=names)


def suffixes() -> Mapping[str, Format]:
    """The formats by their suffixes, the longest first: `.csl.json` is no `.json`."""
    found = {one.suffix: one for one in FORMATS.values()}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def media_types() -> tuple[str, ...]:
    """What answers may be of, without our JSON."""
    return tuple(dict.fromkeys(one.media_type for one in FORMATS.values()))


def form_of(call: Call, *, ours: bool = True, default: str | None = None) -> Form:
    """The format of an answer; `ours`: JSON of our own is one.

    Raises `Problem` where the client takes none that there is.
    """
    by_name = call.values.get("format") or default
    ending = call.values.get("suffix")
    if by_name:
        return Form(FORMATS.get(by_name))
    if ending is not None:
        return Form(_by_suffix(f".{ending}"))
    offered = {JSON: None} if ours else {}
    offered |= {one.media_type: one for one in FORMATS.values()}
    chosen = best(call.accept, list(offered))
    if chosen is None:
        raise Problem(
            "not-acceptable",
            f"no format of {call.accept[:200]!r}",
            f"there are {', '.join(offered)}; or name one: format=…",
        )
    return Form(offered[chosen])


def _by_suffix(suffix: str) -> Format | None:
    if suffix == ".json":
        return None
    found = suffixes().get(suffix)
    if found is None:
        known = ", ".join((".json", *suffixes()))
        raise Problem("not-found", f"no format has the suffix {suffix[:40]}", f"there are {known}")
    return found


def written(form: Format, records: Sequence[Record]) -> Answer:
    """Those records in a format, as a whole."""
    return Answer(b"".join(form.write(records)), form.media_type)


def split_suffix(identifier: str) -> tuple[str, Format | None, bool]:
    """An identifier without its suffix, the format that it names, and whether it has one."""
    for suffix, form in suffixes().items():
        if identifier.endswith(suffix) and len(identifier) > len(suffix):
            return identifier.removesuffix(suffix), form, True
    if identifier.endswith(".json"):
        return identifier.removesuffix(".json"), None, True
    return identifier, None, False
