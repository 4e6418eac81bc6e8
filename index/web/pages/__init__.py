"""Pages for people: search, read, explore. Drawn on the server, complete without JavaScript."""
