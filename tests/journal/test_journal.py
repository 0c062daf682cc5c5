"""The journal: what is put in comes out exactly, and no trouble with its file ever stops a sync."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import StoreUnavailable, UsageError
from connectkit.journal.file import check
from connectkit.journal.journal import KEPT_SNAPSHOTS, Journal
from connectkit.model import (
    AddColumns,
    AddTab,
    AfterImage,
    AppendRow,
    CellError,
    Change,
    Formula,
    Landed,
    Link,
    Permission,
    Place,
    Plan,
    RawTab,
    ReplaceRows,
    Row,
    Seal,
    SetCell,
    Workbook,
)
from connectkit.sheet import codec

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ADA = SetCell("contacts", 2, "last_contact", "ck-1", "Ada", date(2026, 11, 1), date(2026, 11, 23))
BEN = SetCell("contacts", 3, "status", "ck-2", "Ben", "ok", "due")

_TEXTS = st.text(max_size=12)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**63), max_value=2**63)
    | st.floats(allow_nan=False)
    | _TEXTS
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
)
_CELLS = (
    _SCALARS
    | st.builds(Formula, _TEXTS, _SCALARS)
    | st.builds(Link, _TEXTS, _TEXTS)
    | st.builds(CellError, _TEXTS)
)
_ROWS = st.lists(st.lists(_CELLS, max_size=3).map(tuple), max_size=3).map(tuple)
_FILINGS = st.lists(st.builds(Seal, _TEXTS, _TEXTS, _TEXTS), max_size=2).map(tuple)
_PLACES = st.none() | st.builds(Place, st.integers(1, 99), _TEXTS)
_CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(
        SetCell,
        _TEXTS,
        st.integers(1, 99),
        _TEXTS,
        _TEXTS,
        _TEXTS,
        _CELLS,
        _CELLS,
        _FILINGS,
        st.sampled_from(Permission),
        _PLACES,
    ),
    st.builds(AppendRow, _TEXTS, _TEXTS, st.dictionaries(_TEXTS, _CELLS, max_size=3)),
    st.builds(ReplaceRows, _TEXTS, _ROWS, _ROWS),
    st.builds(AddTab, _TEXTS, _TEXTS),
    st.builds(AddColumns, _TEXTS, st.dictionaries(_TEXTS, st.tuples(st.integers(1, 99), _TEXTS), max_size=3)),
)


class _Clock:
    """A minute passes with every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def _journal(folder: Path, warn: Callable[[str], None] = pytest.fail) -> Journal:
    return Journal(folder / "journal.sqlite", now=_Clock(), warn=warn)


def _exactly(value: object) -> object:
    """A value with its types, so that 1, 1.0 and True differ."""
    if isinstance(value, list | tuple):
        return [_exactly(one) for one in value]
    if isinstance(value, dict):
        return {key: _exactly(one) for key, one in value.items()}
    if isinstance(value, Formula):
        return Formula, value.text, _exactly(value.value)
    return type(value), value


@given(_CELLS)
def test_a_cell_comes_back_as_the_same_value_of_the_same_type(value: object) -> None:
    assert _exactly(codec.load(codec.dump(value))) == _exactly(value)


@given(_CHANGES)
def test_a_change_comes_back_exactly(change: Change) -> None:
    again = codec.load_change(*codec.dump_change(change))
    assert type(again) is type(change)
    assert _exactly(list(again)) == _exactly(list(change))


@given(st.lists(st.lists(_CELLS, max_size=3), max_size=3))
def test_a_workbook_comes_back_exactly(rows: list[Row]) -> None:
    workbook = Workbook(
        (RawTab("0", "People", rows, hidden=True, max_rows=9),), "n", "Asia/Tokyo", "ja_JP", True
    )
    again = codec.load_workbook(codec.dump_workbook(workbook))
    assert again == workbook
    assert _exactly(again.tabs[0].rows) == _exactly(rows)


