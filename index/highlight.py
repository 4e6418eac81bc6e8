"""Where a document answers a query: fragments of its texts, with the words that matched. Pure.

A fragment is a tuple of pieces (text, matched); together they are the text as it stands. No markup:
command line and web each draw it in their own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.analysis import Analysis
from index.fields import Value, searchable
from index.record import Agent, Document
from index.tree import And, Node, Or, Phrase, Word
from index.words import spans

Fragment: TypeAlias = tuple[tuple[str, bool], ...]
Span: TypeAlias = tuple[int, int]

WINDOW = 300  # letters of an abstract
_LEAD = 40  # letters before the first match
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for in one field: terms, and runs of exact terms."""

    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


def highlight(
    document: Document, tree: Node, analysis: Analysis
) -> dict[str, tuple[Fragment, ...]]:
    """The titles whole, the creators' names, the best window of an abstract.

    Fields that the document lacks are left out; a field without a match is shown unmarked.
    """
    texts = searchable(document).texts
    title, creator, abstract = (wanted(tree, f, analysis) for f in ("title", "creator", "abstract"))
    found = {
        "title": tuple(_whole(value, title, analysis) for value in texts["title"]),
        "creator": tuple(_name(agent, creator, analysis) for agent in document.creators),
        "abstract": _abstract(texts["abstract"], abstract, analysis),
    }
    return {field: fragments for field, fragments in found.items() if fragments}


def wanted(tree: Node, field: str, analysis: Analysis) -> Wanted:
    """What the tree looks for in a field; what it excludes is not shown."""
    leaves = [leaf for leaf in _leaves(tree) if leaf.field in (None, field)]
    words = (analysis.query_terms(leaf.text) for leaf in leaves if isinstance(leaf, Word))
    phrases = (leaf.words for leaf in leaves if isinstance(leaf, Phrase))
    exact = (tuple(t for w in ws for t in analysis.query_terms(w)[:1]) for ws in phrases)
    return Wanted(
        frozenset(term for terms in words for term in terms),
        tuple(terms for terms in exact if terms),
    )


def _leaves(node: Node) -> Iterator[Word | Phrase]:
    match node:
        case Word() | Phrase():
            yield node
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from _leaves(part)
        case _:
            pass


def _matches(value: Value, wanted: Wanted, analysis: Analysis) -> list[Span]:
    """The places of all matches in a text, in order, joined where they touch or overlap."""
    text, language = value
    tokens = [(start, end, analysis.terms(token, language)) for start, end, token in spans(text)]
    tokens = [token for token in tokens if token[2]]
    found = [(start, end) for start, end, terms in tokens if not wanted.terms.isdisjoint(terms)]
    for phrase in wanted.phrases:
        found += _runs(tokens, phrase)
    return _joined(sorted(found))


def _runs(
    tokens: Sequence[tuple[int, int, tuple[str, ...]]], phrase: tuple[str, ...]
) -> list[Span]:
    last = len(phrase) - 1
    return [
        (tokens[at][0], tokens[at + last][1])
        for at in range(len(tokens) - last)
        if all(term in tokens[at + offset][2] for offset, term in enumerate(phrase))
    ]


def _joined(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _whole(value: Value, wanted: Wanted, analysis: Analysis) -> Fragment:
    return _pieces(value[0], _matches(value, wanted, analysis), 0, len(value[0]))


def _name(agent: Agent, wanted: Wanted, analysis: Analysis) -> Fragment:
    """The name as it is shown, or the first variant that matches where the name does not."""
    names: list[Value] = [(agent.name, None), *((v.value, v.lang) for v in agent.variants)]
    matching = (name for name in names if _matches(name, wanted, analysis))
    return _whole(next(matching, names[0]), wanted, analysis)


def _abstract(values: Sequence[Value], wanted: Wanted, analysis: Analysis) -> tuple[Fragment, ...]:
    """The best window of the abstract that answers best; of several equal ones the first."""
    windows = [_window(value[0], _matches(value, wanted, analysis)) for value in values]
    return (max(windows, key=_marked),) if windows else ()


def _window(text: str, matches: list[Span]) -> Fragment:
    starts = [max(0, start - _LEAD) for start, _ in matches] or [0]
    best = max(starts, key=lambda start: _letters(matches, start, start + WINDOW))
    start = min(best, max(0, len(text) - WINDOW))
    first, last = _to_blank(text, start), _back_to_blank(text, start + WINDOW)
    lead: Fragment = ((_CUT, False),) if first else ()
    trail: Fragment = ((_CUT, False),) if last < len(text) else ()
    return lead + _pieces(text, matches, first, last) + trail


def _letters(matches: list[Span], start: int, end: int) -> int:
    return sum(last - first for first, last in matches if first >= start and last <= end)


def _marked(fragment: Fragment) -> int:
    return sum(len(text) for text, matched in fragment if matched)


def _to_blank(text: str, start: int) -> int:
    """The next beginning of a word, where one is near."""
    blank = text.find(" ", start, start + _LEAD // 2) if start else -1
    return blank + 1 if blank >= 0 else start


def _back_to_blank(text: str, end: int) -> int:
    """The last end of a word before, where one is near."""
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", end - _LEAD, end)
    return blank if blank >= 0 else end


def _pieces(text: str, matches: list[Span], first: int, last: int) -> Fragment:
    """The text from `first` to `last`, cut at its matches; a match over an edge is cut too."""
    pieces: list[tuple[str, bool]] = []
    at = first
    for start, end in matches:
        start, end = max(start, first), min(end, last)
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    pieces.append((text[at:last], False))
    return tuple(piece for piece in pieces if piece[0])
