"""Creative Commons licences in any form: addresses, short names, the words of their deeds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from harvester.normalise.tables import rows
from index.record import Licence

# What SPDX 3.26 names of the ports.
_SPDX_PORTS = frozenset({
    "BY-2.5-AU", "BY-3.0-AT", "BY-3.0-AU", "BY-3.0-DE", "BY-3.0-IGO", "BY-3.0-NL", "BY-3.0-US",
    "BY-NC-3.0-DE", "BY-NC-ND-3.0-DE", "BY-NC-ND-3.0-IGO", "BY-NC-SA-2.0-DE", "BY-NC-SA-2.0-FR",
    "BY-NC-SA-2.0-UK", "BY-NC-SA-3.0-DE", "BY-NC-SA-3.0-IGO", "BY-ND-3.0-DE", "BY-SA-2.0-UK",
    "BY-SA-2.1-JP", "BY-SA-3.0-AT", "BY-SA-3.0-DE", "BY-SA-3.0-IGO",
})  # fmt: skip
_VERSIONS = ("1.0", "2.0", "2.1", "2.5", "3.0", "4.0")
_TERMS = r"by(?:-(?:nc|nd|sa))*|nc(?:-sa)?|nd(?:-nc)?|sa"
_ADDRESS = re.compile(
    rf"creativecommons\.org/(?:licen[sc]es/(?P<terms>{_TERMS})|publicdomain/(?P<mark>zero|mark))"
    r"(?:/(?P<version>[1-4]\.[0-9])(?:/(?!deed|legalcode)(?P<port>[a-z]{2,8})\b)?)?",
    re.I,
)
_SHORT = re.compile(
    r"(?:\bcc|creative[\s-]*commons)[\s_:()-]*by(?P<rest>(?:[\s_-]*(?:nc|nd|sa)(?![a-z]))*)(?![a-z])"
    r"(?:\s*\([a-z -]+\))?(?:[\s_-]*v?\.?(?P<version>[1-4](?:\.[0-9])?)(?![0-9.]*[0-9])"
    r"(?:[\s-]+(?P<port>igo|[a-z]{2})\b)?)?",
    re.I,
)
_ZERO = re.compile(
    r"\bcc[\s-]?(?:0|zero)\b|creative[\s-]*commons[\s-]*(?:cc)?[\s-]*(?:0|zero)\b", re.I
)
_MARK = re.compile(r"\bpublic[\s-]+domain[\s-]+mark\b|\bcc[\s-]pdm?\b", re.I)
_HINT = re.compile(
    r"cc|creative|commons|コモンズ|知识共享|創用|创作共用|public\s+domain\s+mark|[1-4]\.[0-9]", re.I
)
_VERSION = re.compile(r"[\W_]*(?:\w+[\W_]+){0,3}?v?(?P<version>[1-4]\.[0-9])(?![0-9.]*[0-9])")


class Named(NamedTuple):
    """A licence as far as it was named: `terms` such as by-nc, zero, mark; None is not said."""

    terms: str
    version: str | None = None
    port: str | None = None

    def agrees(self, other: Named) -> bool:
        """Both can mean one licence."""
        pairs = ((self.version, other.version), (self.port, other.port))
        return self.terms == other.terms and all(a == b or not (a and b) for a, b in pairs)

    def said(self) -> int:
        """How much of it was said."""
        return bool(self.version) + bool(self.port)


def find(text: str) -> tuple[Named, ...]:
    """Every licence that a statement names, in its order, each once."""
    if not _HINT.search(text):
        return ()
    found = sorted((at, named) for at, named in _found(text) if named.version in (None, *_VERSIONS))
    return tuple(dict.fromkeys(named for _, named in found))


def licence(named: Named) -> Licence:
    """Its canonical address, SPDX identifier and short label."""
    terms, version, port = named
    path = "publicdomain" if terms in ("zero", "mark") else "licenses"
    parts = [part for part in (path, terms, version, port) if part]
    short = {"zero": "CC0", "mark": "PDM"}.get(terms, f"CC {terms.upper()}")
    label = " ".join(filter(None, (short, version, (port or "").upper())))
    return Licence(f"https://creativecommons.org/{'/'.join(parts)}/", _spdx(named), label)


def _spdx(named: Named) -> str | None:
    """SPDX names no licence without a version and few of the ports."""
    terms, version, port = named
    if not version or terms == "mark":
        return "CC-PDM-1.0" if version else None
    if terms == "zero":
        return f"CC0-{version}"
    # Version 1 had another order, which SPDX does not follow.
    name = f"{terms.upper().replace('ND-NC', 'NC-ND')}-{version}"
    if port:
        name = f"{name}-{port.upper()}"
        return f"CC-{name}" if name in _SPDX_PORTS else None
    return f"CC-{name}" if terms.startswith("by") or terms == "sa" else None


def _found(text: str) -> Iterator[tuple[int, Named]]:
    for match in _ADDRESS.finditer(text):
        terms = (match["terms"] or match["mark"]).lower()
        yield match.start(), Named(terms, match["version"], (match["port"] or "").lower() or None)
    for match in _SHORT.finditer(text):
        terms = "-".join(["by", *re.findall("nc|nd|sa", match["rest"].lower())])
        version = match["version"]
        full = version if version is None or "." in version else f"{version}.0"
        port = _port_code(match["port"], full) or _port_behind(text, match.end(), full)
        yield match.start(), Named(terms, full, port)
    yield from ((match.start(), Named("zero", "1.0")) for match in _ZERO.finditer(text))
    yield from ((match.start(), Named("mark", "1.0")) for match in _MARK.finditer(text))
    yield from _in_words(text)


def _port_code(raw: str | None, version: str | None) -> str | None:
    code = (raw or "").lower()
    return code if code in _port_names().values() and version and version < "4" else None


def _in_words(text: str) -> Iterator[tuple[int, Named]]:
    """`Attribution-NonCommercial 4.0` at the start, or behind `Creative Commons`.

    Alone it must name a version: `with attribution` is no licence.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    match = _words().search(plain)
    if not match:
        return
    tail = _VERSION.match(plain, match.end())
    if not tail and not match["named"]:
        return
    terms = dict.fromkeys(_term(word[0]) for word in _word().finditer(match["terms"]))
    version = tail["version"] if tail else None
    port = _port_behind(plain, tail.end(), version) if tail else None
    order = [term for term in ("by", "nc", "nd", "sa") if term in terms]
    yield match.start(), Named("-".join(order), version, port)


