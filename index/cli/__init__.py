"""Commands that only read and mend the index; the `harvester` command mounts them."""
