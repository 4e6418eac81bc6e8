"""Filters of the templates: fragments and addresses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import bidirectional
from urllib.parse import quote

from markupsafe import Markup

from index.highlight import Fragment
from index.markup import as_html
from index.record import Key, Text
from index.web.api.links import record_path

_STRONG = ("L", "R", "AL")


def marked(fragment: Fragment) -> Markup:
    """A fragment as HTML, what matched inside `<mark>`."""
    return Markup(as_html(fragment))  # noqa: S704  # as_html escapes every text


def record_url(key: Key, room: str = "/records") -> str:
    """The address of a record, without a host: the one that feeds and the API give too."""
    return f"{room}/{record_path(*key)}"


def doi_url(doi: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(doi, safe='/:;,@!$()*+=-._~')}"


def web(url: str) -> str | None:
    """An address that a browser may be sent to; None for others (`javascript:`)."""
    return url if url.lower().startswith(("http://", "https://")) else None


def host(url: str) -> str:
    """The host of an address, to be shown."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def joined(texts: Iterable[str]) -> str:
    """The texts that say anything, each once."""
    return " · ".join(dict.fromkeys(filter(None, texts)))


def direction(text: str) -> str:
    """`rtl` or `ltr`: how a text runs, by its first letter that says so, as `dir=auto` has it."""
    strong = (bidirectional(letter) for letter in text)
    return "rtl" if next((one for one in strong if one in _STRONG), "L") != "L" else "ltr"


def by_language(texts: Iterable[Text]) -> list[tuple[str | None, list[Text]]]:
    """The texts of each language together, in the order in which the languages come."""
    found: dict[str | None, list[Text]] = {}
    for one in texts:
        found.setdefault(one.lang, []).append(one)
    return list(found.items())


FILTERS: dict[str, Callable[..., Any]] = {
    "marked": marked,
    "record_url": record_url,
    "doi_url": doi_url,
    "web": web,
    "host": host,
    "joined": joined,
    "by_language": by_language,
    "direction": direction,
}
