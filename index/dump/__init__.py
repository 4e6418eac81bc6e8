"""The whole store as files that anybody can read, follow and load again (docs/exports.md)."""
