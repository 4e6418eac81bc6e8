"""The root of the one error tree, and the errors of what we hold.

    Error                       code, message, hint; everything below is one
    ├── SettingsError           settings are wrong: every mistake at once          exit 2
    ├── UsageError              the call cannot be meant like this                 exit 2
    │   └── AmbiguousRecord     an identifier that several sources hold            exit 2
    ├── NotFound                no such source, record, quarantine entry           exit 2
    ├── StoreError              the database                                       exit 1
    │   ├── StoreMissing        there is none where one was expected
    │   ├── StoreDamaged        the file is no database of ours, or is broken
    │   ├── StoreTooNew         a newer version of this program made it
    │   ├── StoreReadOnly       it, or its folder, cannot be written
    │   ├── StoreFull           no room on the disk
    │   └── StoreBusy           somebody else holds it for too long
    ├── EngineError             the search index                                   exit 1
    │   ├── EngineMissing       there is none yet
    │   ├── EngineStale         made by other code or settings: to be rebuilt
    │   ├── EngineDamaged       cannot be read: to be rebuilt
    │   ├── EngineFull          no room on the disk
    │   └── EngineBusy          another process writes it
    ├── FileUnwritable          an export or a dump has no place to go to          exit 1
    ├── DumpUnreadable          a dump is cut, changed or made by a newer version  exit 1
    ├── ClaimHeld               somebody else harvests the source now              exit 1
    ├── Refused                 what our OAI-PMH provider answers with an error    exit 1
    └── Interrupted             somebody pressed Ctrl-C                            exit 130

`harvester/errors.py` adds what can go wrong on the way in. A class is added here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class Error(Exception):
    """Something that we can name: what happened (`message`), and what to do next (`hint`).

    `code` is stable and stands in JSON, in the runs table and in docs/reference.md.
    `exit_code` is what the command line ends with (promises: 1 failed, 2 usage or settings).
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class SettingsError(Error):
    """Settings are wrong: `problems` is every mistake, with its place and what was expected."""

    code = "settings"
    exit_code = 2

    def __init__(self, problems: Sequence[str], hint: str | None = None) -> None:
        super().__init__("\n".join(problems), hint)
        self.problems = tuple(problems)


class UsageError(Error):
    """The call cannot be meant like this."""

    code = "usage"
    exit_code = 2


class AmbiguousRecord(UsageError):
    """An identifier that more than one record has: `keys` names them as (source, identifier)."""

    code = "ambiguous-record"

    def __init__(self, message: str, keys: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__(message, hint)
        self.keys = tuple(keys)


class NotFound(Error):
    """No such source, record or quarantine entry."""

    code = "not-found"
    exit_code = 2


class StoreError(Error):
    """The database cannot do what was asked."""

    code = "store"


class StoreMissing(StoreError):
    """There is no database where one was expected."""

    code = "store-missing"


class StoreDamaged(StoreError):
    """The file is no database of ours, or is broken."""

    code = "store-damaged"


class StoreTooNew(StoreError):
    """A newer version of this program made the database."""

    code = "store-too-new"


class StoreReadOnly(StoreError):
    """The database or its folder cannot be written."""

    code = "store-read-only"


class StoreFull(StoreError):
    """There is no room on the disk for the database."""

    code = "store-full"


class StoreBusy(StoreError):
    """Somebody else holds the database for too long."""

    code = "store-busy"


class EngineError(Error):
    """The search index cannot do what was asked."""

    code = "engine"


class EngineMissing(EngineError):
    """There is no search index yet."""

    code = "engine-missing"


class EngineStale(EngineError):
    """The search index was made by other code or settings and has to be rebuilt."""

    code = "engine-stale"


class EngineDamaged(EngineError):
    """The search index cannot be read and has to be rebuilt."""

    code = "engine-damaged"


class EngineFull(EngineError):
    """There is no room on the disk for the search index."""

    code = "engine-full"


class EngineBusy(EngineError):
    """Another process writes the search index."""

    code = "engine-busy"


class FileUnwritable(Error):
    """A file or folder cannot be written."""

    code = "file-unwritable"


class DumpUnreadable(Error):
    """A dump is cut or changed, or a newer version of this program made it."""

    code = "dump-unreadable"


class ClaimHeld(Error):
    """Somebody else harvests the source now."""

    code = "claim-held"


class Refused(Error):
    """A request that our OAI-PMH provider answers with an error: `oai_code` is the protocol's."""

    code = "refused"

    def __init__(self, oai_code: str, message: str) -> None:
        super().__init__(message)
        self.oai_code = oai_code


class Interrupted(Error):
    """Somebody pressed Ctrl-C; what was stored before is kept."""

    code = "interrupted"
    exit_code = 130
