"""Parameters of the API: what each means, reading them, and how OpenAPI tells them. Pure.

What is not known is refused by its name with the nearest that is; nothing is guessed or ignored,
because a filter that is misspelt and left out gives an answer that looks right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, TypeAlias

from index.web.problems import Mistake, Problem

Value: TypeAlias = "str | int | bool | tuple[str, ...] | None"
Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: `many` may be repeated, `least` and `most` bound a number or count letters.

    `among`: the texts that it may be. `listed`: several with commas between them. `like`: a regular
    expression that it has to match.
    """

    name: str
    about: str
    kind: Literal["text", "number", "flag"] = "text"
    default: str | int | None = None
    many: bool = False
    listed: bool = False
    among: tuple[str, ...] = ()
    least: int = 0
    most: int = 2000
    place: Literal["query", "path"] = "query"
    example: str | None = None
    like: str | None = None

    def schema(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.1 tells it."""
        inner = self._inner()
        several: dict[str, Any] = {"type": "array", "items": inner}
        if self.listed:
            several["maxItems"] = self.most // (max(map(len, self.among), default=self.most) + 1)
        said: dict[str, Any] = {
            "name": self.name,
            "in": self.place,
            "required": self.place == "path",
            "description": self.about,
            "schema": several if self.many or self.listed else inner,
        }
        if self.listed:
            said |= {"style": "form", "explode": False}
        if self.example is not None:
            said["example"] = [self.example] if self.many or self.listed else self.example
        return said

    @property
    def usual(self) -> int:
        """The default of a number; a setting may allow less."""
        return min(int(self.default or 0), self.most)

    def _inner(self) -> dict[str, Any]:
        if self.kind == "flag":
            return {"type": "boolean", "default": bool(self.default)}
        if self.kind == "number":
            return {
                "type": "integer", "minimum": self.least, "maximum": self.most,
                **({} if self.default is None else {"default": self.usual}),
            }  # fmt: skip
        if self.among:
            default = {} if self.default is None else {"default": self.default}
            return {"type": "string", "enum": list(self.among), **default}
        least = {"minLength": self.least} if self.least else {}
        like = {"pattern": self.like} if self.like else {}
        return {"type": "string", "maxLength": self.most, **least, **like}


def read(params: Sequence[Param], pairs: Iterable[tuple[str, str]]) -> Values:
    """The values by names, defaults where nothing was given.

    Raises `Problem` that names every mistake.
    """
    known = {param.name: param for param in params}
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    mistakes = [_unknown(name, known) for name in given if name not in known]
    found: dict[str, Any] = {}
    for param in params:
        try:
            found[param.name] = _value(param, given.get(param.name, []))
        except ValueError as error:
            mistakes.append(Mistake(param.name, str(error), _near(param, given[param.name])))
    if mistakes:
        raise _wrong(mistakes, known)
    return found


def _wrong(mistakes: Sequence[Mistake], known: Iterable[str]) -> Problem:
    names = ", ".join(f"{each.name[:80]!r}: {each.detail}" for each in mistakes[:5])
    near = [each.did_you_mean for each in mistakes if each.did_you_mean]
    hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known) or 'none'}"
    return Problem("parameters", names, hint, mistakes[:50])


def _unknown(name: str, known: Iterable[str]) -> Mistake:
    # A long name costs the comparison its square: no known one has so many letters.
    near = get_close_matches(name[:40], known, n=1)
    return Mistake(name[:80], "there is no such parameter here", near[0] if near else None)


def _near(param: Param, given: Sequence[str]) -> str | None:
    if not param.among:
        return None
    wrong = [one for text in given for one in _parts(param, text) if one not in param.among]
    near = get_close_matches(wrong[0][:40], param.among, n=1) if wrong else []
    return near[0] if near else None


def _value(param: Param, given: Sequence[str]) -> Value:
    if param.listed:
        given = [_of_length(param, text) for text in given]
    texts = [part for text in given for part in _parts(param, text)]
    if param.many or param.listed:
        return tuple(dict.fromkeys(_checked(param, text) for text in texts))
    if len(given) > 1:
        raise ValueError("given more than once")
    if not given and param.kind == "number" and param.default is not None:
        return param.usual
    if not given:
        return bool(param.default) if param.kind == "flag" else param.default
    if param.kind == "number":
        return _number(param, given[0])
    return _flag(given[0]) if param.kind == "flag" else _checked(param, given[0])


def _parts(param: Param, text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()] if param.listed else [text]


def _checked(param: Param, text: str) -> str:
    if param.among and text not in param.among:
        raise ValueError(f"is none of {', '.join(param.among)}")
    if not param.among:
        _of_length(param, text)
    # As OpenAPI's readers mean it: digits are those of ASCII, and `$` stands before no line break.
    if param.like and not re.fullmatch(param.like, text, re.ASCII):
        raise ValueError(f"is not of the form {param.like}")
    return text


def _of_length(param: Param, text: str) -> str:
    if not param.least <= len(text) <= param.most:
        raise ValueError(f"has {len(text)} letters; from {param.least} to {param.most} are taken")
    return text


def _number(param: Param, text: str) -> int:
    if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 20:
        number = int(text)
        if param.least <= number <= param.most:
            return number
    raise ValueError(f"is no whole number from {param.least} to {param.most}")


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("is neither true nor false")
    return text == "true"
