"""In which format an answer is written: `format=`, else the suffix, else the header Accept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from index.export.formats import FORMATS, Format
from index.record import Record
from index.web.accept import best
from index.web.api.operation import JSON, Answer, Call
from index.web.api.params import Param
from index.web.problems import Problem

OURS = "json"


class Kind(Protocol):
    """A `Format` or a `Feed`: what has a name, a media type and a suffix."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def suffix(self) -> str: ...


T = TypeVar("T", bound=Kind)


@dataclass(frozen=True, slots=True)
class Form:
    """The format that was chosen; None: our own JSON."""

    format: Format | None


def format_param(*, ours: bool = True) -> Param:
    """The name of a format; `ours`: our own JSON too."""
    about = "The format; without it, what the header Accept wants."
    return Param("format", about, among=(OURS, *FORMATS) if ours else (*FORMATS,))


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


def form_of(call: Call) -> Form:
    """The format of an answer that has our JSON too. Raises `Problem` where there is none."""
    if OURS in (call.values.get("format"), call.values.get("suffix")):
        return Form(None)
    named = call.values.get("format") or call.values.get("suffix")
    offered = [JSON, *(one.media_type for one in FORMATS.values() if not _for_people(one))]
    if named or best(call.accept, offered) not in (JSON, None):
        return Form(chosen_of(call, FORMATS.values()))
    if best(call.accept, offered) is None:
        raise _unwanted(call, offered)
    return Form(None)


def chosen_of(call: Call, kinds: Iterable[T]) -> T:
    """What `format=` names, else the suffix, else Accept. Raises `Problem` where there is none."""
    every = list(kinds)
    name, suffix = call.values.get("format"), call.values.get("suffix")
    if name is not None:
        return next(one for one in every if one.name == name)
    if suffix is not None:
        return _by_suffix(f".{suffix}", every)
    by_type = {one.media_type: one for one in every if not _for_people(one)}
    chosen = best(call.accept, list(by_type))
    if chosen is None:
        raise _unwanted(call, list(by_type))
    return by_type[chosen]


def _for_people(kind: Kind) -> bool:
    """Whether it is given by its name only: browsers ask everybody for HTML, and mean a page."""
    return kind.media_type.startswith(("text/html", "text/plain"))


def _unwanted(call: Call, offered: Sequence[str]) -> Problem:
    detail = f"there is no such format here: {call.accept[:200]}"
    return Problem(
        "not-acceptable", detail, f"there are {', '.join(offered)}; or name one: format="
    )


def _by_suffix(suffix: str, kinds: Sequence[T]) -> T:
    for one in kinds:
        if one.suffix == suffix:
            return one
    known = ", ".join(one.suffix for one in kinds)
    raise Problem("not-found", f"no format has the suffix {suffix[:40]}", f"there are {known}")


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
