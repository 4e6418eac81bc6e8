"""What the documents of a source are like: what an operator reads before trusting it."""

from harvester.profile.profile import FieldProfile, FlagProfile, Profile, profile
from harvester.profile.quality import Quality, quality
from harvester.profile.walk import documents_of

__all__ = [
    "FieldProfile",
    "FlagProfile",
    "Profile",
    "Quality",
    "documents_of",
    "profile",
    "quality",
]
