"""A month's review as one HTML file: no script, no request, readable on a phone, in the dark and on paper.

Every chart has a text for those who do not see it and the same numbers in a table below. All that comes from the
sheet is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from connectkit.practice.review.standing import SHOWN
from connectkit.practice.review.words import Review, headline, modes, people
from connectkit.report.page_parts import document, figure, listed, section, table
from connectkit.report.review_style import STYLE
from connectkit.report.svg import Series, bars
from connectkit.text.dates import say
from connectkit.text.say import count, long_date

MEANING = {
    "thriving": "in touch this month, and not due",
    "steady": "within the rhythm you want",
    "needs attention": "their day has come",
    "faded": "let go, or silent for more than twice the longest gap",
    "resting": "paused, snoozed, or a first hello that has time",
    "not known": "the sheet does not tell where they stood",
}


def to_html(one: Review) -> str:
    """The whole page."""
    parts = [
        f"<h1>{escape(one.month.title)}</h1>",
        f'<p class="lead">{escape(headline(one))}</p>',
        f'<p class="quiet">{escape(_as_of(one))}</p>',
        _cards(one),
        _standing(one),
        _touch(one),
        _giving(one),
        _promises(one),
        _goals(one),
        _audit(one),
        _faded(one),
        _history(one),
    ]
    return document(f"Review of {one.month.title}", "".join(parts), STYLE)


def _as_of(one: Review) -> str:
    when = f"As of {long_date(one.last)}."
    return when if one.complete else f"{when} The month is not over yet."


def _cards(one: Review) -> str:
    known = one.figures
    kept = f"{known.kept} of {known.promised}" if known.promised else "none due"
    cards = [
        (str(known.thriving), "thriving"),
        (str(known.attention), "need attention" if known.attention != 1 else "needs attention"),
        (f"{known.gave} / {known.asked}", "gave / asked"),
        (kept, "promises kept"),
        (str(known.introduced), "introductions" if known.introduced != 1 else "introduction"),
        (str(known.arrived), "new people" if known.arrived != 1 else "new person"),
    ]
    shown = "".join(f"<li><b>{escape(number)}</b> {escape(words)}</li>" for number, words in cards)
    return f'<ul class="cards">{shown}</ul>'


def _standing(one: Review) -> str:
    rows = [
        (f"{group}\n{MEANING[group]}", str(len(names)), ", ".join(names))
        for group, names in one.groups.items()
        if names or group in SHOWN
    ]
    who = table(("Where", "How many", "Who"), rows, numbers=(1,))
    worse = [f"{move.name}: {move.was} → {move.now}" for move in one.moves if not move.up]
    better = [f"{move.name}: {move.was} → {move.now}" for move in one.moves if move.up]
    moved = listed("Doing better than a month before", better) + listed(
        "Doing worse than a month before", worse
    )
    return section("How your ties stand", who + moved)


def _touch(one: Review) -> str:
    weeks = [(say(start, one.today), len(entries)) for start, entries in one.weeks]
    chart = bars(
        "In touch, week by week",
        "; ".join(f"week from {label}: {number}" for label, number in weeks),
        [label for label, _ in weeks],
        [Series("times in touch", [number for _, number in weeks])],
        stacked=False,
    )
    rows = [
        (f"from {say(start, one.today)}", str(len(entries)), ", ".join(people(entries)))
        for start, entries in one.weeks
    ]
    mix = [(tier, modes(counts)) for tier, counts in one.channels.items()]
    body = figure(chart) + table(("Week", "Times", "With whom"), rows, numbers=(1,))
    if mix:
        body += "<h3>How</h3>" + table(("Tier", "How"), mix)
    body += listed("New people", one.new)
    if one.balance.lopsided:
        body += f"<p>{escape(one.balance.sentence)}.</p>"
    return section("In touch", body)


def _giving(one: Review) -> str:
    known = one.figures
    rows = [
        (say(each.day, one.today), each.name, each.direction, each.summary)
        for each in one.entries
        if each.direction
    ]
    text = f"<p>You gave {_times(known.gave)} and asked {_times(known.asked)} this month. It is no account to be settled.</p>"
    favours = table(("Day", "Who", "What", "About"), rows) if rows else ""
    made = listed("Introductions", [" and ".join(names) for names in one.introductions])
    return section("Giving", text + favours + made)


def _promises(one: Review) -> str:
    if not one.promises:
        return section("Promises", "<p>None was due this month.</p>")
    rows = [
        (
            each.what,
            each.who,
            "theirs" if each.by == "them" else "yours",
            say(each.due, one.today),
            "kept" if each.kept else "open",
        )
        for each in one.promises
    ]
    rate = (
        f"<p>You kept {one.figures.kept} of {one.figures.promised} ({one.kept_rate} %).</p>"
        if one.figures.promised
        else ""
    )
    return section("Promises", rate + table(("What", "Who", "Whose", "Due", "State"), rows))


def _goals(one: Review) -> str:
    if not one.goals:
        return ""
    rows = [
        (
            each.goal.text,
            f"{each.so_far} of {each.goal.wanted}",
            ", ".join(each.names),
            say(each.goal.last, one.today) if each.goal.last else "",
        )
        for each in one.goals
    ]
    return section("Goals", table(("Goal", "So far", "Who", "Until"), rows))


def _audit(one: Review) -> str:
    parts = []
    if one.tiers.roles:
        columns = one.tiers.columns
        rows = [
            (role, *(_cell(one.tiers.cells.get((role, column), ())) for column in columns))
            for role in one.tiers.roles
        ]
        parts.append(table(("Role", *columns), rows))
        parts.append(listed("Empty places", one.tiers.gaps))
    if one.five.ready or one.five.near:
        parts.append(f"<h3>Five people</h3><p>{escape(_five(one))}</p>")
    if one.notice:
        parts.append(f"<p>{escape(one.notice)}</p>")
    return section("Who supports you", "".join(parts)) if parts else ""


def _cell(names: Sequence[str]) -> str:
    return f"{len(names)}: {', '.join(names)}" if names else "0"


def _five(one: Review) -> str:
    ready = one.five.ready
    told = f"{count(len(ready), 'person', 'people')} would take your call within a week"
    text = f"{told}: {', '.join(ready)}." if ready else "Nobody is ticked yet under “Would take my call”."
    if one.five.near:
        text += " Near to it: " + "; ".join(f"{each.name} ({each.why})" for each in one.five.near) + "."
    return text


def _faded(one: Review) -> str:
    if not one.faded:
        return ""
    rows = [
        (
            each.name,
            say(each.last, one.today) if each.last else "",
            each.topic,
            "let go" if each.let_go else "revive, or let go",
        )
        for each in one.faded
    ]
    hint = "<p>To revive somebody, write to them or set Next touch. To let somebody go, write fade into State. Both are fine.</p>"
    return section("Faded", hint + table(("Who", "Last contact", "About", "Now"), rows))


def _history(one: Review) -> str:
    labels = [each.month.label for each in one.history]
    touch = [
        Series("times", [each.interactions for each in one.history]),
        Series("people", [each.people for each in one.history]),
    ]
    charts = figure(
        bars("In touch, month by month", _told(labels, touch), labels, touch, stacked=False),
        ("times", "people"),
    )
    stood = [
        Series(group, [getattr(each, key) for each in one.history])
        for group, key in zip(SHOWN, ("thriving", "steady", "attention", "faded"), strict=True)
    ]
    if sum(each.thriving is not None for each in one.history) > 1:
        drawn = bars("How your ties stood", _told(labels, stood), labels, stood, stacked=True)
        charts += figure(drawn, SHOWN)
    rows = [tuple("" if value is None else str(value) for value in each[1:]) for each in one.history]
    numbers = table(
        (
            "Month",
            "Thriving",
            "Steady",
            "Attention",
            "Faded",
            "Times",
            "People",
            "Gave",
            "Asked",
            "Promised",
            "Kept",
            "Introd.",
            "New",
        ),
        [(label, *row) for label, row in zip(labels, rows, strict=True)],
        numbers=range(1, 13),
    )
    return section("Month by month", charts + numbers)


def _told(labels: Sequence[str], series: Sequence[Series]) -> str:
    return "; ".join(
        f"{label}: "
        + ", ".join(f"{one.values[at]} {one.name}" for one in series if one.values[at] is not None)
        for at, label in enumerate(labels)
    )


def _times(number: int) -> str:
    return {0: "nothing", 1: "once", 2: "twice"}.get(number, f"{number} times")
