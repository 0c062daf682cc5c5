"""L7: no input ends in a traceback or a hang. Every reader gets what it was not made for, and says so in words.

``CONNECTKIT_FUZZ=50 python -m pytest -n 0 tests/laws/test_fuzz.py`` plays so many times as much, with new dice.
"""

from __future__ import annotations

import io
import os
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectkit import schema
from connectkit.absorb.language.read import read_inbox
from connectkit.config import file as config_file
from connectkit.config.config import Config
from connectkit.config.file import starter_config
from connectkit.drafts.files import load_templates
from connectkit.drafts.template import check, render
from connectkit.importers.base import IMPORTERS, Options
from connectkit.importers.detect import recognise, records
from connectkit.journal.journal import Journal
from connectkit.model import CellValue, RawTab, Row, Workbook
from connectkit.people.keys import profile_key
from connectkit.people.records import Exchange, Note, Person, Skipped
from connectkit.sheet.cells import as_text
from connectkit.stores.memory import MemoryStore
from connectkit.stores.xlsx.store import XlsxStore
from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs
from connectkit.sync import sync
from connectkit.text.dates import read_date
from connectkit.text.spans import read_span
from tests.book import PLAIN, TODAY, counter
from tests.laws.damage import NASTY, TEXTS, VALUES, ends_in_words, nested, spoilt
from tests.laws.samples import SAMPLES
from tests.stores.xlsx import handmade

SCALE = int(os.environ.get("CONNECTKIT_FUZZ", "1"))
SEEDS = st.integers(0, 2**32)
ROOT = Path(__file__).resolve().parents[2]


Law = Callable[..., None]


