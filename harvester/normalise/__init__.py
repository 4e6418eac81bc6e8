"""Dublin Core -> `Document`: pure, one file a row of the data model."""

from harvester.normalise.document import NORMALISER, normalise

__all__ = ["NORMALISER", "normalise"]
