"""A query typed in another keyboard layout, the whole of it or some words.

The text itself is looked at, not the tree: in another layout signs such as `[` and `;` are letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from index.suggest.asking import Asking
from index.suggest.keyboards import retyped
from index.transliteration import skeleton
from index.tree import ALIASES, TEXT_FIELDS, Node, Word, any_of
from index.words import tokens

_MOST_WORDS = 12
_ABOUT = ("title", "subject", "abstract")  # where words are inflected
_SHORT = 2  # letters: `d` is held wherever there are initials, and may be `в` all the same

# What stands around a word and means something: a dash, a bracket, a field, quotes.
_CHUNK = re.compile(
    rf"(-?\(?-?(?:(?:{'|'.join((*TEXT_FIELDS, *ALIASES))}):)?[\"“„«]?)(.+?)([\"”»]?\)?)",
    re.I | re.S,
)


def in_other_layouts(asking: Asking, text: str, *, inflected: bool = False) -> list[str]:
    """The query with words that nobody has exchanged for what the same keys give.

    That is to be a word as it stands somewhere, or `inflected`.
    """
    chunks = [found.groups() for chunk in text.split() if (found := _CHUNK.fullmatch(chunk))]
    if len(chunks) > _MOST_WORDS:
        return []
    typed = list(dict.fromkeys(middle for _, middle, _ in chunks))
    return [
        " ".join(f"{a}{meant.get(b, b)}{c}" for a, b, c in chunks)
        for meant in _meant(asking, typed, inflected)
    ]


def _meant(asking: Asking, typed: Sequence[str], inflected: bool) -> Iterator[Mapping[str, str]]:
    """By typed words, what they may have been: with the short ones, and without."""
    known = asking.stand(typed)
    strange = [word for word, held in zip(typed, known, strict=True) if not held]
    found = _others(asking, [word for word in strange if len(word) > _SHORT], inflected)
    if not found:
        return
    also = _others(asking, [word for word in typed if len(word) <= _SHORT], False)
    if also:
        yield {**also, **found}
    yield found


def _others(asking: Asking, typed: Sequence[str], inflected: bool) -> dict[str, str]:
    """Of each word the first other layout in which the keys give something that is held."""
    pairs = [(word, other) for word in typed for other in retyped(word)]
    standing = asking.stand(other for _, other in pairs)
    held = [pair for pair, stands in zip(pairs, standing, strict=True) if stands]
    if inflected:
        # Keys of some layouts go by sound (Greek): what sounds the same is no other word.
        rest = [pair for pair in pairs if skeleton(pair[0]) != skeleton(pair[1])]
        totals = asking.totals(_about(other) for _, other in rest)
        held += [
            pair
            for pair, total in zip(rest, totals, strict=True)
            if total or _is_called(asking, pair[1])
        ]
    return dict(reversed(held))


def _about(word: str) -> Node:
    return any_of(Word(token, field) for token in tokens(word) or [word] for field in _ABOUT)


def _is_called(asking: Asking, word: str) -> bool:
    """Whether a creator's family name sounds so: by looser rules letters at random do as well."""
    return bool(asking.engine.entries(f"{skeleton(word)} ", "creator", 1))
