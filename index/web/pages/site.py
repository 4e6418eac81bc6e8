"""What all pages are drawn with: the index, the settings, templates in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import dates, numbers
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from index import __version__
from index.core import Index
from index.web.pages import languages, wording
from index.web.pages.assets import Assets
from index.web.pages.drawing import FILTERS
from index.web.pages.state import SIZES, SORTS, State
from index.web.prefix import address_of, path_of, prefix_of, prefixed

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Site:
    """The pages of one index; `folders` of templates come before ours."""

    index: Index
    name: str
    url: str | None = None
    folders: tuple[Path, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @cached_property
    def assets(self) -> Assets:
        return Assets()

    @cached_property
    def _environments(self) -> Mapping[str, Environment]:
        return {language: self._environment(language) for language in languages.translations()}

    def _environment(self, language: str) -> Environment:
        made = Environment(
            loader=FileSystemLoader([*self.folders, TEMPLATES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        words = languages.translations()[language]
        made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        made.filters.update(FILTERS)
        made.globals.update(
            site=self,
            version=__version__,
            reader=language,
            runs=languages.runs(language),
            languages={one: languages.own_name(one) for one in languages.translations()},
            sorts=SORTS,
            sizes=SIZES,
            search=lambda field, value: State(chosen=((field, value),)).url(),
            word=wording.Wording(words, language),
            number=lambda value: numbers.format_decimal(value, locale=language),
            moment=lambda value: dates.format_datetime(
                value, "d MMM yyyy, HH:mm 'UTC'", locale=language
            ),
            ago=lambda value, now: dates.format_timedelta(
                value - now, add_direction=True, locale=language
            ),
            day=lambda value: dates.format_date(value, "medium", locale=language),
        )
        return made

    def more(self, say: Callable[[str], str]) -> list[tuple[str, str]]:
        """Pages that others have brought along: path and name."""
        return [(path, say(name)) for path, name in self.others]

    def language(self, request: Request) -> str:
        """The language that this reader is answered in."""
        cookie = request.cookies.get(languages.COOKIE)
        return languages.wanted(cookie, request.headers.get("accept-language"))

    def wording(self, request: Request) -> wording.Wording:
        """The words of the interface for this reader."""
        language = self.language(request)
        return wording.Wording(languages.translations()[language], language)

    def origin(self, request: Request) -> str:
        """The address of these pages without a slash: the settings', else as they were asked."""
        return (self.url or address_of(request)).rstrip("/")

    def page(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page from a template, in the reader's language."""
        language = self.language(request)
        shown: dict[str, Any] = {"state": State(), "here": _here(request)} | values
        body = (
            self._environments[language]
            .get_template(template)
            .render(request=request, origin=self.origin(request), **shown)
        )
        headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
        return HTMLResponse(prefixed(body, prefix_of(request.scope)), status, headers)


def _here(request: Request) -> str:
    """Where the reader is, to come back to: path and query."""
    path, query = path_of(request.scope), request.url.query
    return f"{path}?{query}" if query else path
