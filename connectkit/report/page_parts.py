"""The pieces our HTML pages are put together from; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, body: str, style: str) -> str:
    """A whole page: no script, no request, light or dark as the reader has it."""
    head = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
    )
    note = "<footer><p>Made by connectkit from your own sheet. It holds names and notes: keep it where you keep those.</p></footer>"
    return f"{head}<body><main>{body}</main>{note}</body></html>\n"


def section(title: str, body: str) -> str:
    """A part of the page under a heading of its own."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def figure(chart: str, legend: Sequence[str] = ()) -> str:
    """A drawing, and the names of its colours where it has more than one."""
    keys = "".join(f'<li><i class="k{at}"></i>{escape(name)}</li>' for at, name in enumerate(legend))
    return f"<figure>{chart}{f'<ul class=legend>{keys}</ul>' if keys else ''}</figure>"


def listed(title: str, items: Sequence[str]) -> str:
    """A heading and its items; nothing without items."""
    if not items:
        return ""
    return f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{escape(one)}</li>' for one in items)}</ul>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    """A table that scrolls by itself where it is wider than the screen, and can be reached by keyboard to do so.

    A column in which nothing stands is left out; with many columns each cell names its own, for a phone shows them as
    lines. A line end in a row's first cell parts its name from what it means.
    """
    lines_of = [tuple(row) for row in rows]
    kept = [at for at in range(len(header)) if not at or any(row[at] not in ("", "0") for row in lines_of)]
    right = {place for place, at in enumerate(kept) if at in set(numbers)}
    header, rows = [header[at] for at in kept], [[row[at] for at in kept] for row in lines_of]
    tight = len(header) > 6
    head = "".join(
        f'<th scope="col"{_right(at in right)}>{escape(one)}</th>' for at, one in enumerate(header)
    )
    lines = []
    for row in rows:
        first, *rest = row
        cells = "".join(
            f"<td{_right(at in right)}{_named(header[at] if tight else '')}>{escape(one)}</td>"
            for at, one in enumerate(rest, start=1)
        )
        head_cell = escape(first).replace("\n", "<small>", 1) + ("</small>" if "\n" in first else "")
        lines.append(f'<tr><th scope="row">{head_cell}</th>{cells}</tr>')
    style = ' class="tight"' if tight else ""
    body = f"<table{style}><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(header[0])} and more">{body}</div>'
    )


def _right(number: bool) -> str:
    return ' class="n"' if number else ""


def _named(header: str) -> str:
    return f' data-h="{escape(header)}"' if header else ""
