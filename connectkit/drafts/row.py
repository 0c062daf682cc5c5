"""From a pick to a row in Drafts: the facts a template may see, the stub, the link, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from connectkit.absorb.absorbed import Absorbed, Interaction, promise_due
from connectkit.config.config import Config
from connectkit.drafts.choose_template import Occasion, Stub, draft
from connectkit.drafts.link import open_formula, open_link
from connectkit.drafts.needs import needs
from connectkit.drafts.render import FACTS
from connectkit.drafts.template import Template
from connectkit.due.candidate import Candidate
from connectkit.due.choose import Choice
from connectkit.due.lines import DueRow
from connectkit.model import AppendRow, CellValue, SetCell, TabLayout, column_letter
from connectkit.sheet.cells import to_cell_text
from connectkit.sheet.draft_status import written
from connectkit.sheet.ids import mint
from connectkit.sheet.tables import Record, Tables
from connectkit.text.dates import say

GIVE_INSTEAD = frozenset({"reconnect", "weak-tie"})
"""Situations in which a thing to give is reason enough to write."""

HUMAN = ("phone", "voice note", "letter", "meeting")
TEXT_KINDS = frozenset({"email", "message", "note"})
LATELY = 5
"""Nobody is to get what somebody else got in so many weeks; with more in sight every template would look used up."""

RECENT = 30
"""So many of the newest drafts are compared for sameness."""


class Drafted(NamedTuple):
    """One new draft: the template it came from, ``reason`` (the template's ``when``), why now, what is missing."""

    name: str
    template: str
    reason: str
    why: str
    needs: str


@dataclass(frozen=True)
class NewDraft:
    """One draft to append, with what the report and the contact's row need of it."""

    row: AppendRow
    told: Drafted
    candidate: Candidate


class Writer:
    """Drafts for one run: knows the contacts' facts, what was drafted before, and the store's kind of link."""

    def __init__(
        self,
        tables: Tables,
        absorbed: Absorbed,
        config: Config,
        *,
        today: date,
        templates: Sequence[Template],
        extra: Mapping[int, Mapping[str, str]] | None = None,
    ) -> None:
        self.extra = extra or {}
        self.tables, self.absorbed, self.config, self.today, self.templates = (
            tables,
            absorbed,
            config,
            today,
            templates,
        )
        self.used: dict[str, list[str]] = defaultdict(list)
        for record in sorted(tables.drafts, key=lambda one: (one.dates["created"] or date.min, one.row)):
            self.used[record["contact_id"]].append(record["template"])
        self.recent = [(one["name"], one["message"]) for one in tables.drafts if one["message"]][-RECENT:]

    def drafts(
        self,
        choice: Choice,
        due: Mapping[int, DueRow],
        *,
        new_id: Callable[[], str],
        layout: TabLayout,
        live_links: bool,
    ) -> list[NewDraft]:
        """One draft a pick, in the order of the picks."""
        made = []
        for one in choice.picks:
            stub, occasion = self._stub(one, due[one.row])
            made.append(
                self._row(one, stub, occasion, mint("drafts", one.name, new_id), (layout, live_links))
            )
            self.recent.append((one.name, stub.message))
        return made

    def _stub(self, one: Candidate, due: DueRow) -> tuple[Stub, Occasion]:
        occasion = self._occasion(one, due)
        stub = draft(
            occasion,
            self.templates,
            language=self.config.language,
            used=self.used[one.contact_id],
            recent=self.recent[-LATELY * self.config.per_week :],
        )
        return stub, occasion

    def _occasion(self, one: Candidate, due: DueRow) -> Occasion:
        sheet = self.tables.contacts.sheet
        known = self.absorbed.interactions.get(one.row, [])
        context: dict[str, str | int] = {key: sheet.text(one.row, key) for key in FACTS}
        context |= {
            "name": one.name,
            # an ID that does not stand in the sheet yet is another one at every run
            "seed": sheet.text(one.row, "id") or f"{one.name} {one.row}",
            "tier": one.tier,
            "why": self._why(one, due),
            "last_note": due.last_note,
            "last_kind": known[-1].kind if known else "",
            "last_contact": say(due.last_contact, self.today) if due.last_contact else "",
            "days_since": (self.today - due.last_contact).days if due.last_contact else "",
            "birthday": "",
            "promise": one.promise["what"] if one.promise else "",
            "promise_due": self._promise_day(one.promise),
            "me": self.config.me.name,
        }
        context |= {**self.extra.get(one.row, {}), **one.facts}
        channel = self._channel(one, sheet.text(one.row, "channel"), known)
        when = self._when(one, channel)
        to = {key: sheet.text(one.row, key) for key in ("email", "phone", "linkedin")}
        context["channel"] = channel
        return Occasion(when, str(context["why"]), context, channel, to)

    def _when(self, one: Candidate, channel: str) -> str:
        """A written hello becomes a gift where there is something to give, or where giving is overdue."""
        gift = "give" in self.extra.get(one.row, {}) and one.when in GIVE_INSTEAD and channel not in HUMAN
        return "give" if gift and self._spoken("give") >= self._spoken(one.when) else one.when

    def _spoken(self, when: str) -> bool:
        """Whether a template for the situation speaks the user's language."""
        tongue = self.config.language.casefold()[:2]
        return any(one.when == when and one.language.casefold()[:2] == tongue for one in self.templates)

    def _promise_day(self, promise: Record | None) -> str:
        day = promise_due(promise) if promise else None
        return say(day, self.today) if day else ""

    def _why(self, one: Candidate, due: DueRow) -> str:
        if one.promise is None:
            return one.why or due.why
        who = "they promised" if one.when == "their-promise" else "you promised"
        return f"{who}: {one.promise['what']}, due {self._promise_day(one.promise)}"

    def _channel(self, one: Candidate, own: str, known: Sequence[Interaction]) -> str:
        """The person's own channel; a close tie that was text-only three times gets a human one."""
        own = own.casefold()
        lately = [interaction.kind for interaction in known[-3:]]
        close = one.tier_rank <= 1 and one.promise is None and own not in HUMAN
        if close and len(lately) == 3 and all(kind in TEXT_KINDS for kind in lately):
            return "voice note" if self.tables.contacts.sheet.text(one.row, "phone") else "meeting"
        return own

    def _row(
        self, one: Candidate, stub: Stub, occasion: Occasion, draft_id: str, place: tuple[TabLayout, bool]
    ) -> NewDraft:
        layout, live_links = place
        link, note = open_cell(
            stub.channel, (stub.to, stub.subject, stub.message), self.config, layout, live=live_links
        )
        missing = "; ".join(part for part in (stub.needs, note) if part)
        values: dict[str, CellValue] = {
            "status": "To do", "name": one.name, "why_now": occasion.why, "last_note": str(occasion.context["last_note"]),
            "channel": stub.channel, "to": stub.to, "subject": stub.subject, "message": stub.message, "needs": missing,
            "written": written(to_cell_text(stub.subject), to_cell_text(stub.message)), "open": link, "created": self.today, "reason": one.reason, "template": stub.template,
            "id": draft_id, "contact_id": one.contact_id,
        }  # fmt: skip
        clean = {
            key: to_cell_text(value) if isinstance(value, str) else value for key, value in values.items()
        }
        clean = {key: value for key, value in clean.items() if value not in ("", None)}
        told = Drafted(one.name, stub.template, one.when, occasion.why, missing)
        return NewDraft(AppendRow("drafts", draft_id, clean), told, one)

    def follow(self, *, live_links: bool) -> list[SetCell]:
        """``Needs`` and ``Open`` of waiting drafts, where the user's text has changed them."""
        sheet = self.tables.sheets.get("drafts")
        changes: list[SetCell] = []
        for record in self.tables.drafts if sheet else ():
            if sheet is None or not record["id"] or record["status"].casefold() not in ("", "to do", "later"):
                continue
            texts = (record["to"], record["subject"], record["message"])
            link, note = open_cell(record["channel"], texts, self.config, sheet.layout, live=live_links)
            missing = "; ".join(part for part in (self._needs(record), note) if part)
            for key, after in (("needs", to_cell_text(missing) or None), ("open", link)):
                before = sheet.cell(record.row, key)
                changes.append(
                    SetCell("drafts", record.row, key, record["id"], record["name"], before, after)
                )
        return changes

    def _needs(self, record: Record) -> str:
        others = [
            (name, text) for name, text in self.recent if text != record["message"] or name != record["name"]
        ]
        return needs(
            record["subject"], record["message"], facts=self._facts(record), recent=others, name=record["name"]
        )  # fmt: skip

    def _facts(self, record: Record) -> list[str]:
        contacts = self.tables.contacts
        facts = [
            record["last_note"],
            record["why_now"] if record["reason"].startswith(("promise", "their")) else "",
        ]
        own = contacts.frame.loc[(contacts.frame["id"] == record["contact_id"]).to_numpy(), "row"]
        facts += [contacts.sheet.text(int(row), key) for row in own[:1] for key in FACTS]
        return [fact for fact in facts if fact]


def open_cell(
    channel: str, texts: tuple[str, str, str], config: Config, layout: TabLayout, *, live: bool
) -> tuple[CellValue, str]:
    """What stands in ``Open``: a live formula over the row's own cells, or a static link; and what it can't do."""
    to, subject, message = texts
    link, note = open_link(channel, to=to, subject=subject, message=message, mail=config.mail)
    if not live or link is None:
        return link, note
    letters = {
        key: column_letter(layout.columns[key])
        for key in ("to", "subject", "message")
        if key in layout.columns
    }
    return open_formula(channel, mail=config.mail, letters=letters), note
