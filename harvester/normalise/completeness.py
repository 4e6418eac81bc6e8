"""How much of what OpenAIRE asks for a record holds.

Measured by the OpenAIRE Guidelines for Literature Repository Managers, version 4.0 (application
profile: docs/application_profile.rst of openaire/guidelines-literature-repositories). Of their 32
fields those count that any work can have; 100 points together:

- mandatory, 10 each: title (1), creator (2), publication date (10), resource type (11), resource
  identifier (14), access rights (15);
- mandatory if applicable, 5 each: language (8), publisher (9), description (12), subject (17),
  file location (23);
- recommended, 5 each: licence condition (18), resource version (22), citation title (24).

A value counts when it was understood, except a type and a statement of rights, which count as they
are: Dublin Core leaves access, licence and statement in one element.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.record import Document

MANDATORY = 10
RECOMMENDED = 5  # also what is mandatory if applicable

# Field as the guidelines call it -> (points, names in the model, one of which has to be there).
FIELDS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "title": (MANDATORY, ("titles",)),
    "creator": (MANDATORY, ("creators",)),
    "publication date": (MANDATORY, ("date",)),
    "resource type": (MANDATORY, ("types",)),
    "resource identifier": (MANDATORY, ("identifiers",)),
    "access rights": (MANDATORY, ("access", "licence", "rights")),
    "language": (RECOMMENDED, ("languages",)),
    "publisher": (RECOMMENDED, ("publishers",)),
    "description": (RECOMMENDED, ("abstracts",)),
    "subject": (RECOMMENDED, ("subjects", "classifications")),
    "file location": (RECOMMENDED, ("links",)),
    "licence condition": (RECOMMENDED, ("licence",)),
    "resource version": (RECOMMENDED, ("version",)),
    "citation title": (RECOMMENDED, ("journal",)),
}

# Most fields count as soon as they hold anything; a link has to lead to a file.
_FILES = FIELDS["file location"][1]
_WEIGHED = tuple(weighed for weighed in FIELDS.values() if weighed[1] != _FILES)


def score(fields: Mapping[str, Any]) -> int:
    """0 to 100 for the fields of a document, by their names in the model."""
    total = 0
    for points, names in _WEIGHED:
        for name in names:
            if fields[name]:
                total += points
                break
    return total + (RECOMMENDED if _has(fields, _FILES) else 0)


def missing(document: Document) -> tuple[str, ...]:
    """The fields of `FIELDS` that a document lacks, those that weigh most first."""
    fields = {name: getattr(document, name) for _, names in FIELDS.values() for name in names}
    return tuple(field for field, (_, names) in FIELDS.items() if not _has(fields, names))


def _has(fields: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    for name in names:
        value = fields[name]
        if value and (name != "links" or any(link.role == "fulltext" for link in value)):
            return True
    return False
