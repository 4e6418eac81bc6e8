"""The words that pages say of fields and values, in the reader's language. Pure.

Values of vocabularies (COAR) are translated where we have a word, else shown as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.support import NullTranslations

from index.engines.base import MISSING
from index.relaxing import Relaxed
from index.web.pages.languages import FIRST, language_name


def mark(text: str) -> str:
    """Mark a text for the translators; it is translated when it is shown."""
    return text


_ = mark  # the name that Babel looks for


FIELDS = {
    "title": _("Title"), "creator": _("Creator"), "subject": _("Subject"),
    "abstract": _("Abstract"), "journal": _("Journal"), "publisher": _("Publisher"),
    "source": _("Source"), "set": _("Set"), "year": _("Year"), "date": _("Date"),
    "language": _("Language"), "type": _("Type"), "licence": _("Licence"), "access": _("Access"),
    "doi": "DOI", "issn": "ISSN", "orcid": "ORCID iD", "id": _("Identifier"),
}  # fmt: skip
SORTS = {
    "relevance": _("Best match"), "newest": _("Newest first"), "oldest": _("Oldest first"),
    "title": _("By title"), "first-seen": _("Last added first"),
}  # fmt: skip
VALUES = {
    "journal article": _("journal article"), "research article": _("research article"),
    "review article": _("review article"), "review": _("review"), "book": _("book"),
    "book part": _("book part"), "book review": _("book review"), "editorial": _("editorial"),
    "conference paper": _("conference paper"), "conference output": _("conference output"),
    "conference proceedings": _("conference proceedings"), "lecture": _("lecture"),
    "preprint": _("preprint"), "working paper": _("working paper"), "report": _("report"),
    "technical report": _("technical report"), "thesis": _("thesis"),
    "bachelor thesis": _("bachelor thesis"), "master thesis": _("master thesis"),
    "doctoral thesis": _("doctoral thesis"), "dataset": _("dataset"), "other": _("other"),
    "corrigendum": _("corrigendum"), "letter to the editor": _("letter to the editor"),
    "data paper": _("data paper"), "patent": _("patent"), "commentary": _("commentary"),
    "contribution to journal": _("contribution to journal"),
    "open access": _("open access"), "embargoed access": _("embargoed access"),
    "restricted access": _("restricted access"), "metadata only access": _("metadata only access"),
    "AO": _("author's original"), "SMUR": _("submitted version"), "AM": _("accepted version"),
    "P": _("proof"), "VoR": _("version of record"), "CVoR": _("corrected version of record"),
    "EVoR": _("enhanced version of record"),
}  # fmt: skip
KINDS = {
    "title": _("title"), "creator": _("creator"), "journal": _("journal"), "subject": _("subject"),
}  # fmt: skip
ROLES = {
    "landing": _("Page of the publisher"), "fulltext": _("Full text"),
    "supplement": _("Supplement"),
}  # fmt: skip
RELAXED = {
    "filter": _("without the filter “{what}”"), "quotes": _("{what} without its quotes"),
    "field": _("{what} in any field"), "spelling": _("{what} in another spelling"),
    "word": _("without {what}"), "any": _("any of these words will do"),
}  # fmt: skip


# What went wrong, by `index.web.problems`; said in other languages before the English words of it.
PROBLEMS = {
    "parameters": _("a parameter is wrong"), "usage": _("the question cannot be meant like this"),
    "not-found": _("there is nothing at this address"), "forbidden": _("that is not allowed"),
    "too-large": _("the request is too large"), "internal": _("something broke here"),
    "index": _("the search index cannot answer now; try again in a minute"),
    "store": _("the database cannot answer now; try again in a minute"),
    "busy": _("too many questions at once; try again in a minute"),
    "too-slow": _("the answer took too long; ask for less, or try again in a minute"),
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """Words in one language."""

    translations: NullTranslations
    reader: str

    def say(self, text: str) -> str:
        """A text that was marked for the translators."""
        return str(self.translations.gettext(text)) if text else ""

    def field(self, name: str) -> str:
        """The name of a field."""
        return self.say(FIELDS.get(name, name))

    def sort(self, name: str) -> str:
        """The name of an order."""
        return self.say(SORTS.get(name, name))

    def kind(self, name: str) -> str:
        """What a suggestion is."""
        return self.say(KINDS.get(name, name))

    def role(self, name: str) -> str:
        """What a link leads to."""
        return self.say(ROLES.get(name, name))

    def relaxed(self, one: Relaxed) -> str:
        """What is less strict about a proposal."""
        return self.say(RELAXED[one.kind]).format(what=one.what)

    def problem(self, code: str) -> str | None:
        """What went wrong, in languages other than English: there its own words say it."""
        return self.say(PROBLEMS[code]) if self.reader != FIRST and code in PROBLEMS else None

    def language(self, tag: str) -> str:
        """The name of a language."""
        return language_name(tag, self.reader)

    def value(
        self, field: str, value: str, labels: Mapping[str, Mapping[str, str]] | None = None
    ) -> str:
        """How a value of a field is shown."""
        if value == MISSING:
            return self.say(_("not stated"))
        if field == "language":
            return self.language(value)
        if field in ("type", "access"):
            return self.say(VALUES.get(value, value))
        if field == "year":
            return value.replace("..", "–").strip("–") if value != ".." else value
        return (labels or {}).get(field, {}).get(value, value)
