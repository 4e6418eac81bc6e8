"""The migrations, one file each, named v and the revision."""
