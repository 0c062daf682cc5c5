"""A birthday is a reason to write: today's and those of the next three days, the closest people first."""

from __future__ import annotations

from datetime import timedelta

from connectkit.due.candidate import Candidate
from connectkit.due.tabs import say_birthday, upcoming_birthdays
from connectkit.practice.base import Practice, Situation
from connectkit.text.dates import say

AHEAD = timedelta(days=3)
"""A draft is offered so long before the day, so that there is time to write it."""


def celebrate(situation: Situation, practice: Practice) -> None:
    """A draft for each birthday that is near, but never more than half of a week's drafts (at least one).

    With many birthdays in the sheet the rest of the people would else never have their turn; all stand in Due.
    """
    today, ids = situation.today, situation.identities.ids
    near = {
        row: day for day, _, row in upcoming_birthdays(situation.tables, today=today) if day <= today + AHEAD
    }
    slots = max(1, situation.config.per_week // 2) - _this_week(situation)
    if not near or slots <= 0:
        return
    decided = situation.decided
    people = decided[decided["row"].isin(list(near))].to_dict("records")
    people.sort(key=lambda one: (near[one["row"]], one["tier_rank"], one["name"].casefold(), one["row"]))
    open_or_made = situation.absorbed.open_drafts | _greeted(situation)
    for one in people:
        row, day = int(one["row"]), near[one["row"]]
        contact = ids.get(row, "")
        if not contact or contact in open_or_made or one["verdict"] in ("snoozed", "paused", "fade"):
            continue
        share = 0.0 if one["share"] != one["share"] else float(one["share"])
        practice.candidates.append(
            Candidate(
                row, contact, one["name"], "birthday", day, one["tier"], int(one["tier_rank"]), share,
                why=say_birthday(day, today), facts={"birthday": say(day, today)},
            )
        )  # fmt: skip
        slots -= 1
        if slots == 0:
            return


def _this_week(situation: Situation) -> int:
    """How many birthday drafts were made in today's ISO week."""
    week = situation.today.isocalendar()[:2]
    days = [one.dates["created"] for one in situation.tables.drafts if one["reason"].startswith("birthday ")]
    return sum(day is not None and day.isocalendar()[:2] == week for day in days)


def _greeted(situation: Situation) -> set[str]:
    """Contact IDs that had a birthday draft in the last weeks: a corrected day does not make another."""
    since = situation.today - timedelta(days=60)
    return {
        one["contact_id"]
        for one in situation.tables.drafts
        if one["reason"].startswith("birthday ") and (one.dates["created"] or since) > since
    }
