"""From a pick to a row in Drafts: the facts that may be said, the message, the material beside it, the link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.absorb.absorbed import Absorbed
from connectkit.config.config import Config
from connectkit.drafts.choose_template import Stub, draft
from connectkit.drafts.link import open_formula, open_link
from connectkit.drafts.matters import Sight, matters
from connectkit.drafts.needs import Other, needs
from connectkit.drafts.occasion import Prepared, prepare
from connectkit.drafts.template import Template
from connectkit.due.candidate import Candidate
from connectkit.due.choose import Choice
from connectkit.due.lines import DueRow
from connectkit.model import AppendRow, CellValue, Link, SetCell, TabLayout, column_letter
from connectkit.sheet.cells import to_cell_text
from connectkit.sheet.draft_status import untouched, written
from connectkit.sheet.ids import mint
from connectkit.sheet.tables import Record, Tables

LATELY = timedelta(weeks=4)
"""For so long nobody is to get a sentence that somebody else got."""

WAITING = ("", "to do", "later")
"""The statuses of a draft that may still be sent."""


class Drafted(NamedTuple):
    """One new draft: the template it came from, ``reason`` (the template's ``when``), why now, what matters before it goes."""

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
        self.sight = Sight(tables, absorbed, config, today, templates, extra or {})
        self.tables, self.config, self.today, self.templates = tables, config, today, templates
        frame = tables.contacts.frame
        self.rows: dict[str, int] = dict(zip(frame["id"].tolist(), frame["row"].tolist(), strict=True))
        self.had: dict[str, list[Record]] = defaultdict(list)
        for record in sorted(tables.drafts, key=lambda one: (one.dates["created"] or date.min, one.row)):
            self.had[record["contact_id"]].append(record)
        self.fresh: list[tuple[str, Other]] = [
            (one["contact_id"], Other(one["name"], one["message"], _day(one)))
            for one in tables.drafts
            if one["message"] and (_day(one) or date.min) > today - LATELY
        ]

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
            ready = prepare(self.sight, one, due[one.row])
            stub = self._stub(one, ready)
            made.append(self._row(one, stub, ready, mint("drafts", one.name, new_id), (layout, live_links)))
            self.fresh.append((one.contact_id, Other(one.name, stub.message, self.today)))
        return made

    def _stub(self, one: Candidate, ready: Prepared) -> Stub:
        had = self.had[one.contact_id]
        return draft(
            ready.occasion,
            self.templates,
            language=ready.language,
            used=[record["template"] for record in had],
            recent=[(other.name, other.message) for other in self._others(one.contact_id)],
            own=[record["message"] for record in had[-6:]],
        )

    def _others(self, contact_id: str) -> list[Other]:
        return [other for whose, other in self.fresh if whose != contact_id]

    def _row(
        self, one: Candidate, stub: Stub, ready: Prepared, draft_id: str, place: tuple[TabLayout, bool]
    ) -> NewDraft:
        layout, live_links = place
        to = ready.to or stub.to
        texts = (to, stub.subject, stub.message)
        link, note = open_cell(stub.channel, texts, self.config, layout, live=live_links, today=self.today)
        other = needs(stub.subject, stub.message, recent=self._others(one.contact_id), today=self.today)
        sheet = matters(self.sight, one.row, one.when, stub.channel, to)
        missing = " ".join(part for part in (*sheet, note, other) if part)
        values: dict[str, CellValue] = {
            "status": "To do", "name": one.name, "message": stub.message, "ideas": ready.ideas, "needs": missing, "open": link,
            "why_now": ready.occasion.why, "subject": stub.subject, "channel": stub.channel, "to": to, "created": self.today,
            "reason": one.reason, "template": stub.template, "line": ready.occasion.line, "id": draft_id,
                "written": written(to_cell_text(stub.subject), to_cell_text(stub.message)),
            "contact_id": one.contact_id,
        }  # fmt: skip
        clean = {
            key: to_cell_text(value) if isinstance(value, str) else value for key, value in values.items()
        }
        clean = {key: value for key, value in clean.items() if value not in ("", None)}
        told = Drafted(one.name, stub.template, one.when, ready.occasion.why, missing)
        return NewDraft(AppendRow("drafts", draft_id, clean), told, one)

    def follow(self, *, live_links: bool) -> list[SetCell]:
        """``Needs`` and ``Open`` of waiting drafts, where the user's text has changed them; done ones need nothing."""
        sheet = self.tables.sheets.get("drafts")
        changes: list[SetCell] = []
        for record in self.tables.drafts if sheet else ():
            if sheet is None or not record["id"]:
                continue
            wanted: list[tuple[str, CellValue]] = [("needs", None)]
            over = record["id"] in self.sight.absorbed.over and untouched(record)
            if record["status"].casefold() in WAITING and not over:
                texts = (record["to"], record["subject"], record["message"])
                link, note = open_cell(
                    record["channel"], texts, self.config, sheet.layout, live=live_links, today=self.today
                )
                link = _unchanged(sheet.cell(record.row, "open"), link)
                missing = " ".join(
                    part for part in (*self._matters(record), note, self._needs(record)) if part
                )
                wanted = [("needs", to_cell_text(missing) or None), ("open", link)]
            for key, after in wanted:
                before = sheet.cell(record.row, key)
                changes.append(
                    SetCell("drafts", record.row, key, record["id"], record["name"], before, after)
                )
        return changes

    def _matters(self, record: Record) -> list[str]:
        row = self.rows.get(record["contact_id"])
        when = record["reason"].partition(" ")[0]
        return matters(self.sight, row, when, record["channel"], record["to"]) if row else []

    def _needs(self, record: Record) -> str:
        before = [one for one in self._others(record["contact_id"]) if one.message != record["message"]]
        return needs(record["subject"], record["message"], recent=before, today=self.today)


def _day(record: Record) -> date | None:
    return record.dates["sent_on"] or record.dates["created"]


def _unchanged(before: CellValue, link: CellValue) -> CellValue:
    """The link that stands there, where it leads to the same text: its label says from which day that text is."""
    same = isinstance(before, Link) and isinstance(link, Link) and before.url == link.url
    return before if same else link


def open_cell(
    channel: str, texts: tuple[str, str, str], config: Config, layout: TabLayout, *, live: bool, today: date
) -> tuple[CellValue, str]:
    """What stands in ``Open``: a live formula over the row's own cells, or a static link; and what it can't do."""
    to, subject, message = texts
    link, note = open_link(channel, to=to, subject=subject, message=message, mail=config.mail, today=today)
    if not live or link is None:
        return link, note
    letters = {
        key: column_letter(layout.columns[key])
        for key in ("to", "subject", "message")
        if key in layout.columns
    }
    return open_formula(channel, mail=config.mail, letters=letters), note
