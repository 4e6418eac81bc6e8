"""How records arrive: OAI-PMH endpoints, pages, Dublin Core, and the `harvester` command."""
