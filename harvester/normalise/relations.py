"""dc:relation -> other works, other identifiers of this one, files of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.normalise import links
from harvester.normalise.dublin_core import Value
from harvester.normalise.identifiers import told, unique
from harvester.normalise.roles import is_address
from harvester.normalise.text import strings
from index.record import Identifier, Link

_ALTERNATIVE = re.compile(r"info:eu-repo/semantics/altIdentifier/", re.I)
# OpenAIRE guidelines: references and data sets, e.g. info:eu-repo/semantics/reference/doi/10.…;
# DataCite: the type of the relation before the value, e.g. IsSupplementTo:https://doi.org/10.…
_OTHER_WORK = re.compile(
    r"info:eu-repo/semantics/(?:reference|dataset)/(?:doi|hdl|urn|url|arxiv)/(?=\S)"
    r"|(?:Is|Has|Cites|References|Documents|Continues|Describes|Reviews|Requires|Obsoletes|Compiles"
    r"|Supplements)[A-Za-z]*:\s*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Relations:
    """Other identifiers of the work, links to its pages and files, other works."""

    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]
    relations: tuple[Identifier, ...]


def read(
    values: Sequence[Value], formats: Sequence[str], named: Sequence[Identifier] = ()
) -> Relations:
    """Tell the relations apart: what is no file and no identifier of the work is another work.

    `formats` are the media types of the record, `named` its identifiers. EPrints writes the
    address of a document as the identifier and its landing page as a relation.
    """
    raws = strings(values)
    if not raws:
        return Relations((), (), ())
    files = links.galleys(raws, formats, named)
    taken = {link.url for link in files}
    others = [raw for raw in raws if raw not in taken]
    pages = [raw for raw in others if _is_folder(raw, named)]
    own = [raw for raw in others if raw in pages or _ALTERNATIVE.match(raw)]
    return Relations(
        unique(one for raw in own for one in _told(raw)),
        files + tuple(Link(page, "landing") for page in pages),
        unique(one for raw in others if raw not in own for one in _told(raw)),
    )


def _is_folder(raw: str, named: Sequence[Identifier]) -> bool:
    """Whether an identifier of the work lies below this address."""
    if not is_address(raw):
        return False
    folder = raw.rstrip("/") + "/"
    below = folder.count("/") > 3  # the site alone is no landing page
    return below and any(one.raw.startswith(folder) and one.raw != raw for one in named)


def _told(raw: str) -> tuple[Identifier, ...]:
    bare = _OTHER_WORK.sub("", raw, count=1)
    if bare == raw:
        return told(raw)
    known = told(bare)
    if len(known) == 1 and known[0].scheme != "local":
        return (Identifier(known[0].scheme, known[0].value, raw),)
    return (Identifier("local", raw, raw),)
