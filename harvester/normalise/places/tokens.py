"""The pieces that places in journals are made of, as regular expressions."""

from __future__ import annotations

import re

from harvester.normalise.places.labels import AHEAD, SEASON, SPECIAL
from harvester.normalise.places.pages import DASH, PAGE

_STOPS = r"\s\d.․,،、:;：；()（）\[\]/⟨⟩<>«»\"“”‐-―−\-"
WORD = (
    r"##issue\.(?:vol|no)##|[nN]\.\s?[º°o](?![^\W\d_])|총\s?제|第|제(?=\s?\d)|编号|編號|번호"
    rf"|[巻卷号號期권호年년辑頁页쪽]|[^{_STOPS}第]+"
)
_ROMAN = r"(?:[IVXLCDMХІ]+|[ivxlcdm]+)(?:[-–/](?:[IVXLCDMХІ]+|[ivxlcdm]+))?(?![^\W_])"
_DIGITS = r"\d{1,6}(?!\d)(?:[A-Za-zА-Яа-я]{1,2}(?![^\W\d_])|[-–][A-Z](?![^\W_]))?"
_NUMBER = (
    r"\d{4}[-–/]\d{4}(?!\d)"
    rf"|(?:[A-Za-zА-Яа-я]{{1,3}}[-.]?)?{_DIGITS}"
    r"(?:(?:\s?[-–—/+&]\s?|[,.](?=\d{1,2}(?!\d)))(?!\d{4}(?!\d))"
    r"[A-Za-zА-Яа-я]{0,2}\d{1,6}(?!\d)(?:[A-Za-zА-Яа-я](?![^\W\d_]))?)*"
    rf"|{_ROMAN}"
)
_GAP = r"[\s,،、.;；·|‐-―−\-]*"

SEPARATORS = re.compile(_GAP)
LABEL = re.compile(rf"(?P<word>{WORD})(?P<mark>\s*[.:․]?\s*(?:[-–](?=\d))?)")
NUMBER = re.compile(_NUMBER)
NUMBER_LABEL = re.compile(
    rf"第?제?\s?(?P<number>{_NUMBER}|[一二三四五六七八九十百]+)\s*\.?\s*[-–]?\s*(?P<word>{WORD})"
)
NEXT_NUMBER = re.compile(rf"[\s.]*(?:{_NUMBER})")
SPECIAL_NUMBER = re.compile(rf"{SPECIAL}[^()（）:;,\[\]]{{0,40}}?(?=\s*(?:[(（:;,\[]|$))", re.I)
FREE = re.compile(r"[^\s\d():;,،（）\[\]|-][^\d():;,،（）\[\]|]{0,40}?(?=\s*(?:[(（]|[,،:;]|$))")
MORE = re.compile(rf"\s*{SPECIAL}[.\s]*(?:{_NUMBER})?(?<![\s])", re.I)
SHORT = re.compile(rf"[^\W\d_]{{1,4}}|{SPECIAL}", re.I)
BRACKET = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
PAGE_RANGE = re.compile(rf"(?:{PAGE})(?:{DASH}(?:{PAGE}))(?:,\s?(?:{PAGE}){DASH}(?:{PAGE}))*(?!\w)")
ONE_PAGE = re.compile(rf"(?:{PAGE})(?!\w)")
PREFIXED = re.compile(rf"([A-Za-z])\d+{DASH}\1\d+(?!\w)")
YEARS = re.compile(r"(\d{4})(?:\s?[-–—/]\s?\d{2,4})?")
DATE = re.compile(r"(\d{4})([-–—/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])")
YEAR_BRACKET = re.compile(r"[(（]\s*\d{4}\s*[)）]")
YEAR_IN = re.compile(r"(?<!\d)\d{4}(?!\d)")
IN_SEASON = re.compile(
    # The day is NLM's: `2014 Mar 5;12(3):12-8`.
    rf"{SEASON}(?:\s*\.?\s*[-–/]\s*{SEASON})?(?![^\W\d_])\.?(?:\s+\d{{1,2}}(?=\s?;))?",
    re.I,
)
AHEAD_OF_ISSUE = re.compile(rf"{AHEAD}(?=\s*(?:[(（:;,]|$))", re.I)
NOTHING = {"default", "n/a", "none", "na", "-", "unknown", "null"}
