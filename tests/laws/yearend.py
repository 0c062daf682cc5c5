"""What a simulated year comes to: its laws, each with the sentences that say where it broke, and some figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.laws.year import RHYTHM, WEEK, Made, Year

SIGNS = {
    "before the promise": "a promise that is due is drafted before anybody else",
    "slots of four weeks": "occasions take at most half of any four weeks",
    "still open": "a promise whose draft was sent is done",
    "in one week": "no week has more drafts than the budget",
    "wants peace": "nobody paused or left to fade is proposed",
    "waits unseen": "every draft that waits, or was put off two weeks ago, stands in Due",
    "too soon": "whoever was skipped comes up a round later, not before",
    "drafted twice": "no draft is made twice",
}
"""Words of a sentence in ``broken``, and the law it speaks of."""


def unforced(year: Year) -> list[str]:
    """Close ties that were late without a draft although a slot was free, or went to somebody less far gone."""
    weeks, found = year.weeks(), []
    by_week: dict[tuple[int, int], list[Made]] = defaultdict(list)
    for one in year.made.values():
        by_week[one.day.isocalendar()[:2]].append(one)
    for late in year.late:
        week = late.day.isocalendar()[:2]
        if late.why != "no slot":
            continue
        if weeks[week] < year.config.per_week:
            found.append(f"{late.day}: {late.name} is late by {late.days} days, and the week had a slot left")
        for one in by_week[week]:
            rhythm = one.when in RHYTHM and one.tier != "weak"
            if one.day == late.day and rhythm and one.share < late.share - 0.01:
                found.append(
                    f"{late.day}: {one.name} ({one.share:.2f}) before {late.name} ({late.share:.2f})"
                )
    return found


def promised(year: Year) -> str:
    """How many promises came due, how many were drafted, and the longest wait for a draft."""
    rows = list(year.person.rows("Promises"))
    drafts = [one for one in year.made.values() if one.when in ("promise", "their-promise")]
    waits = [(one.day - date.fromisoformat(one.reason[-10:])).days for one in drafts if one.day > year.start]
    kept = sum(bool(one.text("Done")) for one in rows)
    return f"{len(rows)} in the tab, {kept} kept, {len(drafts)} drafted, at most {max(waits, default=0)} days after they were due"


def weak_ties(year: Year) -> list[tuple[str, int, int, int]]:
    """Name, drafts of the rhythm, how many of them the person skipped or deleted, and days in touch, of the weak ties that were there all year and never rested."""
    found = []
    log = list(year.person.rows("Log"))
    for one in year.person.rows("Contacts"):
        key = one.text("ID")
        old = (one.day("Added") or year.today) <= year.start + WEEK
        if one.text("Tier") != "weak" or key in year.quiet or not old:
            continue
        asked = {i for i, made in year.made.items() if made.contact == key and made.when in RHYTHM}
        aside = {
            row.text("ID") for row in year.person.rows("Drafts") if row.text("Status") == "Skip"
        } | year.gone.keys()
        days = {
            row.day("Date")
            for row in log
            if row.text("Contact ID") == key and (row.day("Date") or date.min) > year.start
        }
        found.append((one.text("Name"), len(asked), len(asked & aside), len(days)))
    return found


def weak_broken(year: Year) -> list[str]:
    """Weak ties the year passed by though the person put no proposal aside, or that were proposed more than twice."""
    return [
        f"{name} was proposed {asked} times, {aside} put aside, and touched {touched} times"
        for name, asked, aside, touched in weak_ties(year)
        if asked > 2 or (not touched and not aside and year.today >= year.start + 52 * WEEK)
    ]


def blocked(year: Year) -> list[str]:
    """People for whom nothing was drafted for a year and more although their day had come and they wanted no peace."""
    last = {one.contact: one.day for one in sorted(year.made.values(), key=lambda made: made.day)}
    return [
        f"{one.text('Name')} is late and was never drafted in the last year"
        for one in year.person.rows("Contacts")
        if one.text("Status") == "late"
        and one.text("ID") not in year.quiet
        and last.get(one.text("ID"), year.start) < year.today - 52 * WEEK
    ]


def passed_over(year: Year) -> list[str]:
    """Late inner ties without a draft, while occasions had slots in two weeks running."""
    weeks = {(late.day.isocalendar()[:2], late.contact): late for late in year.late if late.why == "no slot"}
    took = {one.day.isocalendar()[:2] for one in year.made.values() if one.is_occasion}
    return [
        f"{late.day}: {late.name} was passed over for occasions two weeks running"
        for (week, contact), late in weeks.items()
        if (before := (late.day - WEEK).isocalendar()[:2]) in took
        and week in took
        and (before, contact) in weeks
        and late.tier == "inner"
    ]


def checks(year: Year) -> list[tuple[str, list[str]]]:
    """Each law in words, and the sentences that say where it broke."""
    told: dict[str, list[str]] = {sign: [] for sign in (*SIGNS, "")}
    for sentence in year.broken:
        told[next((sign for sign in SIGNS if sign in sentence), "")].append(sentence)
    return [
        ("no close tie is late without a draft while a slot is free or goes to somebody less far gone", unforced(year)),
        ("over a whole year every weak tie is touched unless the person puts it aside, and proposed at most twice", weak_broken(year)),
        ("nobody is blocked for good", blocked(year)),
        ("no late inner tie is passed over for an occasion two weeks running", passed_over(year)),
        *((law, told[sign]) for sign, law in SIGNS.items()),
        ("a second sync on the same day has nothing to do", told[""]),
    ]  # fmt: skip
