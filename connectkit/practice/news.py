"""A new job is a reason to write: once, within three weeks of the user's yes in Matches.

Only what stands in the sheet is said: the Log tells what is no longer so, the contact's cells what is. Where these can't
be said to the person for certain (no employer, a remark, somebody without work), there is no draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from connectkit.absorb.absorbed import Interaction
from connectkit.absorb.expiry import LASTS
from connectkit.drafts.facts import phrase, public_name
from connectkit.due.candidate import Candidate
from connectkit.people.farewell import SOURCE, Left, read_farewell
from connectkit.people.keys import company_key
from connectkit.practice.base import Practice, Situation
from connectkit.sheet.tables import day_of
from connectkit.text.dates import say
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

FRESH = LASTS["news"]
"""So long after the user's yes a draft is offered."""

_NO_JOB = pattern(
    r"\b(?:open to|opentowork|seek(?:s|ing)|job search|between|retired|retirement|pension\w*|unemployed|laid off|(?:parental|maternity|paternity|garden\w*|sick|on) leave"
    r"|sabbatical|career break|deceased|in memoriam|ruhestand|rente|rentner\w*|elternzeit|arbeitssuchend|arbeitslos|auf der suche|verstorben"
    r"|retraite\w*|recherche d|en recherche|sans emploi|jubilad[oa]|en busqueda|desemplead[oa]|en paro|fallecid[oa])\b",
    re.IGNORECASE,
)
"""Words that say that somebody has no work now, as ``fold`` leaves them: nothing to congratulate on."""


def congratulate(situation: Situation, practice: Practice) -> None:
    """A draft for everybody with a new job, unless the two were in touch since."""
    told = {
        row: found
        for row, remarks in situation.absorbed.remarks.items()
        if row not in situation.identities.frozen and (found := _newest(remarks, situation.today))
    }
    decided = situation.decided
    for one in decided[decided["row"].isin(list(told))].to_dict("records") if told else ():
        row = int(one["row"])
        contact, (day, left, summary) = situation.identities.ids.get(row, ""), told[row]
        sheet = situation.tables.contacts.sheet
        facts = new_job(left, sheet.text(row, "company"), sheet.text(row, "title"))
        if not contact or not facts or (day_of(one["last"]) or day) > day:
            continue
        share = 0.0 if one["share"] != one["share"] else float(one["share"])
        practice.candidates.append(
            Candidate(
                row, contact, one["name"], "news", day, one["tier"], int(one["tier_rank"]), share,
                why=_why(summary, facts, day, situation.today), facts=facts,
            )
        )  # fmt: skip


def _newest(remarks: Sequence[Interaction], today: date) -> tuple[date, Left, str] | None:
    """The day, what is no longer so, and the words of the newest row of the Log about somebody's work that is fresh."""
    found = [
        (one.day, left, one.summary)
        for one in remarks
        if one.source == SOURCE and today - FRESH <= one.day <= today and (left := read_farewell(one.summary))
    ]
    return max(found, key=lambda one: one[0]) if found else None


def new_job(left: Left, company: str, title: str) -> Mapping[str, str]:
    """What may be said of the new job, ``news_company`` and ``news_title``; nothing where none of it is certain."""
    if _NO_JOB.search(fold(company)) or _NO_JOB.search(fold(title)):
        return {}
    facts = {}
    if left.company:
        moved = company_key(company) != company_key(left.company)
        facts["news_company"] = public_name(company) if moved else ""
        if not facts["news_company"]:
            return {}
    said = " ".join(title.split())
    if left.title and fold(said) != fold(left.title) and said == public_name(said) == phrase(said):
        facts["news_title"] = said
    return facts


def _why(summary: str, facts: Mapping[str, str], day: date, today: date) -> str:
    renamed = "; skip it where only the firm's name is new" if "news_company" in facts else ""
    return f"{summary}, as you confirmed on {say(day, today)}: congratulate{renamed}"
