"""Articles over time as a plot: bars in inline SVG, and the same numbers as a table. Pure functions, no scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qa.page.text import plain

__all__ = ["Bar", "bars", "timeline"]

_MOST_BARS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BAR, _GAP, _HIGH = 10, 2, 100  # of the plot's own units; the page stretches it


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in words, and the number of its articles."""

    label: str
    count: int


def bars(per_day: Sequence[tuple[int | None, int]]) -> tuple[str, list[Bar]]:
    """("month", bars without a gap) from days since 1970-01-01 and their numbers of articles.

    The stretch is the shortest of day, month, year and decade that needs no more than 60 bars. Unknown dates have none.
    """
    dated = [(day, n) for day, n in per_day if day is not None]
    if not dated:
        return "day", []
    first, last = dated[0][0], dated[-1][0]
    for unit in ("day", "month", "year", "decade"):
        start, end = _slot(first, unit), _slot(last, unit)
        if end - start < _MOST_BARS or unit == "decade":
            counts = [0] * (end - start + 1)
            for day, n in dated:
                counts[_slot(day, unit) - start] += n
            return unit, [Bar(_label(start + i, unit), n) for i, n in enumerate(counts)]
    raise AssertionError("a decade always fits")


def _slot(day: int, unit: str) -> int:
    """The number of the stretch that a day lies in."""
    if unit == "day":
        return day
    moment = _EPOCH + timedelta(days=day)
    return {"month": moment.year * 12 + moment.month - 1, "year": moment.year, "decade": moment.year // 10}[unit]


def _label(slot: int, unit: str) -> str:
    if unit == "day":
        moment = _EPOCH + timedelta(days=slot)
        return f"{moment.day} {moment:%B} {moment.year}"
    if unit == "month":
        return f"{datetime(slot // 12, slot % 12 + 1, 1):%B} {slot // 12}"
    return str(slot) if unit == "year" else f"{slot * 10}s"


def timeline(per_day: Sequence[tuple[int | None, int]]) -> str:
    """The plot with its caption and its table; nothing for fewer than two stretches of time."""
    unit, drawn = bars(per_day)
    if len(drawn) < 2:
        return ""
    most = max(drawn, key=lambda bar: bar.count)
    undated = sum(n for day, n in per_day if day is None)
    said = f"From {drawn[0].label} to {drawn[-1].label}; most in {most.label}: {most.count:,}."
    if undated:
        said += f" {undated:,} of unknown date {'is' if undated == 1 else 'are'} left out."
    rects = "".join(_rect(i, bar, most.count) for i, bar in enumerate(drawn))
    rows = "".join(f'<tr><th scope="row">{plain(b.label)}</th><td>{b.count:,}</td></tr>' for b in drawn if b.count)
    wide = len(drawn) * (_BAR + _GAP) - _GAP
    return (
        f'<figure class="timeline"><figcaption>Articles by {unit}</figcaption>'
        f'<svg viewBox="0 0 {wide} {_HIGH}" preserveAspectRatio="none" role="img" aria-label="Articles by {unit}. {plain(said)}">'
        f'{rects}</svg><p class="axis" aria-hidden="true"><span>{plain(drawn[0].label)}</span>'
        f"<span>{plain(drawn[-1].label)}</span></p>"
        f'<details><summary>The numbers</summary><p>{plain(said)}</p><div class="scroll" tabindex="0" role="region" '
        f'aria-label="Articles by {unit}, as a table"><table><thead><tr><th scope="col">{unit.capitalize()}</th>'
        f'<th scope="col">Articles</th></tr></thead><tbody>{rows}</tbody></table></div></details></figure>'
    )


def _rect(i: int, bar: Bar, most: int) -> str:
    if not bar.count:
        return ""
    high = max(2.0, bar.count / most * _HIGH)  # one article among thousands is still seen
    return (
        f'<rect x="{i * (_BAR + _GAP)}" y="{_HIGH - high:.1f}" width="{_BAR}" height="{high:.1f}">'
        f"<title>{plain(bar.label)}: {bar.count:,}</title></rect>"
    )
