"""What a chart of ours shows, said once for every store: titles, the columns it draws, and the words behind it.

A chart draws a fixed block of rows right below a tab's header, so that rewriting the rows never touches the chart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of a tool-owned tab.

    ``series`` are column keys, ``category`` the key of the column with the labels; ``rows`` counts the rows below
    the header that are drawn. The chart stands over the cell ``place`` (rows below the header, column key),
    moved by ``right`` and ``down`` pixels. ``alt`` says in words what can be seen.
    """

    key: str
    title: str
    alt: str
    category: str
    series: tuple[str, ...]
    rows: int
    place: tuple[int, str]
    right: int = 0
    down: int = 0
    stacked: bool = False
    width: int = 440
    height: int = 250


COLOURS = ("#2F6B64", "#8DBDB7", "#D9922E", "#B9BDC1")
"""Of the series in order; they differ in lightness too, so that they can be told apart in grey."""
