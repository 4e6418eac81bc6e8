"""How much of what the OpenAIRE guidelines for literature repositories ask for is there."""

from __future__ import annotations

from typing import Any

# Points for each field, 100 together. Version 3 makes the first six mandatory; of the others those
# count that any work can have. A value counts when it was understood, except the type and rights.
MANDATORY = 12  # title, creator, date, type, identifier
RIGHTS = 10  # access right, licence or a statement: mandatory too, but a statement says little
RECOMMENDED = 5  # abstract, subject, language, publisher, journal, licence


_MANDATORY = ("titles", "creators", "date", "types", "identifiers")
_RIGHTS = ("access", "licence", "rights")
_RECOMMENDED = ("abstracts", "subjects", "languages", "publishers", "journal", "licence")


def score(fields: dict[str, Any]) -> int:
    """0 to 100 for the fields of a document, by their names in the model."""
    return (
        MANDATORY * sum(bool(fields[name]) for name in _MANDATORY)
        + RIGHTS * any(fields[name] for name in _RIGHTS)
        + RECOMMENDED * sum(bool(fields[name]) for name in _RECOMMENDED)
    )
