"""Keeping what was harvested: backups and their way back, and what is forgotten with time."""
