"""Counters of this process: what happened since the service began, as Prometheus counts.

Names as in Prometheus' own advice: a prefix, base units, `_total`.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from harvester.meter import Meter
from index.record import Run

_HARVEST = (1, 5, 15, 60, 300, 900, 3600, 10800, 43200)
_REQUEST = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 600)
_SEARCH = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_COMMIT = (0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800)
_OUTCOMES = ("new", "changed", "unchanged", "deleted", "quarantined")
ALL = ""  # the label of all sources together


class Counts(Meter):
    """The counters; `each` False: all sources are counted together, in one series."""

    def __init__(self) -> None:
        # When each series began would double the page, and no alert asks for it.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.each, self.registry = True, CollectorRegistry()
        self._names: set[str] = set()
        by_source = ("source",)
        self._runs = self._counter("harvest_runs", "Harvests that ended.", *by_source, "status")
        self._records = self._counter(
            "records", "Records received, by what became of them.", *by_source, "outcome"
        )
        self._repairs = self._counter(
            "xml_repairs", "Answers that had to be repaired to be read.", *by_source
        )
        self._refused = self._counter(
            "oai_errors", "Answers that are an OAI-PMH error.", *by_source, "code"
        )
        self._requests = self._counter(
            "http_requests",
            "Requests sent, by HTTP status or the code of the error.",
            *by_source,
            "code",
        )
        self._retries = self._counter("http_retries", "Requests sent again, by why.", "reason")
        self._missed = self._counter(
            "scheduler_jobs_missed", "Harvests that were due while the service was off or asleep."
        )
        self._lasted = self._histogram("harvest_duration", "How long harvests took.", _HARVEST)
        self._answered = self._histogram(
            "http_request_duration", "How long requests took, body and all.", _REQUEST
        )
        self._commits = self._histogram(
            "index_commit_duration", "How long it took to bring changes into the index.", _COMMIT
        )

        self._searches = self._counter("search_requests", "Searches over HTTP.", "mode", "status")
        self._searched = self._histogram(
            "search_duration", "How long searches over HTTP took.", _SEARCH
        )

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"harvester_{name}", words, labels, registry=self.registry)

    def _histogram(self, name: str, words: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(
            f"harvester_{name}_seconds", words, buckets=buckets, registry=self.registry
        )

    def _of(self, source: str) -> str:
        return source if self.each else ALL

    def answered(self, source: str, code: str, seconds: float) -> None:
        self._requests.labels(self._of(source), code).inc()
        self._answered.observe(seconds)

    def retried(self, reason: str) -> None:
        self._retries.labels(reason).inc()

    def refused(self, source: str, code: str) -> None:
        self._refused.labels(self._of(source), code).inc()

    def searched(self, mode: str, status: int, seconds: float) -> None:
        self._searches.labels(mode, str(status)).inc()
        self._searched.observe(seconds)

    def harvested(self, run: Run) -> None:
        """A run has ended."""
        source = self._of(run.source)
        self._runs.labels(source, run.status).inc()
        for outcome in _OUTCOMES:
            self._records.labels(source, outcome).inc(getattr(run.counts, outcome))
        self._repairs.labels(source).inc(sum(count for _, count in run.repairs))
        if run.ended is not None:
            self._lasted.observe((run.ended - run.started).total_seconds())

    def missed(self, count: int) -> None:
        """So many harvests were due while nobody was there."""
        self._missed.inc(count)

    def committed(self, seconds: float) -> None:
        """Changes were brought into the index."""
        self._commits.observe(seconds)

    def heed(self, names: set[str], most: int) -> None:
        """These are the sources from now on; with more than `most`, none has a series of its own.

        Series of those that are gone go too: a name that nobody uses would stay for ever.
        """
        gone, self._names = self._names - names, names
        self.each = len(names) <= most
        for counter in (self._runs, self._records, self._repairs, self._refused, self._requests):
            for name in gone:
                counter.remove_by_labels({"source": name})
