"""What is known of one pick before a word is written: whom, where, in which language, with which facts and material."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from connectkit.absorb.absorbed import Interaction, promise_due
from connectkit.config.config import Config
from connectkit.drafts.choose_template import Occasion, language_of
from connectkit.drafts.facts import (
    LastContact,
    contact_facts,
    person_facts,
    promise_do,
    promise_thing,
    public_name,
)
from connectkit.drafts.greeting import Addressed, is_formal
from connectkit.drafts.ideas import Known, ideas, no_mail
from connectkit.drafts.language import Language
from connectkit.drafts.link import email_address
from connectkit.drafts.matters import Sight, language_for
from connectkit.drafts.reach import reachable
from connectkit.due.candidate import Candidate
from connectkit.due.lines import DueRow
from connectkit.sheet.tables import NONE, Record, day_of
from connectkit.text.channels import read_channel
from connectkit.text.dates import MONTH_NAMES, say
from connectkit.text.names import formal_words
from connectkit.text.spans import read_span, say_span

COLUMNS = (
    "company", "title", "city", "met", "role", "tags", "interests", "offers", "needs", "nickname", "notes",
)  # fmt: skip
"""The contact's columns a draft is made with; what of them may be said, ``facts`` decides."""

GIVE_INSTEAD = frozenset({"reconnect", "weak-tie"})
"""Situations in which a thing to give is reason enough to write."""

OWN_LINE = frozenset({"reconnect", "weak-tie", "first-hello", "restart", "check-in"})
"""Situations in which the user's own line for next time is the message."""

HUMAN = ("phone", "voice note", "letter", "meeting")
TEXT_KINDS = frozenset({"email", "message", "note"})
_MINE = frozenset({"email", "message", "letter", "voice note", "meeting"})


class Prepared(NamedTuple):
    """An occasion ready to be put into words, with what stands beside it. ``to`` is set where it is not one person's."""

    occasion: Occasion
    language: str
    ideas: str
    to: str = ""


def prepare(sight: Sight, one: Candidate, due: DueRow) -> Prepared:
    """Everything a draft for this pick is made from."""
    sheet = sight.tables.contacts.sheet
    texts = {key: sheet.text(one.row, key) for key in COLUMNS}
    entries = sight.absorbed.interactions.get(one.row, [])
    facts = {**sight.extra.get(one.row, {}), **one.facts}
    code = language_for(sight, one.row)
    language = language_of(sight.templates, code)
    channel, to = _channel(sight, one, (texts["notes"], entries))
    line = sheet.text(one.row, "next_time") if one.when in OWN_LINE else ""
    own = sheet.text(one.row, "greeting")
    formal = _formal(sight.config, one.name, own, code)
    when = one.when if line else _when(one, channel, facts)
    occasion = Occasion(
        when=when,
        why=_why(sight, one, due, entries),
        context=_context(sight, one, (texts, entries, facts, due.last_note), language, formal=formal),
        channel=channel,
        to=to,
        closeness=_closeness(one, sight.config),
        greeting=own,
        formal=formal,
        line=line,
    )
    known = Known(one.name, texts["notes"], entries, texts, _first_lines(one, facts, sight.today))
    both = _both(sight, one, facts) if when == "introduction" else ""
    return Prepared(occasion, code, ideas(known, sight.today), both)


def _formal(config: Config, name: str, greeting: str, code: str) -> bool:
    """By the user's greeting where there is one, else by a title in the name, else by the setting for the language."""
    if greeting:
        return formal_words(greeting)
    return is_formal(Addressed(name)) or code in config.formal


def _channel(
    sight: Sight, one: Candidate, known: tuple[str, Sequence[Interaction]]
) -> tuple[str, Mapping[str, str]]:
    """The channel and the addresses: the person's own word, a human one after three texts, else what there is."""
    notes, entries = known
    sheet = sight.tables.contacts.sheet
    to = {key: sheet.text(one.row, key) for key in ("email", "phone", "linkedin")}
    if one.when == "introduction":
        return "email", to
    channel = read_channel(sheet.text(one.row, "channel"))
    if not channel:
        channel = reachable(to, without="email" if no_mail(notes) else "")
    lately = [interaction.kind for interaction in entries[-3:]]
    close = one.tier_rank <= 1 and one.promise is None and channel not in HUMAN and one.when != "birthday"
    if close and len(lately) == 3 and all(kind in TEXT_KINDS for kind in lately):
        channel = "voice note" if to["phone"] else "meeting"
    return channel, to


def _closeness(one: Candidate, config: Config) -> str:
    if one.tier == config.weak_tier or one.when == "first-hello":
        return "hardly"
    return "inner" if one.tier_rank == 0 and len(config.tiers) > 1 else "known"


def _when(one: Candidate, channel: str, facts: Mapping[str, str]) -> str:
    """A written hello becomes a gift where there is something to give."""
    gift = facts.get("give") and one.when in GIVE_INSTEAD and channel not in HUMAN
    return "give" if gift else one.when


