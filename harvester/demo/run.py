"""The whole way on sample records: a provider of our own, harvested as any other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.clock import Clock
from harvester.demo.samples import sample_deletion, sample_records
from harvester.harvest import Plan
from harvester.normalise import NORMALISER, normalise
from harvester.open import Harvester, open_harvester
from harvester.settings import Settings, SourceSettings
from index.core import Results
from index.provider import Provider, serve
from index.record import Batch, Incoming, Run
from index.settings import DataSection
from index.store import open_store

SOURCE = "demo"
PAGE_SIZE = 20
# An inflected Russian word, an author, and words inside unspaced Japanese.
SEARCHES = ("физики", "creator:Obraztsova", "観察")


@contextmanager
def sample_server(clock: Clock) -> Iterator[str]:
    """Serve the sample records by OAI-PMH on a free loopback port; gives the base URL."""
    with tempfile.TemporaryDirectory(prefix="harvester-demo-server-") as folder:
        store = open_store(Path(folder) / "samples.db", create=True)
        try:
            now = clock.now()
            store.declare(SOURCE, "", "oai_dc", declared=False, now=now)
            records = tuple(
                Incoming(raw, normalise(raw, SOURCE), NORMALISER) for raw in sample_records()
            )
            store.apply(SOURCE, Batch(records=records), None, now)
            store.apply(SOURCE, Batch(tombstones=(sample_deletion(),)), None, now)
            provider = Provider(
                store,
                SOURCE,
                name="Sample journals",
                base_url="",
                admin_email="nobody@example.org",
                page_size=PAGE_SIZE,
            )
            with serve(provider) as url:
                yield url
        finally:
            store.close()


@contextmanager
def demonstration(
    folder: Path, clock: Clock, watch: Callable[[Run], None]
) -> Iterator[tuple[Harvester, Run]]:
    """Harvest the sample server into the folder and index it; gives what can then be searched."""
    settings = Settings(data=DataSection(dir=folder))
    with sample_server(clock) as url, open_harvester(settings, clock) as harvester:
        source = SourceSettings(name=SOURCE, url=url, manual=True)
        run = harvester.harvest(source, Plan(), watch)
        harvester.index.sync(lambda done, total: None)
        yield harvester, run


def searched(harvester: Harvester) -> Iterator[tuple[str, Results]]:
    """The three searches and their first hits."""
    for query in SEARCHES:
        yield query, harvester.index.search(query, limit=2)
