"""What is known of one pick before a word is written: whom, where, in which language, with which facts and material."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from connectkit.absorb.absorbed import Interaction
from connectkit.config.config import Config
from connectkit.drafts.choose_template import Occasion, language_of, speaks
from connectkit.drafts.facts import (
    LastContact,
    contact_facts,
    person_facts,
    promise_do,
    promise_thing,
    public_name,
)
from connectkit.drafts.greeting import Addressed, is_formal
from connectkit.drafts.ideas import STALE, Known, ideas, newest, no_mail
from connectkit.drafts.language import Language
from connectkit.drafts.link import email_address
from connectkit.drafts.reach import reachable
from connectkit.due.choose import Candidate, promise_due
from connectkit.due.lines import DueRow
from connectkit.sheet.tables import Record, Sheet
from connectkit.text.channels import read_channel
from connectkit.text.dates import MONTH_NAMES, say
from connectkit.text.names import formal_words, read_name
from connectkit.text.spans import read_span, say_span

if TYPE_CHECKING:
    from connectkit.drafts.row import Writer

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
    needs: tuple[str, ...] = ()
    to: str = ""


def prepare(writer: Writer, one: Candidate, due: DueRow) -> Prepared:
    """Everything a draft for this pick is made from."""
    sheet = writer.tables.contacts.sheet
    texts = {key: sheet.text(one.row, key) for key in COLUMNS}
    entries = writer.absorbed.interactions.get(one.row, [])
    facts = {**writer.extra.get(one.row, {}), **one.facts}
    missing: list[str] = []
    code = _language(writer, sheet.text(one.row, "language"), missing)
    language = language_of(writer.templates, code)
    channel, to = _channel(writer, one, (texts["notes"], entries), missing)
    line = sheet.text(one.row, "next_time") if one.when in OWN_LINE else ""
    own = sheet.text(one.row, "greeting")
    formal = _formal(writer.config, one.name, own, code)
    when = one.when if line else _when(writer, one, channel, facts)
    occasion = Occasion(
        when=when,
        why=_why(writer, one, due, entries),
        context=_context(writer, one, (texts, entries, facts), language, formal=formal),
        channel=channel,
        to=to,
        closeness=_closeness(one, writer.config),
        greeting=own,
        formal=formal,
        line=line,
    )
    known = Known(one.name, texts["notes"], entries, texts, _first_lines(one, facts, writer.today))
    if not own and not read_name(one.name, company=texts["company"]).name and not texts["nickname"]:
        missing.append("The name does not show how to greet them: write it into Greeting in Contacts.")
    missing += _age(known, writer.today)
    both = _both(writer, one, facts, missing) if when == "introduction" else ""
    return Prepared(occasion, code, ideas(known, writer.today), tuple(missing), both)


def _language(writer: Writer, cell: str, missing: list[str]) -> str:
    """The person's language, else that of the settings, else English; what has no texts is said."""
    wanted = _code(writer, cell) if cell else writer.config.language
    for code in (wanted, writer.config.language, "en"):
        if code and speaks(writer.templates, code):
            if cell and code != wanted:
                missing.append(f"There are no texts in “{cell}”: this one is in another language.")
            return code.casefold()[:2]
    return writer.config.language


def _code(writer: Writer, cell: str) -> str:
    """``Deutsch`` and ``de-AT`` as ``de``; the word itself where no language is called so."""
    word = cell.strip().casefold()
    spoken = {one.sentences.code: one.sentences for one in writer.templates if one.sentences}
    for code, language in spoken.items():
        if language.has("language", word) or language.has("language", word.split("-")[0].split("_")[0]):
            return code
    return word


def _formal(config: Config, name: str, greeting: str, code: str) -> bool:
    """By the user's greeting where there is one, else by a title in the name, else by the setting for the language."""
    if greeting:
        return formal_words(greeting)
    return is_formal(Addressed(name)) or code in config.formal


def _channel(
    writer: Writer, one: Candidate, known: tuple[str, Sequence[Interaction]], missing: list[str]
) -> tuple[str, Mapping[str, str]]:
    """The channel and the addresses: the person's own word, a human one after three texts, else what there is."""
    notes, entries = known
    sheet = writer.tables.contacts.sheet
    to = {key: sheet.text(one.row, key) for key in ("email", "phone", "linkedin")}
    if one.when == "introduction":
        return "email", to
    cell = sheet.text(one.row, "channel")
    channel = read_channel(cell)
    if channel is None:
        missing.append(f"“{cell}” is no channel connectkit knows: choose one from the list in Contacts.")
    if not channel:
        channel = reachable(to, without="email" if no_mail(notes) else "")
    lately = [interaction.kind for interaction in entries[-3:]]
    close = one.tier_rank <= 1 and one.promise is None and channel not in HUMAN and one.when != "birthday"
    if close and len(lately) == 3 and all(kind in TEXT_KINDS for kind in lately):
        channel = "voice note" if to["phone"] else "meeting"
    missing += _no_address(channel, to)
    return channel, to


def _no_address(channel: str, to: Mapping[str, str]) -> list[str]:
    """What is said where nothing can be opened and no link says so itself."""
    if not channel and not any(to.values()):
        return ["There is no address, number or profile in Contacts."]
    if channel in ("phone", "sms", "voice note") and not to["phone"]:
        return ["There is no phone number in Contacts."]
    return []


