"""The engine on Whoosh-Reloaded 2.7.5. Nothing else in the project imports `whoosh`."""

from index.engines.whoosh.checking import health
from index.engines.whoosh.engine import FORMAT, WhooshEngine, create, open_folder
from index.engines.whoosh.salvage import salvage

__all__ = ["FORMAT", "WhooshEngine", "create", "health", "open_folder", "salvage"]
