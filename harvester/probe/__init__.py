"""Getting to know a server before it becomes a source; each step may fail alone."""

from harvester.probe.probe import Findings, Step, probe

__all__ = ["Findings", "Step", "probe"]
