"""The data model: frozen types, whose names are promises (JSON uses the same ones).

Unknown is `None` or empty, never a guess. What came and could not be understood stays in a `raw`
with a `Flag`. Nothing here does anything: reading, writing and deciding live elsewhere. A file
each: what documents are made of, how records come and are held, runs, windows, sources; all of
them are imported from here.
"""

from __future__ import annotations

from index.record.arrivals import Batch, DeletedHow, Incoming, RawRecord, Tombstone
from index.record.documents import Document, Key
from index.record.flags import FLAGS, Flag
from index.record.quarantine import Quarantined, Unreadable
from index.record.records import (
    Change,
    Copied,
    Deleted,
    Format,
    Kept,
    Record,
    Renewed,
    Seen,
    Suppressed,
)
from index.record.runs import Counts, Run, RunError, RunStatus
from index.record.sources import Order, SourceState, Standing
from index.record.sweeps import Compared, Named, Sweep, SweepStatus
from index.record.values import (
    Agent,
    AgentKind,
    Coded,
    Date,
    Identifier,
    Journal,
    Licence,
    Link,
    LinkRole,
    Precision,
    Scheme,
    Text,
)
from index.record.windows import Checkpoint, Window, WindowKind, WindowState

__all__ = [
    "FLAGS",
    "Agent",
    "AgentKind",
    "Batch",
    "Change",
    "Checkpoint",
    "Coded",
    "Compared",
    "Copied",
    "Counts",
    "Date",
    "Deleted",
    "DeletedHow",
    "Document",
    "Flag",
    "Format",
    "Identifier",
    "Incoming",
    "Journal",
    "Kept",
    "Key",
    "Licence",
    "Link",
    "LinkRole",
    "Named",
    "Order",
    "Precision",
    "Quarantined",
    "RawRecord",
    "Record",
    "Renewed",
    "Run",
    "RunError",
    "RunStatus",
    "Scheme",
    "Seen",
    "SourceState",
    "Standing",
    "Suppressed",
    "Sweep",
    "SweepStatus",
    "Text",
    "Tombstone",
    "Unreadable",
    "Window",
    "WindowKind",
    "WindowState",
]
