"""Dublin Core -> `Document`: pure, one file a row of the data model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.normalise.document import NORMALISER, normalise

__all__ = ["NORMALISER", "normalise"]


def __getattr__(name: str) -> object:
    """What is asked of the package, loaded then.

    Its rules and tables take half a second; every command reads settings, which need two files of
    the package and none of those.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from harvester.normalise import document

    return getattr(document, name)
