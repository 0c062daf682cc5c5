"""The list of a day as one HTML file for a phone: who is due and why, and one big link for each message that waits.

The links are those of the tab Drafts: they open a message in the reader's own program, and nothing is sent. All that
comes from the sheet is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from connectkit.drafts.link import open_link
from connectkit.due.lines import DueRow, PromiseDue
from connectkit.due.tabs import promises_due
from connectkit.model import Link
from connectkit.report.page_parts import document, listed, section
from connectkit.report.review_style import STYLE
from connectkit.sheet.tables import Record
from connectkit.text.say import count, long_date
from connectkit.view import View

SHOWN = 30
_STYLE = f"""{STYLE}
.big{{display:block;background:var(--s0);color:var(--on0);border-radius:10px;padding:.9rem 1rem;margin:.6rem 0;
text-align:center;font-weight:600;font-size:1.1rem;text-decoration:none}}
.big:focus-visible{{outline:3px solid var(--s2);outline-offset:2px}}
article{{border-top:1px solid var(--line);padding:.7rem 0}}blockquote{{white-space:pre-wrap;margin:.5rem 0;
padding:.6rem .8rem;background:var(--card);border-radius:8px;overflow-wrap:anywhere}}"""


def to_html(view: View, *, mail: str) -> str:
    """The whole page. ``mail`` is the program that opens messages, as in the settings."""
    waiting = [one for one in view.tables.drafts if one["status"].casefold() in ("", "to do") and one["name"]]
    written = {one["contact_id"] for one in waiting}
    rest = [one for one in view.due if one.id not in written and one.state in ("due", "late", "never")]
    promises, addresses = promises_due(view.absorbed, view.today), _addresses(view)
    parts = [
        f"<h1>{escape(long_date(view.today))}</h1>",
        f'<p class="lead">{escape(_headline(len(waiting), len(rest), len(promises)))}</p>',
        section("Messages that wait", "".join(_draft(one, mail) for one in waiting)) if waiting else "",
        _promises(promises),
        section("Due", "".join(_person(one, addresses, mail) for one in rest[:SHOWN])) if rest else "",
        f'<p class="quiet">{escape(_more(rest))}</p>' if len(rest) > SHOWN else "",
    ]
    return document(f"{view.workbook.name or 'People'}, {long_date(view.today)}", "".join(parts), _STYLE)


def _addresses(view: View) -> Mapping[str, str]:
    """E-mail addresses by contact ID."""
    contacts = view.tables.contacts
    return {one: contacts.sheet.text(row, "email") for row, one in view.identities.ids.items()}


def _headline(waiting: int, rest: int, promises: int) -> str:
    if not (waiting or rest or promises):
        return "Nobody is due. Enjoy the day."
    due = count(rest, "person more is due", "people more are due")
    return f"{count(waiting, 'message waits', 'messages wait')}, {due}."


def _more(rest: Sequence[DueRow]) -> str:
    return f"And {len(rest) - SHOWN} more in the tab Due."


def _draft(one: Record, mail: str) -> str:
    link, _note = open_link(
        one["channel"], to=one["to"], subject=one["subject"], message=one["message"], mail=mail
    )
    return _article(one["name"], (one["why_now"], one["needs"]), one["message"], link)


def _person(one: DueRow, addresses: Mapping[str, str], mail: str) -> str:
    to = addresses.get(one.id, "")
    link = open_link("email", to=to, subject="", message="", mail=mail)[0] if to else None
    return _article(one.label or one.name, (one.why, one.last_note), "", link)


def _article(name: str, lines: Iterable[str], message: str, link: Link | None) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    text = f"<blockquote>{escape(message)}</blockquote>" if message else ""
    button = (
        f'<a class="big" rel="noreferrer" href="{escape(link.url)}">{escape(link.label)}</a>' if link else ""
    )
    return f"<article><h3>{escape(name)}</h3>{told}{text}{button}</article>"


def _promises(promises: Iterable[PromiseDue]) -> str:
    mine = [f"{one.what} ({one.who})" for one in promises if one.by == "me"]
    theirs = [f"{one.what} ({one.who})" for one in promises if one.by != "me"]
    body = listed("You promised", mine) + listed("They promised", theirs)
    return section("Promises", body) if body else ""
