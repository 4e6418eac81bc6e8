"""Stored responses into the store, as if they had just been harvested. Never moves a cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harvester.claims import claimed
from harvester.errors import FileUnreadable, PayloadError
from harvester.harvest import Target, Tools, batch_of, counted
from harvester.normalise.habits import NONE, Habits
from harvester.stages import Page
from harvester.stored import OAI_DC, files_below, read_stored, readable
from index.errors import Error
from index.record import Batch, Run, RunError, RunStatus, Unreadable


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: `loaded`, what else it holds, or the code of an error.

    `repairs`: the names of those that were needed to read it.
    """

    file: str
    outcome: str
    received: int
    message: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A run over files, and what became of each."""

    run: Run
    files: tuple[FileOutcome, ...]


def load(
    name: str, paths: Sequence[Path], tools: Tools, max_bytes: int, own: Habits = NONE
) -> Loaded:
    """Load files and folders into the source `name` of these habits; made when it is not known.

    What is wrong with a file is in its outcome, and its bytes (to `max_bytes`) in quarantine.
    Raises `ClaimHeld`, `StoreError`, and `FileUnreadable` for a path that does not exist or a
    folder without files to load; then nothing is stored.
    """
    found = [file for path in paths for file in files_below(path)]
    now = tools.clock.now()
    tools.store.declare(name, "", "oai_dc", declared=False, now=now)
    with claimed(tools.store, name, tools.owner, tools.clock):
        tools.store.interrupt_runs(name, now)
        return _Load(name, tools, max_bytes, own).run(found)


class _Load:
    """One run: the state that the loop carries."""

    def __init__(self, name: str, tools: Tools, max_bytes: int, own: Habits) -> None:
        self._target = Target(name, "", "", habits=own)
        self._tools, self._store, self._clock = tools, tools.store, tools.clock
        self._max_bytes = max_bytes
        started = self._clock.now()
        run = self._store.start_run(name, (None, None), started)
        self._run = Run(run, name, "running", (None, None), started)

    def run(self, files: Sequence[tuple[str, Path]]) -> Loaded:
        outcomes: list[FileOutcome] = []
        try:
            for name, path in files:
                outcomes.append(self._file(name, path))
                self._tools.watch(self._run)
        except KeyboardInterrupt:
            self._finish("interrupted", None)
            raise
        except Error as error:
            self._finish("partial" if self._run.pages else "failed", error)
            raise
        return Loaded(self._finish(*self._verdict(outcomes)), tuple(outcomes))

    def _file(self, name: str, path: Path) -> FileOutcome:
        before = self._run.counts.received
        outcome, message = "loaded", None
        repairs: dict[str, int] = {}
        try:
            for page in read_stored(path, name, self._max_bytes):
                self._apply(page)
                outcome, message = outcome_of(page)
                repairs.update(page.repairs)
        except (PayloadError, FileUnreadable) as error:
            outcome, message = error.code, error.message
            self._quarantine(path, error)
            salvaged = error.salvaged if isinstance(error, PayloadError) else None
            if salvaged is not None:
                self._apply(salvaged)
                repairs.update(salvaged.repairs)
        size = path.stat().st_size if path.exists() else 0
        self._run = replace(self._run, bytes=self._run.bytes + size)
        received = self._run.counts.received - before
        return FileOutcome(name, outcome, received, message, tuple(repairs))

    def _apply(self, page: Page) -> None:
        for batch in batches_of(page, self._target):
            counts = self._store.apply(
                self._target.name, batch, None, self._clock.now(), self._run.id
            )
            self._run = replace(self._run, counts=self._run.counts + counts)
        self._run = replace(
            self._run,
            pages=self._run.pages + 1,
            repairs=counted(self._run.repairs, page.repairs),
        )

    def _quarantine(self, path: Path, error: PayloadError | FileUnreadable) -> None:
        """Keep the file as it lies on the disk, compressed or not, up to the limit."""
        try:
            with path.open("rb") as file:
                body = file.read(self._max_bytes)
        except OSError:  # said already by `error`: then its name and reason are what can be kept
            body = b""
        page = Unreadable("page", error.code, error.message, body, readable(path))
        batch = Batch(quarantined=(page,))
        self._store.apply(self._target.name, batch, None, self._clock.now(), self._run.id)

    def _verdict(self, outcomes: Sequence[FileOutcome]) -> tuple[RunStatus, Error | None]:
        broken = [one for one in outcomes if one.outcome in BROKEN]
        counts = self._run.counts
        if broken:
            codes = Counter(one.outcome for one in broken)
            said = ", ".join(f"{number} {code}" for code, number in sorted(codes.items()))
            status: RunStatus = "partial" if counts.received > counts.quarantined else "failed"
            return status, FileUnreadable(
                f"{len(broken)} of {len(outcomes)} files could not be read: {said}",
                "they are in quarantine: harvester quarantine list",
            )
        return ("ok" if counts.new or counts.changed or counts.deleted else "unchanged"), None

    def _finish(self, status: RunStatus, error: Error | None) -> Run:
        said = RunError(error.code, error.message, error.hint) if error else None
        self._run = replace(self._run, status=status, error=said, ended=self._clock.now())
        self._store.finish_run(self._run)
        return self._run


BROKEN = frozenset(kind.code for kind in PayloadError.__subclasses__()) | {FileUnreadable.code}


def outcome_of(page: Page) -> tuple[str, str | None]:
    """What a page of a file is: records, an OAI-PMH error, or the answer to another verb."""
    if page.error is not None:
        return page.error.code, page.error.message
    if page.verb in ("ListRecords", "GetRecord"):
        return "loaded", None
    return f"{page.verb}", f"an answer to {page.verb} holds no records"


def batches_of(page: Page, target: Target) -> Iterator[Batch]:
    """The page as batches, one for each metadata format: a wrapper may hold several."""
    spaces = list(dict.fromkeys(raw.namespace for raw in page.records)) or [""]
    for number, space in enumerate(spaces):
        part = replace(
            page,
            records=tuple(raw for raw in page.records if raw.namespace == space),
            tombstones=page.tombstones if number == 0 else (),
            quarantined=page.quarantined if number == 0 else (),
        )
        prefix = page.prefix or ("oai_dc" if f"{{{space}}}dc" == OAI_DC else "")
        yield batch_of(part, replace(target, prefix=prefix))