def test_a_run_is_pending_until_it_ends_and_keeps_its_changes_in_order(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    plan = Plan((AddTab("log", "Log"), ADA, BEN), run_id="r1")
    assert journal.begin(plan, "a summary") == "r1"
    assert [(run.run_id, run.status) for run in journal.pending()] == [("r1", "pending")]
    journal.finish("r1", AfterImage(), ["A row had moved."])
    (run,) = journal.runs()
    assert (run.status, run.origin, run.summary, run.surprises, run.changes) == (
        "applied",
        "sync",
        "a summary",
        ("A row had moved.",),
        3,
    )
    assert run.finished is not None
    assert run.started < run.finished
    assert journal.pending() == ()
    assert journal.changes("r1") == plan.changes


def test_a_run_whose_write_raised_is_unknown(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.finish(journal.begin(Plan((ADA,))), None)
    assert [run.status for run in journal.runs()] == ["unknown"]


def test_what_a_cell_held_the_moment_before_is_kept_where_it_differs(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    run_id = journal.begin(Plan((ADA, BEN)))
    landed = (Landed(ADA, "ck-1", "Ada", date(2026, 11, 22)), Landed(BEN, "ck-2", "Ben", "ok"))
    journal.finish(run_id, AfterImage(landed))
    assert [(one.raced, one.was) for one in journal.recorded(run_id)] == [
        (True, date(2026, 11, 22)),
        (False, None),
    ]


def test_runs_come_newest_first_and_are_found_by_the_beginning_of_their_id(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    for run_id in ("aa1", "aa2", "b"):
        journal.begin(Plan((ADA,), run_id=run_id))
    assert [run.run_id for run in journal.runs(2)] == ["b", "aa2"]
    assert journal.run("aa2").run_id == "aa2"
    assert journal.run("b").run_id == "b"
    with pytest.raises(UsageError) as several:
        journal.run("aa")
    assert several.value.message == 'There are several runs that begin with "aa".'
    for missing in ("c", ""):
        with pytest.raises(UsageError) as nobody:
            journal.run(missing)
        assert nobody.value.message == (
            f'There is no run "{missing}".' if missing else 'There are several runs that begin with "".'
        )


def test_a_persons_history_has_their_rows_in_every_tab_also_from_before_they_had_an_id(
    tmp_path: Path,
) -> None:
    journal = _journal(tmp_path)
    first = SetCell("contacts", 2, "status", "", "Ada", None, "due")
    minted = SetCell("contacts", 2, "id", "", "Ada", None, "ck-1")
    drafted = AppendRow("drafts", "dk-9", {"name": "Ada", "contact_id": "ck-1"})
    followed = SetCell("drafts", 5, "logged", "dk-9", "Ada", None, date(2026, 11, 23))
    journal.begin(Plan((first, minted, drafted, BEN), run_id="r1"))
    journal.begin(Plan((followed, AddTab("due", "Due")), run_id="r2"))
    assert [one.change for one in journal.person("ck-1")] == [first, minted, drafted, followed]
    assert [one.change for one in journal.person("ck-2")] == [BEN]
    assert journal.person("") == journal.person("ck-3") == ()
    assert [one.change for one in journal.named("ADA ")] == [first, minted, drafted, followed]


def test_the_last_thirty_different_reads_are_kept_and_restorable(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    books = [
        Workbook((RawTab("P", "People", [["Ada", n]]),), "people.xlsx") for n in range(KEPT_SNAPSHOTS + 5)
    ]
    for book in books:
        journal.snapshot(book)
        journal.snapshot(book)
    kept = journal.snapshots()
    assert len(kept) == KEPT_SNAPSHOTS
    assert [journal.load_snapshot(one.id) for one in reversed(kept)] == books[5:]
    assert (kept[0].name, kept[0].tabs, kept[0].rows) == ("people.xlsx", 1, 1)
    with pytest.raises(UsageError) as missing:
        journal.load_snapshot(1)
    assert missing.value.message == "There is no snapshot 1."


def test_facts_of_the_last_run_are_there_for_the_next(tmp_path: Path) -> None:
    before, after = _journal(tmp_path), _journal(tmp_path)
    assert (before.last_success(), before.contact_count(), before.known_names()) == (None, 0, {})
    before.saw(Workbook(()), {"ck-1": "Ada", "ck-2": "Ben"})
    before.saw(Workbook(()), {"ck-1": "Ada Lovelace"})
    before.succeeded(date(2026, 11, 23), 25)
    assert (after.last_success(), after.contact_count()) == (date(2026, 11, 23), 25)
    assert after.known_names() == {"ck-1": "Ada Lovelace"}


def _use_everything(journal: Journal) -> None:
    """What a sync asks of a journal, from beginning to end."""
    journal.known_names()
    journal.contact_count()
    journal.saw(Workbook((RawTab("P", "People", [["Ada"]]),)), {"ck-1": "Ada"})
    run_id = journal.begin(Plan((ADA, BEN)))
    journal.finish(run_id, AfterImage((Landed(ADA, "", "", "x"),)))
    journal.succeeded(date(2026, 11, 23), 2)
    journal.pending()
    journal.last_success()


def _rubbish(path: Path) -> None:
    path.write_bytes(b"no database at all " * 100)


def _torn(path: Path) -> None:
    """A journal whose middle was overwritten, as a half-synced copy would be."""
    _use_everything(Journal(path, now=_Clock(), warn=pytest.fail))
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(bytes(raw))


def _a_folder(path: Path) -> None:
    path.mkdir()


def _newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()


def _other_tables(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE runs (x); PRAGMA user_version = 1;")
    db.close()


@pytest.mark.parametrize("spoil", [_rubbish, _torn, _a_folder, _newer, _other_tables])
def test_a_spoilt_journal_never_stops_a_sync_and_is_told_once(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    spoil(tmp_path / "journal.sqlite")
    told: list[str] = []
    _use_everything(_journal(tmp_path, told.append))
    assert len(told) == 1
    assert str(tmp_path / "journal.sqlite") in told[0]


def test_a_damaged_journal_is_kept_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    _rubbish(tmp_path / "journal.sqlite")
    told: list[str] = []
    journal = _journal(tmp_path, told.append)
    journal.succeeded(date(2026, 11, 23), 2)
    assert journal.last_success() == date(2026, 11, 23)
    (aside,) = tmp_path.glob("journal.sqlite.damaged-*")
    assert told == [
        f"The journal {journal.path} was damaged; it is kept as {aside.name}, and a new one begins. "
        "Your sheet is not affected."
    ]


def test_a_journal_another_process_holds_is_told_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectkit.journal.file._PATIENCE", 0.0)
    _use_everything(_journal(tmp_path))
    other = sqlite3.connect(tmp_path / "journal.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    told: list[str] = []
    _use_everything(_journal(tmp_path, told.append))
    other.close()
    assert told == [
        f"The journal {tmp_path / 'journal.sqlite'} can't be used (database is locked); this run goes on "
        "without it, so history and undo will not know it."
    ]


def test_asking_a_spoilt_journal_is_an_error_in_words(tmp_path: Path) -> None:
    _a_folder(tmp_path / "journal.sqlite")
    with pytest.raises(StoreUnavailable) as caught:
        _journal(tmp_path).runs()
    assert caught.value.message.startswith(f"The journal {tmp_path / 'journal.sqlite'} can't be read (")


def test_the_journal_is_for_its_owner_only(tmp_path: Path) -> None:
    _use_everything(_journal(tmp_path))
    assert (tmp_path / "journal.sqlite").stat().st_mode & 0o077 == 0


def test_check_finds_a_torn_journal_and_no_fault_in_a_whole_one(tmp_path: Path) -> None:
    _use_everything(_journal(tmp_path))
    assert check(tmp_path / "journal.sqlite") == ""
    (tmp_path / "torn").mkdir()
    _torn(tmp_path / "torn" / "journal.sqlite")
    assert check(tmp_path / "torn" / "journal.sqlite") != ""