def often(count: int) -> Callable[[Law], Law]:
    """So many examples, the same in every run but when more were asked for."""
    return settings(
        max_examples=count * SCALE,
        derandomize=SCALE == 1,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


# -- cells and headers -------------------------------------------------------------------------------------


def sheet_of(tab: schema.Tab) -> st.SearchStrategy[RawTab]:
    """A tab with some of its columns, under any of their headers, and anything in the cells."""
    headers = st.lists(st.sampled_from(tab.columns), min_size=1, max_size=14, unique_by=lambda one: one.key)

    def filled(columns: list[schema.Column]) -> st.SearchStrategy[RawTab]:
        needed = (
            [one for one in tab.columns if one.required and one not in columns]
            if tab.key == "contacts"
            else []
        )
        head: Row = [one.title for one in [*columns, *needed]]
        rows = st.lists(st.lists(VALUES, max_size=len(head) + 1), max_size=4)
        return rows.map(lambda rows: RawTab(tab.title, tab.title, [list(head), *map(list, rows)]))

    return headers.flatmap(filled)


SHEETS = st.tuples(
    sheet_of(schema.tab("contacts")),
    st.lists(st.sampled_from(schema.TABS[1:]), max_size=2, unique_by=lambda one: one.key).flatmap(
        lambda tabs: st.tuples(*map(sheet_of, tabs))
    ),
)


def synced(store: Any, today: date = TODAY) -> None:
    """Two syncs; the second is what must put up with what the first wrote."""
    numbers = counter()
    for _ in range(2):
        sync(store, Config(), today=today, new_id=numbers, templates=PLAIN, force=True)


@often(35)
@given(SHEETS, st.sampled_from([TODAY, date(2024, 2, 29), date(1990, 1, 1), date(2045, 12, 31)]))
def test_whatever_stands_in_the_cells_of_a_sheet_the_sync_ends_in_a_report_or_in_words(
    sheets: tuple[RawTab, tuple[RawTab, ...]], today: date
) -> None:
    store = MemoryStore(Workbook((sheets[0], *sheets[1]), name="people"))
    ends_in_words(lambda: synced(store, today))


@often(20)
@given(
    st.lists(
        st.lists(
            st.one_of(VALUES, st.sampled_from(["Name", "name ", "Last contact", "Notes", "ID", "Log"])),
            max_size=7,
        ),
        max_size=5,
    )
)
def test_whatever_stands_where_headers_are_looked_for_the_sync_ends_in_a_report_or_in_words(
    rows: list[list[CellValue]],
) -> None:
    store = MemoryStore(Workbook((RawTab("1", "Contacts", rows),), name="people"))
    ends_in_words(lambda: synced(store))


@often(150)
@given(TEXTS, st.sampled_from(["", "dmy", "mdy", "ymd"]), st.dates(date(1950, 1, 1), date(2120, 12, 31)))
def test_every_text_is_read_as_a_day_and_an_inbox_or_has_a_reason(text: str, order: str, day: date) -> None:
    reading = read_date(text, today=day, order=order)
    assert reading.day is not None or reading.why or not as_text(text).strip("'")
    read_span(text)
    profile_key(text)
    found = read_inbox(text, today=day, order=order)
    taken = [*found.entries, *found.promises, *found.intros]
    assert taken or found.leftover or not as_text(text)


# -- settings and templates --------------------------------------------------------------------------------


@cache
def settings_texts() -> tuple[bytes, ...]:
    """Settings files a person may have."""
    return (
        (ROOT / "config.example.yaml").read_bytes(),
        starter_config("people.xlsx").encode(),
        b"workbook: a.xlsx\ntiers: {inner: 1-2 months, core: {aim: 2 months, latest: 3 months}}\nheaders: {last_contact: Spoke}\n",
    )


@often(60)
@given(SEEDS)
def test_spoilt_settings_are_settings_or_mistakes_with_their_lines(seed: int) -> None:
    dice = random.Random(seed)
    raw = (
        spoilt(dice.choice(settings_texts()), dice)
        if dice.random() < 0.8
        else dice.randbytes(dice.randrange(200))
    )
    ends_in_words(lambda: config_file.parse(raw, Path("connectkit.yaml")))


@pytest.mark.parametrize(
    "raw",
    [
        b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"b%d: &b%d [%s]\n" % (n, n, b",".join([b"*b%d" % (n - 1) if n else b"*a"] * 8)) for n in range(9)),
        b"[" * 20_000,
        b"{a: " * 5_000,
        b"- " * 20_000 + b"x",
        b"per_week: " + b"9" * 100_000,
        b"? " * 20_000,
        b"workbook: !!python/object/apply:os.system [id]\n",
        b"workbook: &a {b: *a}\n",
        b"<<: *x\n",
        b"per_week: 0x" + b"f" * 10_000,
        b"timezone: " + b"../" * 50 + b"etc/passwd\n",
        b"%YAML 99.9\n---\n",
        b"workbook: |\n" + b" \n" * 20_000,
        b"per_week: 1:" + b"59:" * 3000 + b"1",
        b"date_order: 2026-99-99\n",
        b"\xff\xfea\x00:\x00",
    ],
    ids=lambda raw: repr(raw[:20]),
)  # fmt: skip
def test_settings_made_to_exhaust_a_reader_are_refused(raw: bytes) -> None:
    assert ends_in_words(lambda: config_file.parse(raw, Path("connectkit.yaml")))


