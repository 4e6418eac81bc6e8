"""Handle, URN, ARK, arXiv, PubMed: the names that resolvers and archives give. Pure; never raises.

Each function takes one identifier in any dress and gives its normal form, or None where it is not
certainly one of its kind.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_HANDLE = re.compile(
    r"(?:(?:https?://)?hdl\.handle\.net/|hdl:\s*(?://)?|info:hdl/)([0-9][0-9.]*/[^\s?#]+)(?:[?#]\S*)?",
    re.I,
)
_URN = re.compile(r"urn:([a-z0-9][a-z0-9-]{1,31}):(\S+)", re.I)
# Resolvers of national libraries: nbn-resolving.org/urn:nbn:…, urn.kb.se/resolve?urn=urn:nbn:…
_NBN_ADDRESS = re.compile(r"https?://\S*?[/=](urn:nbn:\S+)", re.I)
_ARK = re.compile(r"(?:https?://\S*?/)?ark:/?([0-9a-z]{5,9}/[^\s?#]+)(?:[?#]\S*)?", re.I)
# What arXiv called its archives before April 2007.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_ARXIV_OLD = rf"(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/[0-9]{{7}}"
_ARXIV_DRESS = r"(?:arxiv\s*:?\s*|https?://(?:www\.|[a-z]{2}\.)?arxiv\.org/(?:abs|pdf|html|ps)/)"
_ARXIV = re.compile(
    rf"(?:{_ARXIV_DRESS}(?P<number>[0-9]{{4}}\.[0-9]{{4,5}}|{_ARXIV_OLD})|(?P<old>{_ARXIV_OLD}))"
    r"(?:v[0-9]+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.I,
)
_PMID = re.compile(
    r"(?:pmid\s*:?\s*|pubmed(?:\s*id)?\s*:\s*|info:pmid/|https?://pubmed\.ncbi\.nlm\.nih\.gov/"
    r"|https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/|https?://europepmc\.org/(?:abstract|article)/med/)"
    r"([0-9]{1,9})/?",
    re.I,
)
_PMC = re.compile(
    r"(?:(?:pmc(?:id)?|pubmed\s*central)\s*:\s*|https?://(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov/"
    r"(?:pmc/)?articles/|https?://europepmc\.org/articles?/(?:pmc/)?)?(PMC[0-9]{3,9})(?:[/?#]\S*)?",
    re.I,
)
# Not only `oai:domain:local` of the guidelines: oai:walkerart.org/video/2745/2252 says what it is.
_OAI = re.compile(r"oai:[^\s:/]+[:/]\S+")


def handle(text: str) -> str | None:
    """`prefix/name` without the resolver; what stands behind ? is for the resolver."""
    found = _HANDLE.fullmatch(text)
    return unquote(found[1]).rstrip("/") if found else None


def urn(text: str) -> str | None:
    """`urn:nid:…` (RFC 8141), the namespace in small letters, an NBN's country too (RFC 8458)."""
    bare = unquote(text) if "urn%3a" in text.lower() else text
    inside = _NBN_ADDRESS.fullmatch(bare)
    found = _URN.fullmatch(inside[1] if inside else bare)
    if not found:
        return None
    name, rest = found[1].lower(), found[2]
    if name == "nbn":
        rest = re.sub(r"^[A-Za-z]+", lambda country: country.group().lower(), rest)
    return f"urn:{name}:{rest}"


def ark(text: str) -> str | None:
    """`ark:/NAAN/name` without the address of the institution that resolves it."""
    found = _ARK.fullmatch(text)
    return f"ark:/{found[1].rstrip('/')}" if found else None


def arxiv(text: str) -> str | None:
    """`1207.1019` or `hep-th/9901001`, without version and class (`math.GT/…` is `math/…`)."""
    found = _ARXIV.fullmatch(text)
    if not found:
        return None
    number = found["number"] or found["old"]
    return re.sub(r"\.[a-z]{2}/", "/", number.lower())


def pmid(text: str) -> str | None:
    """PubMed's number."""
    found = _PMID.fullmatch(text)
    return found[1] if found else None


def pmc(text: str) -> str | None:
    """`PMC` and the number of PubMed Central."""
    found = _PMC.fullmatch(text)
    return found[1].upper() if found else None


def oai(text: str) -> str | None:
    """An OAI-PMH identifier, as it stands."""
    return text if _OAI.fullmatch(text) else None
