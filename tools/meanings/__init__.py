"""What names mean that have no words of their own in the code.

Each table is held to the code when docs/reference.md is made: a name without a meaning, or a
meaning without a name, is an error.
"""

from __future__ import annotations

from tools.meanings.answers import (
    FIELDS,
    INDEXED,
    RECORD,
    RECORD_BESIDE,
    RELAXED,
    RESULTS,
    SIMILAR,
    STATS,
    SUGGESTED,
    VERDICT,
)
from tools.meanings.commands import ARGUMENTS, CHECKED, EXIT_CODES, ORIGINS, SHOWN
from tools.meanings.model import AGENT_KINDS, DOCUMENT, LINK_ROLES, PARTS, PRECISIONS
from tools.meanings.runs import (
    ERROR,
    FILES,
    QUARANTINED,
    QUARANTINED_BESIDE,
    RETRIED,
    RUN,
    RUN_STATUSES,
    SOURCE_STATES,
    STATUS,
    STATUS_BESIDE,
    SWEEP,
)
from tools.meanings.sources import PROBE, PROFILE, RENORMALISED
from tools.meanings.table import Meanings, complete

__all__ = [
    "AGENT_KINDS",
    "ARGUMENTS",
    "CHECKED",
    "DOCUMENT",
    "ERROR",
    "EXIT_CODES",
    "FIELDS",
    "FILES",
    "INDEXED",
    "LINK_ROLES",
    "ORIGINS",
    "PARTS",
    "PRECISIONS",
    "PROBE",
    "PROFILE",
    "QUARANTINED",
    "QUARANTINED_BESIDE",
    "RECORD",
    "RECORD_BESIDE",
    "RELAXED",
    "RENORMALISED",
    "RESULTS",
    "RETRIED",
    "RUN",
    "RUN_STATUSES",
    "SHOWN",
    "SIMILAR",
    "SOURCE_STATES",
    "STATS",
    "STATUS",
    "STATUS_BESIDE",
    "SUGGESTED",
    "SWEEP",
    "VERDICT",
    "Meanings",
    "complete",
]