def _closeness(one: Candidate, config: Config) -> str:
    if one.tier == config.weak_tier or one.when == "first-hello":
        return "hardly"
    return "inner" if one.tier_rank == 0 and len(config.tiers) > 1 else "known"


def _when(writer: Writer, one: Candidate, channel: str, facts: Mapping[str, str]) -> str:
    """A written hello becomes a gift where there is something to give."""
    gift = facts.get("give") and one.when in GIVE_INSTEAD and channel not in HUMAN
    return "give" if gift else one.when


def _context(
    writer: Writer,
    one: Candidate,
    known: tuple[Mapping[str, str], Sequence[Interaction], Mapping[str, str]],
    language: Language | None,
    *,
    formal: bool,
) -> dict[str, str | int]:
    """Every fact a template may see, under the names of ``render.NAMES``."""
    texts, entries, facts = known
    sheet, today = writer.tables.contacts.sheet, writer.today
    last = _last(entries, writer.tables.contacts.frame, one.row)
    context: dict[str, str | int] = {key: value for key, value in texts.items() if key not in ("notes", "nickname")}
    context |= {
        "name": one.name,
        "first_name": texts["nickname"],
        # an ID that does not stand in the sheet yet is another one at every run
        "seed": sheet.text(one.row, "id") or f"{one.name} {one.row}",
        "tier": one.tier,
        "last_note": next((e.summary for e in reversed(entries) if e.summary and e.source != "draft"), ""),
        "last_kind": last.kind if last else "",
        "last_contact": say(last.day, today) if last else "",
        "days_since": (today - last.day).days if last else "",
        "promise": one.promise["what"] if one.promise else "",
        "promise_due": _promise_day(one.promise, today),
        "me": writer.config.me.name,
    }
    if language is not None:
        # what can't be said to the person stands in Ideas; a template of the user's own may still show the cell
        context |= {"company": "", "city": "", "met": ""}
        context |= person_facts(texts, last, language, today) | contact_facts(last, language, today)
        context |= _promise(one.promise, language, formal=formal)
        context |= _days(facts, one, language, today)
    return {**context, **{key: value for key, value in facts.items() if not key.endswith("_row")}, **_other(writer, facts)}


def _last(entries: Sequence[Interaction], frame: object, row: int) -> LastContact | None:
    """The day of the last contact, and its kind where the Log knows that very day."""
    import pandas as pd

    from connectkit.sheet.tables import NONE, day_of

    assert isinstance(frame, pd.DataFrame)  # noqa: S101 - the tables' own type
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


def _days(facts: Mapping[str, str], one: Candidate, language: Language, today: date) -> dict[str, str | int]:
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


def _other(writer: Writer, facts: Mapping[str, str]) -> dict[str, str | int]:
    """What may be said of the other person of an introduction: what they do, and where."""
    row = facts.get("other_row", "")
    if not row:
        return {}
    sheet = writer.tables.contacts.sheet
    title, company = sheet.text(int(row), "title"), public_name(sheet.text(int(row), "company"))
    return {"other_about": ", ".join(part for part in (title, company) if part)}


def _both(writer: Writer, one: Candidate, facts: Mapping[str, str], missing: list[str]) -> str:
    """Both addresses of an introduction, for one mail to two people."""
    sheet: Sheet = writer.tables.contacts.sheet
    missing.append("Send it when both have said yes.")
    found = []
    for row, name in ((one.row, one.name), (int(facts.get("other_row") or 0), facts.get("other_name", ""))):
        address = email_address(sheet.text(row, "email")) if row else ""
        if address:
            found.append(address)
        else:
            missing.append(f"There is no e-mail address for {name}.")
    return ",".join(found) if len(found) > 1 else ""


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


def _age(known: Known, today: date) -> list[str]:
    """One sentence where the newest dated note is old."""
    day = newest(known)
    if day is None or today - day < STALE:
        return []
    months = (today.year - day.year) * 12 + today.month - day.month
    return [f"The newest note is {months} months old."]


_SPOKE = {"call": "Last spoke", "meeting": "Last met", "email": "Last wrote", "message": "Last wrote"}


def _why(writer: Writer, one: Candidate, due: DueRow, entries: Sequence[Interaction]) -> str:
    """Why this person, in words a friend would use: ``Last spoke in August; you wanted every 2 months (core)``."""
    if one.promise is not None:
        who = "they promised" if one.when == "their-promise" else "you promised"
        return f"{who}: {one.promise['what']}, due {_promise_day(one.promise, writer.today)}"
    wanted = _wanted(writer, one, due)
    if one.why or due.last_contact is None or not wanted:
        return one.why or due.why
    kind = next((e.kind for e in reversed(entries) if e.day == due.last_contact), "")
    year = "" if writer.today.year == due.last_contact.year else f" {due.last_contact.year}"
    month = f"{MONTH_NAMES[due.last_contact.month]}{year}"
    more = due.why.partition("; ")[2]
    said = f"{_SPOKE.get(kind, 'Last in touch')} in {month}; you wanted every {wanted} ({due.tier})"
    return f"{said}; {more}" if more else said


def _wanted(writer: Writer, one: Candidate, due: DueRow) -> str:
    """The rhythm in words; blank where a day of the user's own decides."""
    contacts = writer.tables.contacts
    if "Next touch" in due.why:
        return ""
    own = read_span(contacts.sheet.text(one.row, "every"))
    tier = writer.config.tier_named(one.tier)
    span = own or (tier.aim if tier else None)
    return say_span(span).removeprefix("1 ") if span else ""