@often(40)
@given(SEEDS)
def test_a_spoilt_template_is_rendered_or_refused_with_its_file(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("templates")
    (folder / "x.txt.j2").write_bytes(spoilt(dice.choice(built_in()), dice))

    def used() -> None:
        for one in load_templates([folder]):
            check(one)
            render(one, {"name": "Ana", "interests": "a, b"})

    said = ends_in_words(used)
    assert not said or "x.txt.j2" in said


@cache
def built_in() -> tuple[bytes, ...]:
    """The templates that the docs show."""
    page = (ROOT / "docs" / "templates.md").read_text("utf-8")
    return tuple(one.encode() for one in re.findall(r"^```\n(---\n.*?)^```", page, re.MULTILINE | re.DOTALL))


# -- workbooks ---------------------------------------------------------------------------------------------


@cache
def workbooks() -> tuple[bytes, ...]:
    """Two real workbooks: one of ours with people in it, one written by hand."""
    people: list[dict[str, CellValue]] = [
        {"name": "Ana Lima", "last_contact": date(2026, 5, 1), "notes": "sails", "log": "call yesterday: x", "email": "ana@example.com"},
        {"name": "Ben", "last_contact": "3 weeks ago", "notes": "=1+1", "tier": "core"},
    ]  # fmt: skip
    ours = new_workbook(standard_tabs({"contacts": people}), choices={"contacts.tier": ("inner", "core")})
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{a}</t></is></c><c r="B{n}" {b}</c><c r="C{n}"><f>1+1</f><v>2</v></c></row>'
        for n, a, b in (
            (1, "Name", 't="inlineStr"><is><t>Last contact</t></is>'),
            (2, "Ana", 's="1"><v>45000</v>'),
            (3, "Ben", 't="s"><v>0</v>'),
        )
    )
    rows = rows.replace(
        '<c r="C1"><f>1+1</f><v>2</v></c>', '<c r="C1" t="inlineStr"><is><t>Notes</t></is></c>'
    )
    return ours, handmade.book(handmade.sheet(rows), strings="<si><t>yesterday</t></si>")


