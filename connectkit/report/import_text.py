"""An import in words for a person at a terminal, and as JSON for a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectkit.merging.news import NEWS
from connectkit.merging.result import Merge, Told
from connectkit.people.person_cells import as_json
from connectkit.people.records import Exchange, Person
from connectkit.report.page import Line, Page
from connectkit.text.say import count

SCHEMA = "connectkit.import/1"
SHOWN = 20
"""So many lines of each list are shown; ``--all`` shows every one."""


def to_json(merge: Merge, *, applied: bool, surprises: Sequence[str] = ()) -> dict[str, Any]:
    """The import as plain data. ``read`` is ``new`` + ``matched`` + the length of ``skipped``."""
    return {
        "schema": SCHEMA,
        "kind": merge.kind,
        "read": merge.read,
        "new": merge.new,
        "matched": merge.matched,
        "skipped": [
            one_skipped._asdict()
            if hasattr(one_skipped, "_asdict")
            else {"where": one_skipped.where, "why": one_skipped.why}
            for one_skipped in merge.skipped
        ],
        "contacts": [
            {
                **as_json(one.person),
                "verdict": one.verdict,
                "into": one.into or None,
                "gains": [title for title, _ in one.gains],
            }
            for one in merge.people
        ],
        "interactions": [_exchange(one) for one in merge.exchanges],
        "questions": [
            {"contact": one.contact, "other": one.other, "why": one.why} for one in merge.questions
        ],
        "logged": merge.logged,
        "columns": list(merge.columns),
        "notes": list(merge.notes),
        "applied": applied,
        "run": merge.plan.run_id if applied and merge.plan else None,
        "surprises": list(surprises),
    }


def _exchange(one: Exchange) -> dict[str, Any]:
    return {
        "date": one.day.isoformat(),
        "name": one.name,
        "email": one.email,
        "kind": one.kind,
        "direction": one.direction,
        **({"subject": one.subject} if one.subject else {}),
    }


def lines(merge: Merge, name: str, columns: int, *, applied: bool, everything: bool) -> list[Line]:
    """The import as a page: the new, the matched and what they gain, the doubtful, the skipped; then the sum."""
    page = Page(columns)
    limit = 1_000_000 if everything else SHOWN
    page.say(f"{name}: {merge.kind}, {count(merge.read, 'record', 'records')}", "bold")
    new = [one for one in merge.people if one.verdict == "new"]
    matched = [one for one in merge.people if one.verdict == "matched"]
    _list(page, f"New: {count(len(new), 'person', 'people')}", [_new(one.person) for one in new], limit)
    gaining = [_gain(one) for one in matched if one.gains]
    _list(page, f"In your sheet already, with something to add: {len(gaining)}", gaining, limit)
    if len(matched) > len(gaining):
        page.blank()
        page.say(f"In your sheet already, nothing to add: {len(matched) - len(gaining)}.")
    if merge.exchanges:
        page.blank()
        known = len(merge.exchanges) - (merge.new - len(new)) if merge.people else 0
        days = f", as {count(merge.logged, 'entry', 'entries')} of the Log" if merge.logged else ""
        old = f" {max(known, 0)} of them stand in the Log already." if merge.logged == 0 else ""
        page.say(f"Interactions: {len(merge.exchanges)}{days}.{old}")
    _questions(page, merge, limit)
    _list(page, f"Skipped: {len(merge.skipped)}", [f"{one.where}: {one.why}" for one in merge.skipped], limit)
    page.blank()
    page.say(_sum(merge, applied=applied), "bold")
    if merge.columns:
        page.say(f"Columns {'added' if applied else 'to be added'} to Contacts: {', '.join(merge.columns)}.")
    if not applied:
        page.say(
            "Nothing was written. To do it: the same command with --apply"
            if merge.plan
            else "There is nothing to write."
        )
    return page.lines


def _questions(page: Page, merge: Merge, limit: int) -> None:
    news = [one for one in merge.questions if one.why == NEWS]
    doubts = [f"{one.other} and {one.contact}: {one.why}" for one in merge.questions if one not in news]
    _list(page, f"Doubtful, asked in the tab Matches: {len(doubts)}", doubts, limit)
    told = [f"{one.contact}: {one.other}" for one in news]
    _list(
        page,
        f"Changed, asked in the tab Matches (yes takes it over, no keeps yours): {len(told)}",
        told,
        limit,
    )


def _sum(merge: Merge, *, applied: bool) -> str:
    done = "Applied" if applied and merge.plan else "Nothing had to be written" if applied else "Read"
    return f"{done}: {merge.read:,} read, {merge.new:,} new, {merge.matched:,} matched, {len(merge.skipped):,} skipped."


def _list(page: Page, title: str, entries: list[str], limit: int) -> None:
    if not entries:
        return
    page.title(title)
    for one in entries[:limit]:
        page.point(one)
    if len(entries) > limit:
        page.point(f"and {len(entries) - limit:,} more (--all lists them)")


def _new(person: Person) -> str:
    about = [*person.emails[:1], *person.phones[:1], person.company]
    last = f"last contact {person.last_contact.isoformat()}" if person.last_contact else ""
    told = ", ".join(part for part in (*about, last) if part and part != person.name)
    return f"{person.name} · {told}" if told else person.name


def _gain(one: Told) -> str:
    gains = ", ".join(
        f"{title} {value if len(value) <= 40 else value[:39] + '…'}" for title, value in one.gains
    )
    who = one.into if one.into == one.person.name else f"{one.into} ({one.person.name} in the file)"
    return f"{who}, by {one.why}: {gains}"
