"""Everything taken out comes back: whatever stands in the cells, in each of the four forms, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.drafts.render import NAMES
from connectkit.exporters.export import EXPORTERS, take, values_of
from connectkit.importers.base import Options
from connectkit.importers.detect import recognise, records
from connectkit.merging.merge import plan_import
from connectkit.merging.result import Batch, Merge
from connectkit.model import CellValue
from connectkit.people import person_cells
from connectkit.schema import CONTACTS, Kind, Owner
from connectkit.sheet.cells import to_cell_text
from connectkit.store import NoMemory
from connectkit.stores.memory import MemoryStore
from connectkit.sync import apply
from connectkit.text.plain import visible
from connectkit.view import View, open_view
from tests.book import TODAY, book, counter, table

PHASES = (Phase.explicit, Phase.generate)
"""Shrinking a whole sheet takes minutes; the rows that fail are small."""

HEADERS = (
    "Name", "Tier", "Last contact", "Notes", "Next touch", "Snooze until", "State", "Every", "Channel", "Email", "Phone", "LinkedIn",
    "Company", "Title", "City", "Met", "Birthday", "Role", "Tags", "Interests", "Offers", "Needs", "Would take my call",
)  # fmt: skip
KINDS = {"csv": "people.csv", "vcard": "people.vcf", "json": "people.json", "xlsx": "people.xlsx"}


def sheet(rows: Sequence[Sequence[CellValue]], log: Sequence[Sequence[CellValue]] = ()) -> View:
    """A sheet of contacts with IDs, and a Log."""
    heads = [*HEADERS, "ID"]
    cells = [[*row, f"ck-{at:06}"] for at, row in enumerate(rows)]
    tabs: dict[str, Any] = {"Log": [["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"], *log]} if log else {}  # fmt: skip
    return open_view(book(heads, *cells, **tabs), Config(), today=TODAY, new_id=counter())


def brought_back(view: View, kind: str) -> tuple[View, Merge]:
    """The export of a sheet, imported into an empty one."""
    empty = MemoryStore(book(["Name", "Last contact", "Notes"]))
    ids = counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / KINDS[kind]
        path.write_bytes(EXPORTERS[kind](take(view)))
        form = recognise(path)
        assert form is not None
        items = list(records(path, form, Options(TODAY)))
    fresh = open_view(empty.read(), Config(), today=TODAY, new_id=ids)
    merge = plan_import(fresh, items, Batch(form.kind, form.kind, TODAY, tagged=False), new_id=ids)
    if merge.plan:
        apply(empty, merge.plan, NoMemory())
    return open_view(empty.read(), Config(), today=TODAY, new_id=ids), merge


def people(view: View) -> dict[str, dict[str, str]]:
    """Contact ID to everything an export says of them; lines count in notes, elsewhere a run of blanks is one."""
    return {
        one.source_id: {
            key: text if key == "notes" else " ".join(text.split()) for key, text in values_of(one).items()
        }
        for one in take(view).people
    }


HOSTILE = (
    "=1+1", "+351", "-", "@SUM(A1)", "'quoted", "''=x", " =x", "\t=x", '"', 'a"b', "a,b", "a;b", "a\\,b", "a\\nb", "two\nlines", "a ::: b",
    "\u202a+44\u202c", "\ufeffx", "Zoë 🚀👩‍💻", "N/A", "Total", "BEGIN:VCARD", "END:VCARD", "x:y", "Name", "null", "3/4/2024", "#REF!",
    "=\r\nx", "\x0bv", "\u2028l", "München GmbH & Co. KG", "—", "TRUE", "0012", "4.4E+11", "* myContacts", "import:2026", "a|b", "[x](y)",
)  # fmt: skip
_TEXT = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=12), st.text(alphabet="=+-@'\"\\,;:|\n\r\t ab", max_size=8)
)
_TEXT = _TEXT.map(visible).map(to_cell_text)  # what a cell can hold
_BLANK = st.just("")
_DAYS = st.dates(date(1901, 1, 1), TODAY) | st.none()
_NO_PAST = ("sometime in spring", "3/4/2026", "?", date(2027, 1, 2), "2027-01-02 or so")
_ROW = st.tuples(
    _TEXT.filter(lambda text: bool(text.strip())) | st.sampled_from(["Ana Lima", "Lima, Ana"]),
    st.sampled_from(["", "inner", "weak", "Best friends"]), _DAYS | st.sampled_from(_NO_PAST), _TEXT, st.dates(TODAY, date(2030, 1, 1)) | st.none(),
    st.none(), st.sampled_from(["", "pause", "fade"]), st.sampled_from(["", "6 weeks", "90 days"]),
    st.sampled_from(["", "email", "voice note"]), st.sampled_from(["", "ana@example.com", "a@example.com; b@example.com", "ask her"]),
    st.sampled_from(["", "+351 912 000 111", "0012", "see notes; 123"]), st.sampled_from(["", "https://www.linkedin.com/in/ana", "ana"]),
    _BLANK | _TEXT, _BLANK | _TEXT, _BLANK | _TEXT, _BLANK | _TEXT, st.sampled_from(["", "1 December", date(1980, 5, 6), "1980-05-06"]),
    _BLANK | _TEXT, st.sampled_from(["", "chess", "chess, rows"]) | _TEXT, _BLANK | _TEXT, _BLANK | _TEXT, _BLANK | _TEXT,
    st.sampled_from(["", True, "yes", "no"]),
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, phases=PHASES)
@given(st.lists(_ROW, min_size=1, max_size=4))
@example([("Ana Lima", *[""] * 22)] * 2)
@example([("Ana Lima", "", last, *[""] * 20) for last in _NO_PAST])
@example([("Ana Lima", *[""] * 8, "home@example.com", *[""] * 13), ("Bob Ray", *[""] * 8, "home@example.com", *[""] * 13)])  # fmt: skip
def test_an_export_read_into_an_empty_sheet_is_the_sheet(
    kind: str, rows: list[tuple[CellValue, ...]]
) -> None:
    view = sheet(rows)
    before = people(view)
    after, merge = brought_back(view, kind)
    assert people(after) == before
    assert (merge.new, merge.matched, merge.skipped) == (len(before), 0, ())


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_log_comes_back_with_each_entry_at_its_own_namesake(kind: str) -> None:
    blank = [""] * 22
    log = [
        (date(2026, 3, 4), "Ana Lima", "call", "gave", "=the book", "typed", "lk-000001", "ck-000000"),
        (date(2026, 5, 6), "Ana Lima", "meeting", "", "two\nlines", "ics", "lk-000002", "ck-000001"),
    ]
    view = sheet([["Ana Lima", *blank], ["Ana Lima", *blank]], log)
    after, merge = brought_back(view, kind)
    assert (merge.new, merge.skipped) == (4, ())
    keys = ("date", "kind", "direction", "summary", "id", "contact")
    assert [{key: one[key] for key in keys} for one in take(after).log] == [
        {key: one[key] for key in keys} for one in take(view).log
    ]


@settings(max_examples=30, phases=PHASES)
@given(st.lists(_ROW, min_size=1, max_size=4))
def test_no_cell_of_a_table_can_be_taken_for_a_formula(rows: list[tuple[CellValue, ...]]) -> None:
    text = EXPORTERS["csv"](take(sheet(rows))).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell.lstrip("\ufeff \xa0")[:1] in ("=", "+", "-", "@", "\t", "\r") and cell[:1] != "'"]  # fmt: skip


def test_the_workbook_holds_texts_that_look_like_formulas_as_texts() -> None:
    row = ["=1+1", "", None, "=HYPERLINK(1)", *[""] * 5, "", "+351 912", *[""] * 12]
    content = EXPORTERS["xlsx"](take(sheet([row])))
    cells = [cell for line in openpyxl.load_workbook(io.BytesIO(content))["Contacts"] for cell in line]
    assert {cell.value for cell in cells if cell.row == 2 and cell.value} == {"=1+1", "=HYPERLINK(1)", "+351 912", "ck-000000"}  # fmt: skip
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_json_says_whose_it_is_and_leaves_out_nothing() -> None:
    row = ["Ana Lima", "core", date(2026, 5, 6), "chess", *[""] * 5, "ana@example.com", "+351", "", "Acme", "CTO", "Porto", "at work", "1 December", "", "x, y", *[""] * 4]  # fmt: skip
    whole = json.loads(EXPORTERS["json"](take(sheet([row]))))
    assert whole == {
        "schema": "connectkit.export/1",
        "contacts": [
            {
                "name": "Ana Lima", "emails": ["ana@example.com"], "phones": ["+351"], "company": "Acme", "title": "CTO",
                "birthday": "--12-01", "tags": ["x", "y"], "notes": "chess", "profile": "", "last_contact": "2026-05-06", "city": "Porto",
                "met": "at work", "interests": "", "tier": "core", "id": "ck-000000",
            }
        ],
        "interactions": [],
    }  # fmt: skip


def test_a_sheet_imported_into_itself_changes_nothing() -> None:
    rows = [["Ana Lima", *[""] * 22], ["Ana Lima", *[""] * 22], ["Bob Ray", *[""] * 8, "b@example.com", *[""] * 13]]  # fmt: skip
    view = sheet(rows)
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in KINDS.items():
            path = Path(folder) / name
            path.write_bytes(EXPORTERS[kind](take(view)))
            items = records(path, recognise(path), Options(TODAY))
            merge = plan_import(view, items, Batch(kind, kind, TODAY), new_id=counter())
            assert (kind, merge.new, merge.matched, merge.plan.changes) == (kind, 0, 3, ())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_day_in_the_past_goes_along_as_it_stands_and_the_import_says_so(kind: str) -> None:
    rows = [["Ana Lima", "", "sometime in spring", *[""] * 20], ["Bob Ray", "", date(2027, 1, 2), *[""] * 20]]
    after, merge = brought_back(sheet(rows), kind)
    assert [after.contacts.cell(row, "last_contact") for row in after.names] == [
        "sometime in spring",
        date(2027, 1, 2),
    ]
    [note] = [one for one in merge.notes if "last contact such as" in one]
    assert note.startswith(
        "A last contact such as “sometime in spring” is no day in the past; it is kept as it stands (people."
    )
    assert note.count("people.") == 2


def test_the_batch_of_an_earlier_import_is_kept_by_an_export_and_no_other_joins_it() -> None:
    rows = [["Ana Lima", *[""] * 17, "chess, import:2026-01-02-vcard", *[""] * 4], ["Bob Ray", *[""] * 22]]
    store = MemoryStore(book(["Name", "Last contact", "Notes"]))
    fresh = open_view(store.read(), Config(), today=TODAY, new_id=counter())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(EXPORTERS["csv"](take(sheet(rows))))
        items = records(path, recognise(path), Options(TODAY))
        merge = plan_import(fresh, items, Batch("csv", "csv", TODAY), new_id=counter())
    apply(store, merge.plan, NoMemory())
    assert [row["Tags"] for row in table(store, "Contacts")] == [
        "chess, import:2026-01-02-vcard",
        "import:2026-11-23-csv",
    ]


SAMPLES: dict[Kind, CellValue] = {
    Kind.TEXT: "Ada, the 1st; of two", Kind.LONG: "one\ntwo", Kind.DATE: date(2026, 3, 4), Kind.BIRTHDAY: date(1980, 5, 6),
    Kind.CADENCE: "6 weeks", Kind.TICK: "yes", Kind.NUMBER: 7,
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPORTERS)
def test_every_column_of_the_schema_comes_back_from_every_export(kind: str) -> None:
    columns = [CONTACTS.column(key) for key in person_cells.COLUMNS]
    cells = [
        one.choices[0] if one.choices else SAMPLES[Kind.TEXT if one.kind is Kind.CHOICE else one.kind]
        for one in columns
    ]
    heads = [*(one.title for one in columns), "ID"]
    view = open_view(book(heads, [*cells, "ck-000001"]), Config(), today=TODAY, new_id=counter())
    after, _ = brought_back(view, kind)
    assert people(after) == people(view)
    (told,) = people(view).values()
    assert set(told) == {*person_cells.COLUMNS, "id"}


def test_every_column_a_message_may_show_is_a_name_of_the_templates() -> None:
    unsaid = {one.key for one in CONTACTS.columns if one.owner is Owner.USER} - set(NAMES)
    assert unsaid == {
        "first_name", "family_name", "notes", "log", "email", "phone", "linkedin", "state", "every", "next_touch", "snooze_until",
        "would_take_call", "next_time", "language",
    } - set(NAMES)  # fmt: skip
