"""``connectkit review``: one month, with the names behind its numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings, save_page
from connectkit.commands.show import look_at
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from datetime import date

    from connectkit.practice.review.months import Figures, Month
    from connectkit.practice.review.words import Review
    from connectkit.report.page import Line
    from connectkit.view import View

SCHEMA = "connectkit.review/1"


@click.command("review")
@click.option(
    "--month", metavar="YYYY-MM", help="The month to look at (default: the last one that has ended)."
)
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write it as one HTML page.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, month: str | None, html: Path | None, today: str | None) -> None:
    """Look back at a month: who thrives, who needs attention, what you gave, asked and promised.

    Changes nothing in the sheet. The page --html writes is one file without scripts that loads nothing; it holds
    names and notes from your sheet.
    """
    from connectkit.report import terminal

    with open_session(settings, "review", today=today) as session:
        view = look_at(session)
    one = review_of(view, session.config, month)
    if html is not None:
        from connectkit.report.review_page import to_html

        save_page(html, to_html(one))
        settings.say(f"The review of {one.month.title} is in {html}.")
    if settings.json:
        emit(to_json(one))
    elif html is None:
        terminal.show(lines(one, terminal.columns()))


def review_of(view: View, config: Any, text: str | None = None) -> Review:
    """The review of a month as typed; of the last one that has ended where none is."""
    from connectkit.practice.review.months import Ledger, month_of
    from connectkit.practice.review.review import review

    month = read_month(text, view.today) if text else month_of(view.today).before
    ledger = Ledger(view.tables, view.absorbed, view.identities, config, view.today)
    return review(ledger, view.decided, month)


def read_month(text: str, today: date) -> Month:
    """A month as typed.

    Raises:
        UsageError: it is no month, or has not begun.
    """
    from connectkit.practice.review.months import Month

    found = re.fullmatch(r"\s*([0-9]{4})-(0?[1-9]|1[0-2])\s*", text)
    if found is None or not 1900 <= int(found[1]) <= 9998:
        raise UsageError(f"“{text}” is no month.", "Write it as 2026-10.")
    month = Month(int(found[1]), int(found[2]))
    if month.first > today:
        raise UsageError(
            f"{month.title} has not begun yet.", "Name this month or one that is over, as 2026-10."
        )
    return month


def lines(one: Review, columns: int) -> list[Line]:
    """The review as a page of text."""
    from connectkit.practice.review.review import ORDER
    from connectkit.practice.review.words import lasting_words, log_words, standing_words
    from connectkit.report.page import Page
    from connectkit.text.say import long_date

    page = Page(columns)
    page.say(f"{one.month.title} · as of {long_date(one.last)}", "bold")
    page.say(log_words(one)[one.month.title])
    words = {
        **log_words(one),
        **standing_words(one),
        **lasting_words(one.tiers.gaps, one.five.ready, one.notice),
    }
    numbers = {group: f"{group} ({len(names)})" for group, names in one.groups.items()}
    page.facts("In words", [(numbers.get(what, what), words[what]) for what in ORDER if words.get(what)])
    page.title("Week by week")
    most = max([len(entries) for _, entries in one.weeks], default=0)
    for start, entries in one.weeks:
        page.say(_bar(len(entries), most), first=f"  from {start.day:>2}  ", rest="           ")
    page.title("Month by month")
    page.lines += _table(one)
    if one.complete:
        page.blank()
        page.say(f"This month so far: connectkit review --month {one.today:%Y-%m}. As a page: --html FILE.")
    return page.lines


def _bar(number: int, most: int) -> str:
    return f"{'█' * max(1, round(30 * number / most))} {number}" if number else "0"


_COLUMNS = (("thriving", "thriv."), ("steady", "steady"), ("attention", "attn."), ("faded", "faded"), ("interactions", "times"), ("people", "people"), ("gave", "gave"), ("asked", "asked"), ("kept", "kept"))  # fmt: skip


def _table(one: Review) -> list[Line]:
    from connectkit.report.page import Line

    head = " " * 10 + "".join(f"{title:>8}" for _, title in _COLUMNS)
    return [Line(head)] + [
        Line(f"  {each.month.label}" + "".join(f"{_said(each, key):>8}" for key, _ in _COLUMNS))
        for each in one.history
    ]


def _said(each: Figures, key: str) -> str:
    if key == "kept":
        return f"{each.kept}/{each.promised}"
    value = getattr(each, key)
    return "·" if value is None else str(value)


# ---- JSON -------------------------------------------------------------------------------------------


def to_json(one: Review) -> dict[str, Any]:
    """The review as plain data with the schema ``connectkit.review/1``."""
    return {
        "schema": SCHEMA,
        "month": one.month.iso,
        "as_of": one.last.isoformat(),
        "complete": one.complete,
        "figures": _figures(one.figures),
        "standing": {group: list(names) for group, names in one.groups.items()},
        "moved": [{"name": each.name, "from": each.was, "to": each.now} for each in one.moves],
        "in_touch": [_entry(each) for each in one.entries],
        "weeks": [{"from": start.isoformat(), "times": len(entries)} for start, entries in one.weeks],
        "promises": [{**each._asdict(), "due": each.due.isoformat()} for each in one.promises],
        "promises_kept_percent": one.kept_rate,
        "introductions": [list(names) for names in one.introductions],
        "channels": {tier: dict(mix) for tier, mix in one.channels.items()},
        "new_people": list(one.new),
        "old_and_new": {
            "old": one.balance.old,
            "new": one.balance.new,
            "waiting": list(one.balance.neglected),
        },
        "goals": [
            {
                "goal": each.goal.text,
                "count": each.goal.wanted,
                "so_far": each.so_far,
                "left": each.left,
                "names": list(each.names),
            }
            for each in one.goals
        ],
        "audit": _audit(one),
        "months": [_figures(each) for each in one.history],
    }


def _figures(each: Figures) -> dict[str, Any]:
    return {
        "month": each.month.iso,
        **{key: value for key, value in each._asdict().items() if key != "month"},
    }


def _entry(each: Any) -> dict[str, str]:
    return {
        "date": each.day.isoformat(),
        "name": each.name,
        "kind": each.kind,
        "direction": each.direction,
        "summary": each.summary,
    }


def _audit(one: Review) -> dict[str, Any]:
    return {
        "roles_by_tier": {
            role: {column: list(one.tiers.cells.get((role, column), ())) for column in one.tiers.columns}
            for role in one.tiers.roles
        },
        "gaps": list(one.tiers.gaps),
        "faded": [
            {
                "name": each.name,
                "last_contact": each.last.isoformat() if each.last else None,
                "about": each.topic,
                "let_go": each.let_go,
            }
            for each in one.faded
        ],
        "would_take_call": list(one.five.ready),
        "near": [{"name": each.name, "why": each.why} for each in one.five.near],
        "notice": one.notice,
    }
