"""What we hold and how it answers: records, store, engines, search. Never imports `harvester`."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from index.core import Hit, Index, Results, open_index
    from index.errors import Error

__all__ = ["Error", "Hit", "Index", "Results", "__version__", "open_index"]

_HOMES = {
    "Error": "index.errors",
    "Hit": "index.core",
    "Index": "index.core",
    "Results": "index.core",
    "open_index": "index.core",
}


def __getattr__(name: str) -> Any:
    """Import on first use: the database and the engine take 0.3 s, which `--help` need not pay."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