def sync_file(folder: Path, data: bytes) -> str:
    """What the user is told when this file is synced."""
    path = folder / "people.xlsx"
    path.write_bytes(data)
    numbers = counter()

    def run() -> None:
        store = XlsxStore(path, backups=folder / "backups", now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
        sync(store, Config(), today=TODAY, new_id=numbers, templates=PLAIN, force=True)

    said = ends_in_words(run)
    assert not said or path.read_bytes() == data, "refused, and written all the same"
    return said


@often(60)
@given(SEEDS)
def test_a_workbook_with_spoilt_bytes_is_synced_or_refused_and_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    sync_file(tmp_path_factory.mktemp("zip"), spoilt(dice.choice(workbooks()), dice))


@often(50)
@given(SEEDS)
def test_a_workbook_with_spoilt_parts_is_synced_or_refused_and_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(dice.choice(workbooks()))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name in dice.sample(sorted(parts), dice.choice((1, 1, 2))):
        if dice.random() < 0.1:
            del parts[name]
        else:
            parts[name] = spoilt(parts[name], dice)
    sync_file(tmp_path_factory.mktemp("parts"), zipped(parts))


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return made.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """The hand-made workbook with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(workbooks()[1])) as source:
        parts = {one: source.read(one) for one in source.namelist()}
    return zipped(parts | {name: data})


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
SHEET_HEAD = handmade.sheet("").partition("<sheetData>")[0].encode()
BOMBS = {
    "a billion laughs": (handmade.SHEET, LAUGHS + b"]><worksheet>&j;</worksheet>"),
    "an outer entity": (handmade.SHEET, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    "a hundred thousand levels": (handmade.SHEET, SHEET_HEAD + b"<a>" * 100_000),
    "levels that close": (handmade.SHEET, SHEET_HEAD + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</worksheet>"),
    "levels in the strings": ("xl/sharedStrings.xml", b"<sst><si>" + b"<r>" * 5_000 + b"</r>" * 5_000 + b"</si></sst>"),
    "a hundred megabytes of nothing": (handmade.SHEET, SHEET_HEAD + b" " * 100_000_000 + b"</worksheet>"),
    "a row beyond the last": (handmade.SHEET, SHEET_HEAD + b'<sheetData><row r="99999999999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'),
    "a column beyond the last": (handmade.SHEET, SHEET_HEAD + b'<sheetData><row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'),
    "a number of a million digits": (handmade.SHEET, SHEET_HEAD + b'<sheetData><row r="1"><c r="A1"><v>' + b"9" * 1_000_000 + b"</v></c></row></sheetData></worksheet>"),
    "a string far beyond the last": (handmade.SHEET, SHEET_HEAD + b'<sheetData><row r="1"><c r="A1" t="s"><v>99999999999</v></c></row></sheetData></worksheet>'),
    "a million styles told": ("xl/styles.xml", b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="99999999"/></styleSheet>'),
}  # fmt: skip


HARMLESS = ("levels in the strings", "a million styles told")
"""Odd, but a spreadsheet program would open them too."""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_made_to_exhaust_a_reader_costs_little_memory_and_ends_in_words(
    bomb: str, tmp_path: Path
) -> None:
    data = with_part(*BOMBS[bomb])
    tracemalloc.start()
    try:
        said = sync_file(tmp_path, data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert bool(said) is (bomb not in HARMLESS)
    assert peak < 300_000_000, f"{peak:,} bytes"


@pytest.mark.parametrize("place", ["D1048576", "XFD2"])
def test_a_stray_cell_at_the_edge_of_the_grid_is_refused_or_put_up_with(place: str, tmp_path: Path) -> None:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<c r="{place}" t="inlineStr"><is><t>stray</t></is></c>'
    with zipfile.ZipFile(io.BytesIO(workbooks()[1])) as source:
        sheet = source.read(handmade.SHEET).decode()
    rows = (
        sheet.replace('</c></row><row r="3">', f'</c>{stray}</row><row r="3">')
        if row == "2"
        else sheet.replace("</sheetData>", f'<row r="{row}">{stray}</row></sheetData>')
    )
    assert rows != sheet
    said = sync_file(tmp_path, with_part(handmade.SHEET, rows.encode()))
    assert said == ("" if place.startswith("D") else "The sheet People is full.")


def test_a_zip_whose_records_lie_about_sizes_and_counts_is_refused(tmp_path: Path) -> None:
    whole = workbooks()[1]
    end = whole.rindex(b"PK\x05\x06")
    directory = whole.index(b"PK\x01\x02")
    lies = {
        "no end": whole[:end],
        "half": whole[: len(whole) // 2],
        "a count of 65,535": whole[: end + 8] + b"\xff\xff\xff\xff" + whole[end + 12 :],
        "a directory far away": whole[: end + 16] + b"\xf0\xff\xff\x7f" + whole[end + 20 :],
        "a part of 4 GB": whole[: directory + 24] + b"\xff\xff\xff\xff" + whole[directory + 28 :],
        "packed size 0": whole[: directory + 20] + b"\x00\x00\x00\x00" + whole[directory + 24 :],
        "encrypted": whole[: directory + 8] + b"\x01\x00" + whole[directory + 10 :],
        "an unknown method": whole[: directory + 10] + b"\x63\x00" + whole[directory + 12 :],
        "a part that begins elsewhere": whole[: directory + 42]
        + b"\x10\x00\x00\x00"
        + whole[directory + 46 :],
    }
    said = {name: sync_file(tmp_path, data) for name, data in lies.items()}
    assert [name for name, text in said.items() if not text] == []


# -- files to import ---------------------------------------------------------------------------------------


@often(120)
@given(SEEDS)
def test_a_spoilt_file_to_import_gives_records_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    name, content = dice.choice(list(SAMPLES.items()))
    data = spoilt(content, dice) if dice.random() < 0.9 else dice.randbytes(dice.randrange(400))
    path = tmp_path_factory.mktemp("import") / name
    path.write_bytes(data)
    kind = "" if dice.random() < 0.5 else dice.choice(list(IMPORTERS))
    ends_in_words(lambda: taken_in(path, kind))


def taken_in(path: Path, kind: str) -> None:
    """Every record of the file, each of them in words or in order."""
    options = Options(TODAY, owner_emails=("me@example.com",), owner_name="Max Roth", keep_subject=True)
    for item in records(path, recognise(path, kind), options):
        assert isinstance(item, Person | Exchange | Skipped | Note)
        assert not isinstance(item, Exchange) or item.day <= TODAY


@pytest.mark.parametrize("kind", IMPORTERS)
@pytest.mark.parametrize("name", ["empty", "binary", "one line", "deep", "nasty"])
def test_no_kind_of_import_is_upset_by_a_file_of_another_kind(kind: str, name: str, tmp_path: Path) -> None:
    content = {
        "empty": b"",
        "binary": bytes(range(256)) * 20,
        "one line": b"x," * 200_000,
        "deep": nested(50_000),
        "nasty": "\n".join(NASTY).encode("utf-8", "surrogatepass"),
    }
    path = tmp_path / "people.dat"
    path.write_bytes(content[name])
    ends_in_words(lambda: taken_in(path, kind))


# -- what connectkit keeps itself --------------------------------------------------------------------------


@often(10)
@given(SEEDS)
def test_a_spoilt_journal_never_stops_a_sync(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    path.write_bytes(spoilt(journal_bytes(), dice))
    journal = Journal(path, now=lambda: datetime(2026, 11, 23, tzinfo=UTC), warn=lambda _: None)
    store = MemoryStore(
        Workbook((RawTab("1", "Contacts", [["Name", "Last contact", "Notes"], ["Ana", None, None]]),))
    )
    numbers = counter()
    sync(store, Config(), today=TODAY, new_id=numbers, templates=PLAIN, force=True, journal=journal)
    for ask in (
        journal.runs,
        journal.snapshots,
        lambda: journal.recorded("run"),
        lambda: journal.load_snapshot(1),
    ):
        ends_in_words(ask)


@cache
def journal_bytes() -> bytes:
    """A journal of two runs."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        journal = Journal(path, now=lambda: datetime(2026, 11, 23, tzinfo=UTC), warn=lambda _: None)
        store = MemoryStore(
            Workbook((RawTab("1", "Contacts", [["Name", "Last contact", "Notes"], ["Ana", None, "x"]]),))
        )
        numbers = counter()
        for day in range(2):
            sync(
                store,
                Config(),
                today=date(2026, 11, 23 + day),
                new_id=numbers,
                templates=PLAIN,
                force=True,
                journal=journal,
            )
        return path.read_bytes()


# -- the API's answers -------------------------------------------------------------------------------------


@often(25)
@given(SEEDS, st.integers(1, 3))
def test_an_answer_of_google_of_another_shape_ends_in_words_and_the_next_sync_is_right(
    seed: int, request: int
) -> None:
    from tests.laws.answers import spoilt_run

    spoilt_run(request, random.Random(seed))


@pytest.mark.parametrize("request_number", [1, 2, 3])
@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'"x"', b"{", b"<html>", b"\xff\xfe", nested(100_000), b'{"error": []}', b'{"sheets": null}', b'{"sheets": [null]}',
     b'{"sheets": [{"properties": 3}]}', b'{"updatedSpreadsheet": null}', b'{"updatedSpreadsheet": {"sheets": [{}]}}'],
    ids=lambda body: repr(body[:14]),
)  # fmt: skip
def test_answers_that_are_no_spreadsheet_end_in_words(body: bytes, request_number: int) -> None:
    from tests.laws.answers import told_of

    assert told_of(request_number, body, times=None)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413])
@pytest.mark.parametrize(
    "error",
    [b"", b"<html>", b"[]", b"{}", b'{"error": "x"}', b'{"error": {}}', b'{"error": {"code": "x"}}', b'{"error": {"code": 1, "message": null, "details": {"a": 1}}}',
     b'{"error": {"code": 1, "details": [null, {"reason": [], "links": [3, {"url": []}], "metadata": "x"}]}}', nested(100_000)],
    ids=lambda body: repr(body[:30]),
)  # fmt: skip
def test_errors_of_another_shape_end_in_words(error: bytes, status: int) -> None:
    from tests.laws.answers import told_of

    assert told_of(3, error, status=status, times=None)
