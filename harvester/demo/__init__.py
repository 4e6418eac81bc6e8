"""`harvester demo`: sample articles, and a harvest of them without a network."""
