"""Words by language and vocabulary, as files of two columns between tabs; `#` begins a remark."""

from __future__ import annotations

import unicodedata
from importlib.resources import files


def rows(name: str) -> list[tuple[str, str]]:
    """The rows of the table of that name (without `.tsv`), in their order."""
    text = files(__name__).joinpath(f"{name}.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(left, right) for left, _, right in (line.partition("\t") for line in lines)]


def key(words: str) -> str:
    """How words are compared: small letters and digits alone.

    `Doctoral Thesis`, `doctoral-thesis` and `doctoralThesis` are all `doctoralthesis`.
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words))).casefold()
