"""What stands around an ISSN: labels in front of it and notes behind it, in many languages."""

from __future__ import annotations

import re

# How editors say which edition an ISSN names: `ISSN-e` (Dialnet), `ISSN impreso`, `ISSN（电子版）`.
_ONLINE = (
    r"e|online|on-line|web|internet|digital|électronique|electronique|en\s+ligne|en\s+l[ií]nea"
    r"|ele[ck]tr[\wóôčćė]+|eletr[oôó]nico|онлайн|электрон\w+|електрон\w+|电子版?|電子版?|網路|オンライン|온라인"
)
_OTHER_MEDIA = (
    r"p|l|print(?:ed)?|paper|papier|impres[ao]|impresso|imprimé|imprime|druk\w*|gedruckt|cartaceo"
    r"|stampa|basılı|печат\w+|друк\w+|印刷版?|紙本|纸质版?|冊子|인쇄|cd-?rom"
)
_MEDIUM = rf"(?:{_ONLINE}|{_OTHER_MEDIA})"
# What may stand in front of an ISSN, and behind it.
ISSN_LABEL = (
    rf"(?:{_MEDIUM}[-\s]?)?issn(?:[-\s]?{_MEDIUM}(?![^\W\d_]))?"
    rf"(?:\s*[(（]\s*{_MEDIUM}(?:\s+version)?\s*[)）])?\s*[.:：=]?\s*"
)
ISSN_NOTE = rf"\s*[(（\[]\s*(?:{_MEDIUM}(?:[-\s]?issn)?|issn(?:[-\s]?{_MEDIUM})?)\s*[)）\]]"
ONLINE = re.compile(rf"(?<![^\W\d_])(?:{_ONLINE})(?![^\W\d_])|(?<![^\W\d_])eissn|issne", re.I)
