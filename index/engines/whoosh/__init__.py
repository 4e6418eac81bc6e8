"""The engine on Whoosh-Reloaded 2.7.5. Nothing else in the project imports `whoosh`."""

from index.engines.whoosh.engine import FORMAT, WhooshEngine, create, open_folder

__all__ = ["FORMAT", "WhooshEngine", "create", "open_folder"]
