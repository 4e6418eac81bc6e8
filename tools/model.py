"""The document: its fields, the types in them, and the closed lists of values."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from typing import Any, get_args

from index import record
from index.record import FLAGS, AgentKind, Document, LinkRole, Precision, Scheme, values
from tools import meanings
from tools.markdown import code, sentence, table
from tools.meanings import Meanings, complete
from tools.shapes import closed_list

PARTS: tuple[Any, ...] = tuple(getattr(record, name) for name in meanings.PARTS)

_ABOUT = """\
The normalised form of a record. `[Text]` is a list of `Text`; `or null` says that the value may be
unknown. What came and could not be understood stays in `raw`, with a flag."""


def render_model() -> str:
    """The sections on the document, its parts and the closed lists."""
    return "\n\n".join(
        [
            f"### The document\n\n{_ABOUT}",
            _fields(Document, meanings.DOCUMENT),
            *(_part(kind) for kind in PARTS),
            closed_list("Identifier.scheme", get_args(Scheme), scheme_meanings()),
            closed_list("Date.precision", get_args(Precision), meanings.PRECISIONS),
            closed_list("Agent.kind", get_args(AgentKind), meanings.AGENT_KINDS),
            closed_list("Link.role", get_args(LinkRole), meanings.LINK_ROLES),
            closed_list("Flag.code", tuple(FLAGS), FLAGS),
        ]
    )


def scheme_meanings() -> Meanings:
    """The comment that stands behind each scheme in index/record/values.py."""
    return dict(re.findall(r'^    "(\w+)",  # (.+)$', inspect.getsource(values), re.MULTILINE))


def _part(kind: Any) -> str:
    words = sentence(kind.__doc__)
    return f"### {kind.__name__}\n\n{words}\n\n" + _fields(kind, meanings.PARTS[kind.__name__])


def _fields(kind: Any, words: Meanings) -> str:
    types = {field.name: json_type(str(field.type)) for field in fields(kind)}
    rows = [
        (code(name), types[name], meaning)
        for name, meaning in complete(kind.__name__, list(types), words)
    ]
    return table(("field", "type", "meaning"), rows)


def json_type(annotation: str) -> str:
    """A type as JSON has it: `tuple[Text, ...]` is `[Text]`, `int | None` is `int or null`."""
    item = re.sub(r"tuple\[(\w+), \.\.\.\]", r"[\1]", annotation)
    closed = {"Scheme", "Precision", "AgentKind", "LinkRole"}
    words = ("str" if part in closed else part for part in item.split(" | "))
    return " or ".join("null" if word == "None" else word for word in words)
