"""Search engines behind one contract (`base`): memory, Whoosh, and where an index lives on disk."""
