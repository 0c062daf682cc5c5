"""The answers of the read-only tools. Pure: what a run understood in, plain data out.

Every row has what connectkit says itself, and under ``data`` what stands in the sheet: words of people, never
instructions. At most :data:`MOST` rows an answer; ``left_out`` counts the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from connectkit import schema
from connectkit.drafts.link import without_gaps
from connectkit.due import tabs as due_tabs
from connectkit.people.find import Candidate, pick

if TYPE_CHECKING:
    from connectkit.due.lines import DueRow
    from connectkit.practice.review.words import Review
    from connectkit.view import View

MOST = 25
PRIVATE = ("notes", "email", "phone")
"""What leaves the machine only where the settings say so."""

NO_FACTS = {
    "name",
    "first_name",
    "family_name",
    "log",
    "last_contact",
    "state",
    "tier",
    *PRIVATE,
    "next_time",
}
Answer = dict[str, Any]


def answer(today: date, rows: Sequence[Answer], total: int | None = None) -> Answer:
    """At most :data:`MOST` rows, and how many were left out."""
    kept = list(rows[:MOST])
    return {"today": today.isoformat(), "rows": kept, "left_out": (total or len(rows)) - len(kept)}


def who_is_due(view: View, share: Iterable[str]) -> Answer:
    """Everybody who is due, late or soon, in the order of the Due tab."""
    return answer(view.today, [_due(one, share) for one in view.due])


def week(view: View, share: Iterable[str]) -> Answer:
    """What waits this week: promises that are due, then drafts that are not sent yet."""
    promises = [
        {
            "what": "promise",
            "by": one.by,
            "due": _iso(one.due),
            "data": {"name": one.who, "promise": one.what},
        }
        for one in due_tabs.promises_due(view.absorbed, view.today)
    ]
    drafts = [
        {
            "what": "draft",
            "channel": one["channel"],
            "data": {"name": one["name"], "subject": one["subject"], "message": without_gaps(one["message"])}
            | ({"why": due_tabs.why_waiting(one, view.today)} if "notes" in share else {}),
        }
        for one in due_tabs.waiting(view.tables, view.absorbed)
    ]
    return answer(view.today, [*promises, *drafts])


def person(view: View, candidates: Sequence[Candidate], name: str, share: Iterable[str]) -> Answer:
    """One person: where they stand, what the sheet says of them, and the newest entries of the Log.

    Raises:
        UsageError: nobody, or more than one person, can be meant.
    """
    who = pick(candidates, name)
    sheet = view.tables.contacts.sheet
    shared = [one for one in PRIVATE if one in share]
    facts = {
        column.title: text
        for column in schema.CONTACTS.columns
        if column.owner is schema.Owner.USER and (column.key in shared or column.key not in NO_FACTS)
        if (text := sheet.text(who.row, column.key))
    }
    known = sorted(view.absorbed.interactions.get(who.row, ()), key=lambda one: one.day, reverse=True)
    history = [
        {"date": one.day.isoformat(), "kind": one.kind, "direction": one.direction}
        | ({"data": one.summary} if "notes" in share and one.summary else {})
        for one in known
    ]
    promises = [
        {"by": one.record["by"] or "me", "due": _iso(one.record.dates["due"]), "data": one.record["what"]}
        for one in view.absorbed.promises
        if one.row == who.row
    ]
    row = _due(view.explain(who.row), share)
    row["data"] |= {"facts": facts}
    return answer(view.today, history) | {"person": row, "promises": promises}


def find_people(view: View, words: str, share: Iterable[str]) -> Answer:
    """People for whom every word stands somewhere, the surest first.

    What is found in private columns only is not told where those are not shared: a search is a question, too.

    Raises:
        UsageError: no word was given, or a filter there is none of.
    """
    from connectkit.queries.find import LOG, find, read_query

    share = set(share)
    hidden = {schema.CONTACTS.column(key).title for key in PRIVATE if key not in share}
    hidden |= set() if "notes" in share else {LOG}
    people = find(view, read_query([words])).people
    rows = [
        {
            "id": one.id,
            "tier": one.tier,
            "state": one.state,
            "data": {"name": one.name, "found_in": [hit._asdict() for hit in one.hits]},
        }
        for one in people
        if not any(hit.where.startswith(where) for hit in one.hits for where in hidden)
    ]
    return answer(view.today, rows)


def path_to(view: View, who: str, share: Iterable[str]) -> Answer:
    """Who could introduce the user to a person or a company."""
    from connectkit.queries.path import find

    rows = [
        {
            "kind": one.kind,
            "tier": one.tier,
            "state": one.state,
            "data": {"name": one.name, "through": one.through},
        }
        | ({"why": one.why} if "notes" in share else {})
        for one in find(view, who)
        if "notes" in share or one.kind != "mentions"
    ]
    return answer(view.today, rows)


def review(view: View, one: Review) -> Answer:
    """A month in numbers and names."""
    rows = [
        {"group": group, "count": len(names), "data": {"names": list(names)[:MOST]}}
        for group, names in one.groups.items()
    ]
    return answer(view.today, rows) | {"month": one.month.title}


def problems(view: View) -> Answer:
    """What could not be read, cell by cell, and what to do."""
    rows = [
        {"tab": one.tab, "cell": one.cell, "column": one.column}
        | ({"data": {"value": one.value, "message": one.message}} if _open(one.column) else {})
        for one in view.tables.problems
    ]
    return answer(view.today, rows)


def _open(column: str) -> bool:
    """True for a column whose text may be told: dates and choices, never notes, addresses or the Log cell."""
    kinds = (
        schema.Kind.DATE,
        schema.Kind.CHOICE,
        schema.Kind.CADENCE,
        schema.Kind.BIRTHDAY,
        schema.Kind.TICK,
    )
    return any(one.title == column and one.kind in kinds for tab in schema.TABS for one in tab.columns)


def _due(row: DueRow, share: Iterable[str]) -> Answer:
    data: Answer = {"name": row.label or row.name}
    if "notes" in share:
        data |= {"why": row.why, "last_note": row.last_note}
    return {
        "id": row.id,
        "tier": row.tier,
        "state": row.state,
        "last_contact": _iso(row.last_contact),
        "next_due": _iso(row.next_due),
        "days_overdue": row.days_overdue,
        "data": data,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
