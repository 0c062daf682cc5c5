"""How an introduction goes: each side is asked first, then the two are brought together, later somebody asks how it went.

Every step is a draft the user sends; the row in Introductions remembers which were made, so that one the user
deletes stays deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from connectkit.absorb.absorbed import People
from connectkit.absorb.introductions import ASK, Pair, pairs
from connectkit.due.candidate import Candidate
from connectkit.model import Formula
from connectkit.practice.base import Practice, Situation
from connectkit.practice.met_through import introducers
from connectkit.practice.rhythm import first_known
from connectkit.sheet.tables import NONE
from connectkit.text.dates import say
from connectkit.text.lazy import pattern
from connectkit.text.names import first_name

LOOP = timedelta(weeks=4)
"""So long after an introduction somebody asks, or tells, what came of it …"""

OFFERED = timedelta(weeks=6)
"""… and for so long it is offered."""


def introduce(situation: Situation, practice: Practice) -> None:
    """For rows marked Ask both: the question to each side, then, once both were sent, the introduction; later the loop."""
    if "introductions" not in situation.tables.sheets:
        return
    steps = _Steps(situation, practice)
    for pair in pairs(situation.tables, steps.people, situation.today):
        if pair.torn:
            continue
        if pair.status == ASK and pair.record.dates["made"] is None:
            steps.bring_together(pair)
        steps.follow_up(pair)


_WHY = pattern(
    r" needs (?P<need>.+?); .+? (?:offers|is your|is tagged|is|cares about) (?P<have>.+?)(?:; both in .+)?"
)


def said_in_why(why: str) -> tuple[str, str]:
    """What A needs and what B has, as Why says it; blank where the user wrote something else there."""
    found = _WHY.search(why) if why else None
    whole = _WHY.fullmatch(why[found.start() :]) if found else None
    return (whole["need"], whole["have"]) if whole else ("", "")


class _Steps:
    """One run's drafts for introductions."""

    def __init__(self, situation: Situation, practice: Practice) -> None:
        self.situation, self.practice, self.today = situation, practice, situation.today
        self.people = People(situation.tables, situation.identities)
        self.sheet = situation.tables.sheets["introductions"]
        frame = situation.decided
        keys = ("name", "tier", "tier_rank", "share", "verdict")
        columns = zip(frame["row"].tolist(), *(frame[key].tolist() for key in keys), strict=True)
        self.facts = {row: dict(zip(keys, values, strict=True)) for row, *values in columns}

    def bring_together(self, pair: Pair) -> None:
        """The questions still to be asked, or the introduction once both were sent."""
        since = pair.record.dates["since"] or self.today
        a, b = (self.people.names[row] for row in (pair.a, pair.b))
        if "fade" in (self.facts[pair.a]["verdict"], self.facts[pair.b]["verdict"]):
            return
        ask = f"ask each before you introduce {a} and {b}: {pair.record['why']}"
        if pair.record.dates["asked_a"] is None:
            self.offer(pair, pair.a, ("opt-in", since, ask, "asked_a"), self.question(pair, pair.a))
        if pair.record.dates["asked_b"] is None:
            self.offer(pair, pair.b, ("opt-in", since, ask, "asked_b"), self.question(pair, pair.b))
        days = [self.sent(pair, row) for row in (pair.a, pair.b)]
        if pair.record.dates["introduced"] is None and None not in days:
            why = f"both were asked: introduce {a} and {b} to each other once both have said yes"
            due = max(day for day in days if day is not None)
            self.offer(pair, pair.a, ("introduction", due, why, "introduced"), self.other(pair.b, "offers"))

    def sent(self, pair: Pair, row: int) -> date | None:
        """The day the question to this side was sent; None while it was not."""
        contact = self.people.ids[row]
        days = [
            one.dates["sent_on"] or one.dates["logged"] or self.today
            for one in self.situation.tables.drafts
            if one["contact_id"] == contact
            and one["reason"].startswith(f"opt-in {pair.id} ")
            and one["status"].casefold() == "sent"
        ]
        return min([*days, self.today]) if days else None

    def follow_up(self, pair: Pair) -> None:
        """Four weeks after an introduction was made, a question to the one who was in need."""
        made = pair.record.dates["made"]
        if made is None or pair.record.dates["closed"] is not None:
            return
        due = made + LOOP
        if due <= self.today <= due + OFFERED:
            other = self.people.names[pair.b]
            told = f"you introduced {self.people.names[pair.a]} to {other} on {say(made, self.today)}"
            facts = {"other_name": other, "introduced_on": made.isoformat()}
            self.offer(pair, pair.a, ("follow-up", due, f"{told}: ask what came of it", "closed"), facts)

    def question(self, pair: Pair, row: int) -> dict[str, str]:
        """What the question to one side may say: who needs is offered help, who offers is asked for it."""
        need, have = said_in_why(pair.record["why"])
        if row == pair.a:
            told = {"other_offers": have, "needs": need}
            return {**self.other(pair.b, "offers"), **{key: text for key, text in told.items() if text}}
        told = {"other_needs": need, "offers": have}
        return {**self.other(pair.a, "needs"), **{key: text for key, text in told.items() if text}}

    def other(self, row: int, key: str) -> dict[str, str]:
        """What the stub may say of the other person."""
        sheet = self.situation.tables.contacts.sheet
        text = sheet.text(row, key) or (sheet.text(row, "title") if key == "offers" else "")
        need = {"in_need": "yes"} if key == "offers" else {}
        return {"other_name": self.people.names[row], "other_row": str(row), f"other_{key}": text, **need}

    def offer(self, pair: Pair, row: int, what: tuple[str, date, str, str], facts: Mapping[str, str]) -> None:
        """One candidate, remembered in the pair's row when it is drafted."""
        when, due, why, cell = what
        one = _candidate(row, self.people.ids[row], self.facts[row], (when, due, why))
        mark = pair.cell(self.sheet, cell, self.today)
        if isinstance(mark.before, Formula):
            return
        self.practice.candidates.append(replace(one, key=pair.id, mark=mark, facts=facts))


def close_the_loop(situation: Situation, practice: Practice) -> None:
    """Four weeks after somebody introduced the user to a person, a draft that tells them what came of it."""
    made = introducers(situation.tables)
    if not made:
        return
    today, ids = situation.today, situation.identities.ids
    known = first_known(situation.tables, situation.absorbed, today)
    decided = situation.decided
    facts = {
        int(one["row"]): one
        for one in decided[decided["row"].isin([*made, *made.values()])].to_dict("records")
    }
    for row, through in made.items():
        day = known.get(row)
        touched = (
            row in ids and through in ids and facts[row]["last"] != NONE and facts[row]["state"] != "fade"
        )
        if day is None or not touched or not day + LOOP <= today <= day + LOOP + OFFERED:
            continue
        name, by = facts[row]["name"], first_name(facts[through]["name"])
        why = f"{by} introduced you to {name}, {say(day, today)}: say what came of it"
        one = _candidate(through, ids[through], facts[through], ("closing-loop", day + LOOP, why))
        practice.candidates.append(
            replace(one, key=ids[row], facts={"other_name": name, "introduced_on": day.isoformat()})
        )


def _candidate(row: int, contact: str, facts: Mapping[Any, Any], what: tuple[str, date, str]) -> Candidate:
    when, due, why = what
    share = 0.0 if facts["share"] != facts["share"] else float(facts["share"])
    rank = int(facts["tier_rank"])
    return Candidate(row, contact, facts["name"], when, due, facts["tier"], rank, share, why=why)
