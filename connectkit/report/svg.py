"""Bar charts as inline SVG: text for a screen reader, a label on every bar, no script, no request.

Colours are CSS classes of the page that holds them, so that one drawing serves light, dark and paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 640, 240
_TOP, _BOTTOM, _LEFT = 26, 46, 8
MANY = 8
"""More bars than these have no room for the same word under each."""


class Series(NamedTuple):
    """One kind of bar: its name and a value for each category; None draws nothing."""

    name: str
    values: Sequence[int | None]


def bars(
    title: str, description: str, categories: Sequence[str], series: Sequence[Series], *, stacked: bool
) -> str:
    """An ``<svg>`` of upright bars, side by side or ``stacked``, each with its number and a tooltip.

    Classes ``s0`` to ``s3`` colour the series, ``axis`` the ground line, ``label`` the words. Without any value
    above 0 it is a sentence in a paragraph.
    """
    totals = [_height(series, place, stacked=stacked) for place in range(len(categories))]
    most = max(totals, default=0)
    if not most:
        return f"<p>{escape(title)}: nothing to draw yet.</p>"
    name = "".join(char for char in title.casefold() if char.isalnum())
    body = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>',
    ]
    step = (WIDTH - 2 * _LEFT) / max(1, len(categories))
    for place, category in enumerate(categories):
        left = _LEFT + place * step
        draw = _stack if stacked else _group
        body += draw(category, [(one, one.values[place]) for one in series], (left, step), most)
        former = categories[place - 1] if place and len(categories) > MANY else ""
        body += _caption(category, former, left + step / 2)
    ground = HEIGHT - _BOTTOM
    body.append(f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _LEFT}" y1="{ground}" y2="{ground}"/></svg>')
    return "".join(body)


Values = Sequence[tuple[Series, int | None]]


def _height(series: Sequence[Series], place: int, *, stacked: bool) -> int:
    values = [one.values[place] or 0 for one in series]
    return sum(values) if stacked else max(values, default=0)


def _scale(value: int, most: int) -> float:
    return (HEIGHT - _TOP - _BOTTOM) * value / most


def _group(category: str, values: Values, slot: tuple[float, float], most: int) -> list[str]:
    left, step = slot
    width = min(34.0, step * 0.8 / len(values))
    start = left + (step - width * len(values)) / 2
    drawn = []
    for at, (one, value) in enumerate(values):
        if value:
            box = start + at * width, HEIGHT - _BOTTOM - _scale(value, most), width - 2, _scale(value, most)
            drawn.append(_bar(at, box, f"{category}, {one.name}: {value}"))
            drawn.append(_number(value, box[0] + box[2] / 2, box[1] - 5))
    return drawn


def _stack(category: str, values: Values, slot: tuple[float, float], most: int) -> list[str]:
    left, step = slot
    width = min(44.0, step * 0.72)
    base, drawn = float(HEIGHT - _BOTTOM), []
    for at, (one, value) in enumerate(values):
        if value:
            tall = _scale(value, most)
            base -= tall
            box = left + (step - width) / 2, base, width, tall
            drawn.append(_bar(at, box, f"{category}, {one.name}: {value}"))
            if tall >= 14:
                drawn.append(_number(value, box[0] + width / 2, base + tall / 2 + 4, f"on{at}"))
    return drawn


def _bar(at: int, box: tuple[float, float, float, float], words: str) -> str:
    x, y, width, height = box
    return (
        f'<rect class="s{at}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2">'
        f"<title>{escape(words)}</title></rect>"
    )


def _number(value: int, x: float, y: float, style: str = "label") -> str:
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{value}</text>'


def _caption(category: str, former: str, x: float) -> list[str]:
    """The words below a bar, the last one in a second line, left out where the bar before has the same."""
    first, _, second = category.rpartition(" ")
    lines = [first, second] if first and second != former.rpartition(" ")[2] else [first or second]
    return [
        f'<text class="label" x="{x:.1f}" y="{HEIGHT - _BOTTOM + 17 + 17 * number}" text-anchor="middle">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
