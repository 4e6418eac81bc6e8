"""Formats by namespace: a new one is a file with its namespaces and `read`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harvester.normalise.dublin_core import DublinCore
from harvester.normalise.formats import oai_dc, qdc

READERS: Mapping[str, Callable[[bytes], DublinCore]] = {
    oai_dc.NAMESPACE: oai_dc.read,
    **dict.fromkeys(qdc.NAMESPACES, qdc.read),
}
