"""oai_dc: XML -> `DublinCore`. Qualified terms are taken as the element that they refine."""

from __future__ import annotations

from lxml import etree

from harvester.normalise.dublin_core import ELEMENTS, DublinCore, Value
from harvester.normalise.markup import NAMES

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BIBO = "{http://purl.org/ontology/bibo/}"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"

# DCMI Metadata Terms: term -> the element of DC 1.1 that it refines. bibliographicCitation refines
# dc:identifier, but says where the work stands, as dc:source does: Cyberleninka writes journal,
# ISSN and pages into it, and the same again as bibo:.
_REFINES: dict[str, tuple[str, ...]] = {
    "coverage": ("spatial", "temporal"),
    "date": (
        "available", "created", "dateAccepted", "dateCopyrighted", "dateSubmitted", "issued",
        "modified", "valid",
    ),
    "description": ("abstract", "tableOfContents"),
    "format": ("extent", "medium"),
    "relation": (
        "conformsTo", "hasFormat", "hasPart", "hasVersion", "isFormatOf", "isPartOf",
        "isReferencedBy", "isReplacedBy", "isRequiredBy", "isVersionOf", "references", "replaces",
        "requires",
    ),
    "rights": ("accessRights", "license"),
    "source": ("bibliographicCitation",),
    "title": ("alternative",),
}  # fmt: skip

_PLACE = ("volume", "issue", "pages", "issn", "eissn")

# Tag -> (element, the term that refines it).
_TAGS: dict[str, tuple[str, str | None]] = {
    **{namespace + name: (name, None) for namespace in (_DC, _TERMS) for name in ELEMENTS},
    **{_TERMS + term: (name, term) for name, terms in _REFINES.items() for term in terms},
    **{_BIBO + name: ("source", name) for name in _PLACE},
}


# One for all threads: lxml locks it while it reads. Making one costs as much as reading a record.
# Comments and instructions are no elements, and would cut a value in two.
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=True,
    remove_comments=True,
    remove_pis=True,
)


def read(xml: bytes) -> DublinCore:
    """Read the `oai_dc:dc` element `xml` (UTF-8) strictly, without entities, DTD or network.

    Raises `etree.XMLSyntaxError` where it is not well-formed.
    """
    values: dict[str, list[Value]] = {}
    unread: list[tuple[str, str]] = []
    for child in etree.fromstring(xml, _PARSER):
        place = _TAGS.get(child.tag)
        if place is None:
            unread.append((etree.QName(child).localname, _text(child)))
            continue
        name, term = place
        value = Value(_text(child), child.get(_LANG), term, child.get("id"))
        if name in values:
            values[name].append(value)
        else:
            values[name] = [value]
    return DublinCore({name: tuple(found) for name, found in values.items()}, tuple(unread))


def _text(element: etree._Element) -> str:
    """All text inside; RDF writers put an address into an attribute instead.

    Elements of HTML, JATS and MathML come as the tags that they are elsewhere, escaped: one place
    (markup.py) reads both. Of any other element the text is taken.
    """
    if len(element):
        return _inside(element)
    return element.text or element.get(_RESOURCE) or ""


def _inside(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        inner = _inside(child)
        if child.tag is not etree.Entity:
            name = etree.QName(child).localname
            inner = f"<{name}>{inner}</{name}>" if name.lower() in NAMES else inner
        pieces += [inner, child.tail or ""]
    return "".join(pieces)
