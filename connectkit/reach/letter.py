"""The digest in words: plain text, and one HTML page readable on a phone and in the dark. No script, no picture, no request."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from connectkit.reach.digest import TITLES, Digest, Line
from connectkit.report.text_width import wrap
from connectkit.text.say import long_date

COLUMNS = 72
NOTHING = "Nothing is due today. connectkit ran and all is well."
FOOTER = "From connectkit, to you alone. It never writes to the people in your sheet."

_STYLE = """\
:root{color-scheme:light dark}
body{margin:0;background:#fff;color:#1a1c1f;font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:34rem;margin:0 auto;padding:20px 18px 28px}
h1{font-size:1.15rem;margin:0 0 14px}
h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:#5b6470;margin:20px 0 4px}
p{margin:0 0 10px;overflow-wrap:anywhere}
a{color:#0b57d0}
a.open{display:inline-block;margin-top:14px;padding:11px 18px;border-radius:8px;background:#0b57d0;color:#fff;text-decoration:none}
footer{margin-top:22px;font-size:.8rem;color:#5b6470}
@media(prefers-color-scheme:dark){body{background:#17191c;color:#e6e8eb}h2,footer{color:#a3abb5}a{color:#8ab4f8}a.open{background:#8ab4f8;color:#10151c}}
"""


class Letter(NamedTuple):
    """A finished text: what a channel sends, and all it knows."""

    subject: str
    text: str
    html: str


def letter(one: Digest) -> Letter:
    """The digest as subject, plain text and HTML."""
    return Letter(one.subject, "\n".join(_text(one)) + "\n", _html(one))


def _groups(one: Digest) -> Iterator[tuple[str, list[Line]]]:
    for kind, lines in groupby(one.lines, key=lambda line: line.kind):
        yield TITLES[kind], list(lines)


def _text(one: Digest) -> Iterator[str]:
    yield long_date(one.today)
    for title, lines in _groups(one):
        yield from ("", title)
        for line in lines:
            lead = f"{line.who}: " if line.who else ""
            yield from wrap(lead + line.text, COLUMNS, first="- ", rest="  ")
    if not one.lines:
        yield from ("", NOTHING)
    yield from ("", f"Open your sheet: {one.link}" if one.link else f"Your sheet: {one.book}")
    yield from ("", "--", FOOTER)


def _html(one: Digest) -> str:
    body = [f"<h1>{escape(long_date(one.today))}</h1>"]
    for title, lines in _groups(one):
        body.append(f"<h2>{escape(title)}</h2>")
        for line in lines:
            who = f"<b>{escape(line.who)}</b> " if line.who else ""
            body.append(f'<p dir="auto">{who}{escape(line.text)}</p>')
    if not one.lines:
        body.append(f"<p>{escape(NOTHING)}</p>")
    if one.link:
        body.append(f'<a class="open" href="{escape(one.link)}">Open your sheet</a>')
    else:
        body.append(f"<p>Your sheet: {escape(one.book)}</p>")
    head = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(one.subject)}</title><style>{_STYLE}</style></head>"
    )
    return f"{head}<body><main>{''.join(body)}<footer>{escape(FOOTER)}</footer></main></body></html>\n"
