"""Facets and histograms as lines: values with their counts, years as bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from index.cli.console import columns

_WIDEST = 50  # blocks of the longest bar
_YEARS = 40  # bars; more years are drawn together
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def facet_lines(
    facets: Mapping[str, Mapping[str, int]],
    labels: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Iterator[str]:
    """Each field, and below it its values (or what is shown for them) with their counts."""
    for field, counts in facets.items():
        yield f"{field}:"
        if counts:
            shown = labels.get(field, {})
            rows = [(f"  {n:,}", shown.get(value, value)) for value, n in counts.items()]
            yield from columns(rows, right=(0,))


def histogram_lines(counts: Mapping[str, int]) -> Iterator[str]:
    """A bar for each year, or for some years together; what has no year comes last."""
    bars = _together({year: count for year, count in counts.items() if year.isdecimal()})
    bars |= {value: count for value, count in counts.items() if not value.isdecimal()}
    most = max(bars.values(), default=0)
    rows = [(label, f"{count:,}", bar(count / most)) for label, count in bars.items() if most]
    yield from columns(rows, right=(1,)) if rows else ()


def _together(years: Mapping[str, int]) -> dict[str, int]:
    """Years from the first to the last, also those without hits, so that the eye can compare."""
    if not years:
        return {}
    first, last = min(map(int, years)), max(map(int, years))
    step = next(step for step in _STEPS if (last // step - first // step) < _YEARS)
    drawn: dict[str, int] = {}
    for begin in range(first // step * step, last + 1, step):
        label = f"{begin}" if step == 1 else f"{begin}-{begin + step - 1}"
        drawn[label] = sum(years.get(f"{year:04}", 0) for year in range(begin, begin + step))
    return drawn


_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000, 10_000)


def bar(share: float) -> str:
    """A bar for a share from 0 to 1, to the eighth of a block; nothing is nothing, a bit shows."""
    eighths = round(share * _WIDEST * 8) or (1 if share else 0)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")
