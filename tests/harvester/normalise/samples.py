"""Records for the tests, made of (element, text, xml:lang)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from harvester.normalise import normalise
from harvester.normalise.dublin_core import Value
from harvester.normalise.habits import NONE, Habits
from index.record import Document, RawRecord

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
Field = tuple[str, str] | tuple[str, str, str]

OJS: tuple[Field, ...] = (
    ("title", "Rivers of the North", "en-US"),
    ("title", "Реки Севера", "ru-RU"),
    ("creator", "Lesnaya, Anna"),
    ("subject", "rivers; ice.", "en-US"),
    ("subject", "“реки”; лёд; реки", "ru-RU"),
    ("description", "First part.\nSecond part.", "en-US"),
    ("publisher", "Institute of Rivers", "en-US"),
    ("contributor", "Fund for Rivers", "en-US"),
    ("date", "2023-11-01"),
    ("type", "info:eu-repo/semantics/article"),
    ("type", "info:eu-repo/semantics/publishedVersion"),
    ("type", "", "en-US"),
    ("format", "application/pdf"),
    ("identifier", "https://journals.example.org/rivers/article/view/12"),
    ("identifier", "10.5555/RIVERS.12"),
    ("identifier", "ABCDEF"),
    ("source", "Journal of Rivers; Vol 93, No 11 (2023); 1095-1100", "en-US"),
    ("source", "Речной журнал; Том 93, № 11 (2023); 1095-1100", "ru-RU"),
    ("source", "3034-5200"),
    ("source", "0869-5873"),
    ("language", "rus"),
    ("relation", "https://journals.example.org/rivers/article/view/12/34"),
    ("relation", "https://journals.example.org/rivers/article/downloadSuppFile/12/56"),
    ("rights", "Copyright (c) 2023 Анна Лесная", "en-US"),
    ("rights", "http://creativecommons.org/licenses/by/4.0/deed.ru", "en-US"),
)  # fmt: skip


def oai_dc(fields: Sequence[Field], inner: str = "") -> bytes:
    """The XML of a record; `inner` is put in as it stands."""
    elements = [
        f"<dc:{name}{''.join(f' xml:lang={quoteattr(lang)}' for lang in langs)}>"
        f"{escape(text)}</dc:{name}>"
        for name, text, *langs in fields
    ]
    return (
        f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{''.join(elements)}{inner}</oai_dc:dc>"
    ).encode()


def raw(xml: bytes, namespace: str = OAI_DC, sets: tuple[str, ...] = ()) -> RawRecord:
    """A record with that metadata."""
    return RawRecord("oai:example.org:1", "2024-01-01", sets, namespace, xml, "0" * 64)


def document(*fields: Field, inner: str = "", own: Habits = NONE) -> Document:
    """What the fields come to, in a source of these habits."""
    return normalise(raw(oai_dc(fields, inner)), "rivers", own)


def values(*texts: str, lang: str | None = None) -> tuple[Value, ...]:
    """The values of one element."""
    return tuple(Value(text, lang) for text in texts)