def _context(
    sight: Sight,
    one: Candidate,
    known: tuple[Mapping[str, str], Sequence[Interaction], Mapping[str, str], str],
    language: Language | None,
    *,
    formal: bool,
) -> dict[str, str | int]:
    """Every fact a template may see, under the names of ``render.NAMES``."""
    texts, entries, facts, note = known
    sheet, today = sight.tables.contacts.sheet, sight.today
    last = _last(entries, sight.tables.contacts.frame, one.row)
    context: dict[str, str | int] = {key: value for key, value in texts.items() if key not in ("notes",)}
    context |= {
        "name": one.name,
        "first_name": texts["nickname"],
        # an ID that does not stand in the sheet yet is another one at every run
        "seed": sheet.text(one.row, "id") or f"{one.name} {one.row}",
        "tier": one.tier,
        "last_note": note,
        "last_kind": last.kind if last else "",
        "last_contact": say(last.day, today) if last else "",
        "days_since": (today - last.day).days if last else "",
        "promise": one.promise["what"] if one.promise else "",
        "promise_due": _promise_day(one.promise, today),
        "me": sight.config.me.name,
    }
    if language is not None:
        # what can't be said to the person stands in Ideas; a template of the user's own may still show the cell
        context |= {"company": "", "city": "", "met": ""}
        context |= person_facts(texts, last, language, today) | contact_facts(last, language, today)
        context |= _promise(one.promise, language, formal=formal)
        context |= _days(facts, language, today)
    return {
        **context,
        **{key: value for key, value in facts.items() if not key.endswith("_row")},
        **_other(sight, facts),
    }


def _last(entries: Sequence[Interaction], frame: pd.DataFrame, row: int) -> LastContact | None:
    """The day of the last contact, and its kind where the Log knows that very day."""
    number = int(frame.loc[(frame["row"] == row).to_numpy(), "last"].iloc[0])
    cell = None if number == NONE else day_of(number)
    logged = max((one.day for one in entries), default=None)
    day = max((one for one in (cell, logged) if one is not None), default=None)
    if day is None:
        return None
    that = [one for one in entries if one.day == day]
    real = [one for one in that if one.source != "draft"]
    if real:
        return LastContact(day, real[-1].kind)
    mine = bool(that) and that[-1].kind in _MINE
    return LastContact(day, that[-1].kind if that else "", mine)


def _promise(promise: Record | None, language: Language, *, formal: bool) -> dict[str, str | int]:
    if promise is None:
        return {}
    what = promise["what"]
    thing = promise_thing(what, language)
    theirs = promise["by"].casefold() == "them"
    do = "" if thing or theirs else promise_do(what, language, formal=formal)
    return {"promise_thing": thing, "promise_do": do}


def _days(facts: Mapping[str, str], language: Language, today: date) -> dict[str, str | int]:
    """The days an occasion is about, in the words of the language."""
    found: dict[str, str | int] = {}
    met, introduced = facts.get("met_on", ""), facts.get("introduced_on", "")
    if met:
        day = date.fromisoformat(met)
        found |= {"met_day": language.day(day), "met_month": language.month(day, today)}
        found["met_month_of"] = language.month_name(day, today)
    if introduced:
        found["intro_month"] = language.month(date.fromisoformat(introduced), today)
    return found


def _other(sight: Sight, facts: Mapping[str, str]) -> dict[str, str | int]:
    """What may be said of the other person of an introduction: what they do, and where."""
    row = facts.get("other_row", "")
    if not row:
        return {}
    sheet = sight.tables.contacts.sheet
    title, company = sheet.text(int(row), "title"), public_name(sheet.text(int(row), "company"))
    return {"other_about": ", ".join(part for part in (title, company) if part)}


def _promise_day(promise: Record | None, today: date) -> str:
    day = promise_due(promise) if promise else None
    return say(day, today) if day else ""


def _first_lines(one: Candidate, facts: Mapping[str, str], today: date) -> list[str]:
    """What belongs to the occasion itself, for Ideas."""
    lines = []
    if one.promise is not None:
        who = "they promised" if one.when == "their-promise" else "you promised"
        lines.append(f"{who}: {one.promise['what']}, due {_promise_day(one.promise, today)}")
    if facts.get("give"):
        lines.append(f"could give: {facts['give']}")
    return lines


_SPOKE = {"call": "Last spoke", "meeting": "Last met", "email": "Last wrote", "message": "Last wrote"}


def _why(sight: Sight, one: Candidate, due: DueRow, entries: Sequence[Interaction]) -> str:
    """Why this person, in words a friend would use: ``Last spoke in August; you wanted every 2 months (core)``."""
    if one.promise is not None:
        who = "they promised" if one.when == "their-promise" else "you promised"
        return f"{who}: {one.promise['what']}, due {_promise_day(one.promise, sight.today)}"
    wanted = _wanted(sight, one, due)
    if one.why or due.last_contact is None or not wanted:
        return one.why or due.why
    kind = next((e.kind for e in reversed(entries) if e.day == due.last_contact), "")
    year = "" if sight.today.year == due.last_contact.year else f" {due.last_contact.year}"
    month = f"{MONTH_NAMES[due.last_contact.month]}{year}"
    more = due.why.partition("; ")[2]
    said = f"{_SPOKE.get(kind, 'Last in touch')} in {month}; you wanted every {wanted} ({due.tier})"
    return f"{said}; {more}" if more else said


def _wanted(sight: Sight, one: Candidate, due: DueRow) -> str:
    """The rhythm in words; blank where a day of the user's own decides."""
    contacts = sight.tables.contacts
    if "Next touch" in due.why:
        return ""
    own = read_span(contacts.sheet.text(one.row, "every"))
    tier = sight.config.tier_named(one.tier)
    span = own or (tier.aim if tier else None)
    return say_span(span).removeprefix("1 ") if span else ""


def _both(sight: Sight, one: Candidate, facts: Mapping[str, str]) -> str:
    """Both addresses of an introduction, for one mail to two people; ``""`` where one is missing."""
    sheet = sight.tables.contacts.sheet
    rows = (one.row, int(facts.get("other_row") or 0))
    found = [address for row in rows if row and (address := email_address(sheet.text(row, "email")))]
    return ",".join(found) if len(found) == len(rows) else ""
