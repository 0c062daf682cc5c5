"""``connectkit show NAME``: one person, what you know, what was, and why they are due when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from connectkit import schema
from connectkit.commands.common import emit, pass_settings
from connectkit.due import tabs as due_tabs
from connectkit.options import Settings
from connectkit.people.find import Candidate, pick
from connectkit.session import Session, new_id, open_session

if TYPE_CHECKING:
    from connectkit.due.lines import DueRow
    from connectkit.model import Workbook
    from connectkit.report.page import Line
    from connectkit.view import View

_NOT_FACTS = {"name", "first_name", "family_name", "notes", "log", "last_contact", "state", "tier"}


class Event(NamedTuple):
    """One line of a person's history; ``source`` is draft, inbox, log or what the Log tab says."""

    day: date
    kind: str
    direction: str
    summary: str
    source: str


class Card(NamedTuple):
    """What is known of one person. ``facts`` are header and text, ``events`` newest first."""

    due: DueRow
    facts: list[tuple[str, str]]
    notes: str
    promises: list[str]
    drafts: list[tuple[str, str]]
    events: list[Event]


@click.command("show")
@click.argument("name")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, name: str, today: str | None) -> None:
    """Show one person: facts, promises, history, and why they are due when.

    NAME is the name or a part of it, or the ID. Changes nothing.
    """
    from connectkit.report import terminal

    with open_session(settings, "show", today=today) as session:
        view = look_at(session)
    card = card_of(view, pick(candidates(view), name))
    if settings.json:
        emit(_to_json(card))
    else:
        terminal.show(lines(card, terminal.columns()))


def look_at(session: Session) -> View:
    """The sheet as a sync would see it now; nothing is written."""
    return view_of(session, session.store.read())


def settled_look(session: Session) -> View:
    """The same for a command that writes: first what a run that died left wrong is put right."""
    from connectkit.write import settled

    return view_of(session, settled(session.store, session.journal, session.config, new_id()))


def view_of(session: Session, workbook: Workbook) -> View:
    """A workbook that was read, as a sync would see it."""
    from connectkit.sync import look

    return look(
        workbook,
        session.config,
        today=session.day(workbook.timezone),
        new_id=new_id,
        templates=session.templates(),
        known=session.journal.known_names(),
    )


def candidates(view: View) -> list[Candidate]:
    """Everybody in Contacts, with what tells namesakes apart."""
    sheet, frame = view.tables.contacts.sheet, view.decided
    found = []
    for row, name, tier in zip(
        frame["row"].tolist(), frame["name"].tolist(), frame["tier"].tolist(), strict=True
    ):
        parts = [sheet.text(row, key) for key in ("company", "city", "email")]
        about = next((part for part in parts if part), tier)
        found.append(Candidate(row, sheet.text(row, "id"), name, about))
    return found


def card_of(view: View, who: Candidate) -> Card:
    """Everything the sheet says about one person."""
    sheet = view.tables.contacts.sheet
    identity = view.identities.ids.get(who.row, "")
    facts = [
        (column.title, sheet.text(who.row, column.key))
        for column in schema.CONTACTS.columns
        if column.owner is schema.Owner.USER and column.key not in _NOT_FACTS
    ]
    open_drafts = [
        (record["subject"] or record["channel"], due_tabs.why_waiting(record, view.today))
        for record in due_tabs.waiting(view.tables, view.absorbed)
        if record["contact_id"] == identity
    ]
    return Card(
        view.explain(who.row),
        [(title, text) for title, text in facts if text],
        sheet.text(who.row, "notes"),
        [
            _promise(one.record.texts, one.record.dates)
            for one in view.absorbed.promises
            if one.row == who.row
        ],
        open_drafts,
        sorted(
            (Event(*one[1:]) for one in view.absorbed.told_of(who.row)),
            key=lambda one: one.day,
            reverse=True,
        ),
    )


def _promise(texts: Any, dates: Any) -> str:
    by = "they promised you" if texts.get("by", "").casefold() == "them" else "you promised"
    due = dates.get("due")
    return f"{by}: {texts.get('what', '')}" + (f", by {due.isoformat()}" if due else "")


def _to_json(card: Card) -> dict[str, Any]:
    from connectkit.report.report_text import due_json

    return {
        "schema": "connectkit.show/1",
        **due_json(card.due),
        "facts": dict(card.facts),
        "notes": card.notes,
        "promises": card.promises,
        "drafts": [{"subject": subject, "why": why} for subject, why in card.drafts],
        "history": [_event_json(event) for event in card.events],
    }


def _event_json(event: Event) -> dict[str, Any]:
    day, kind, direction, summary, source = event
    return {
        "date": day.isoformat(),
        "kind": kind,
        "direction": direction,
        "summary": summary,
        "source": source,
    }


def lines(card: Card, columns: int) -> list[Line]:
    """The card as a page of text."""
    from connectkit.report.page import Page
    from connectkit.text.say import short_date

    page = Page(columns)
    due = card.due
    page.say(f"{due.name} · {due.tier} · {'no contact yet' if due.state == 'never' else due.state}", "bold")
    page.say(f"Why: {due.why}." if due.why else "Nothing is due.")
    if due.next_due is not None:
        page.say(f"Next due: {short_date(due.next_due)}.")
    page.facts("What you know", card.facts)
    if card.notes:
        page.title("Notes")
        for line in card.notes.splitlines():
            page.say(line, first="  ", rest="  ")
    page.sentences("Promises", card.promises)
    page.sentences("Waiting in Drafts", [": ".join(part for part in one if part) for one in card.drafts])
    page.sentences("History", list(_events(card.events)))
    if not card.events:
        page.blank()
        page.say('Nothing is in the Log yet. connectkit log NAME "what happened" adds to it.')
    return page.lines


def _events(events: list[Event]) -> Iterator[str]:
    from connectkit.text.say import short_date

    for one in events:
        what = ", ".join(part for part in (one.kind, one.direction) if part)
        yield f"{short_date(one.day)}  {what or 'in touch'}" + (f": {one.summary}" if one.summary else "")
