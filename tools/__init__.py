"""Tools for those who develop the project; not part of what is installed."""
