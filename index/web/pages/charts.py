"""Pictures of counts as SVG, drawn by pygal: for `<img>`, in light and dark, without script."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pygal
from pygal import PluginImportFixer
from pygal.style import Style

# pygal 3.1 asks about every later import of the program, for plugins that we have not, and in a way
# that Python warns of (PEP 302 was given up with 3.12).
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, PluginImportFixer)]

WIDTH, WIDE = 560, 260  # of a picture, and the height of one with columns
_LABEL = 30  # letters
_MARKS = 9  # labels below a row of bars
_FONT = "system-ui, 'Noto Sans', 'Liberation Sans', sans-serif"
_INK, _BAR = "#55606a", "#3f8ba3"
# The picture is a document of its own: it follows the reader's system as the page does.
_DARK = """inline:
.axis text, .axis text.major { fill: #55606a; }
.axis .guide.line, .axis .line, .axis .major.line, .axis .major.guide.line {
  stroke: #dcdfe0; stroke-dasharray: none;
}
.reactive { fill-opacity: 1; stroke-width: 2; }
.line-graph .reactive.line { fill-opacity: .25; }
@media (prefers-color-scheme: dark) {
  .axis text, .axis text.major { fill: #a3adb5; }
  .axis .guide.line, .axis .line, .axis .major.line, .axis .major.guide.line { stroke: #343b41; }
}
"""
Counted = Sequence[tuple[str, int]]


def columns(counted: Counted) -> bytes:
    """A bar for each value side by side, as years are shown."""
    return _drawn(pygal.Bar(**_settings(WIDE), spacing=2), counted)


def height_of(rows: int) -> int:
    """The height of a picture with so many rows."""
    return 50 + 26 * rows


def rows(counted: Counted) -> bytes:
    """A bar for each value, one below the other, the first on top."""
    chart = pygal.HorizontalBar(**_settings(height_of(len(counted))))
    return _drawn(chart, list(reversed(counted)), all_labels=True)


def rising(counted: Counted) -> bytes:
    """A line over time."""
    return _drawn(pygal.Line(**_settings(WIDE), fill=True, show_dots=len(counted) < 3), counted)


def _settings(height: int) -> dict[str, Any]:
    style = Style(
        background="transparent", plot_background="transparent", font_family=_FONT,
        foreground=_INK, foreground_strong=_INK, foreground_subtle=_INK, colors=(_BAR,),
        label_font_size=14, major_label_font_size=14, transition="0s",
    )  # fmt: skip
    return {
        "style": style, "css": ("file://style.css", "file://graph.css", _DARK), "no_prefix": True,
        "width": WIDTH, "height": height, "margin": 8, "max_scale": 6, "zero": 0,
        "include_x_axis": True, "print_values": False, "show_legend": False, "truncate_label": -1,
        "js": (), "formatter": lambda value: f"{value:,.0f}".replace(",", "\u202f"),
    }  # fmt: skip


def _drawn(chart: Any, counted: Counted, *, all_labels: bool = False) -> bytes:
    labels = [_label(name) for name, _ in counted]
    chart.uuid = "figure"  # else every drawing of the same counts would be another file
    chart.x_labels = labels
    if not all_labels:
        chart.show_minor_x_labels = False
        chart.x_labels_major_every = max(1, -(-len(labels) // _MARKS))
    chart.add("", [count for _, count in counted])
    chart.add_xml_filter(_without_scripts)
    drawn: bytes = chart.render()
    return drawn


def _without_scripts(root: Any) -> Any:
    for script in root.xpath("//*[local-name()='script']"):
        script.getparent().remove(script)
    return root


def _label(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    return f"{shown[: _LABEL - 1]}…" if len(shown) > _LABEL else shown
