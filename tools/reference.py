"""docs/reference.md, made from the code: `python -m tools.reference` writes it.

A name in the code without a meaning is a `LookupError`, and a test compares the file with `render`.
"""

from __future__ import annotations

from pathlib import Path

from tools.commands import render_commands
from tools.errors import render_errors
from tools.markdown import anchor
from tools.model import render_model
from tools.python import render_python
from tools.query import render_query
from tools.settings import render_settings
from tools.shapes import render_shapes

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"

_HEAD = """\
# Reference

Made from the code by `python -m tools.reference`: change the code, not this page."""


def render() -> str:
    """The page."""
    sections = {
        "Commands": render_commands(),
        "Settings": render_settings(),
        "JSON": f"{render_shapes()}\n\n{render_model()}",
        "Python": render_python(),
        "Errors": render_errors(),
        "Query language": render_query(),
    }
    contents = "\n".join(f"{n}. [{name}](#{anchor(name)})" for n, name in enumerate(sections, 1))
    parts = [_HEAD, contents, *(f"## {name}\n\n{text}" for name, text in sections.items())]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