def _port_behind(text: str, at: int, version: str | None) -> str | None:
    """The jurisdiction that is named behind a version; version 4 has none."""
    if version is None or version >= "4":
        return None
    said = text[at : at + 40].strip(" -–—,()").casefold()
    names = (name for name in _port_names() if re.match(rf"{re.escape(name)}\b", said))
    longest = max(names, key=len, default=None)
    return _port_names()[longest] if longest else None


@cache
def _port_names() -> dict[str, str]:
    return {name: code for code, names in rows("ports") for name in names.split("|")}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Term -> its words in every language; between two words stands a blank, a sign or nothing."""
    return {
        term: re.compile("|".join(sorted(map(_loose, words.split("|")), key=len, reverse=True)))
        for term, words in rows("creative_commons")
    }


def _loose(words: str) -> str:
    return words.replace(" ?", r"[\W_]*").replace(" ", r"[\W_]+")


@cache
def _word() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _patterns().values()))


@cache
def _words() -> re.Pattern[str]:
    one, first = _word().pattern, _patterns()["by"].pattern
    named = (
        r"(?P<named>creative[\s-]*commons|\bcc|クリエイティブ・?コモンズ|知识共享|創用\s?cc|创作共用)"
        r"(?:[\W_]*(?:licen\w+|lizenz|лиценз\w*|ліценз\w*|lisensi|licencja))?[\W_]*"
    )
    return re.compile(rf"(?:{named}|^[\W_]*)(?P<terms>(?:{first})(?:[\W_]*(?:{one}))*)")


def _term(word: str) -> str:
    return next(term for term, pattern in _patterns().items() if pattern.fullmatch(word))
