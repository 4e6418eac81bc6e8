"""qdc, oai_qdc: qualified Dublin Core; each server wraps its terms in a namespace of its own."""

from __future__ import annotations

from harvester.normalise.formats import oai_dc

NAMESPACES = (
    "http://worldcat.org/xmlschemas/qdc-1.0/",  # CONTENTdm
    "http://dspace.org/qualifieddc/",  # DSpace
    "http://epubs.cclrc.ac.uk/xmlns/qdc/",  # STFC's schema, which many others took over
)

read = oai_dc.read
