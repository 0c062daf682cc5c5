"""What an import does to a sheet: who is who, what is filled, what is asked, and that nothing is lost or written twice."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.merging.merge import plan_import
from connectkit.merging.result import Batch, Merge
from connectkit.model import CellValue, Permission, Plan, SetCell
from connectkit.people.records import Exchange, Item, Person, Skipped
from connectkit.plan import LawBroken, check_law
from connectkit.repair.undo import plan_undo
from connectkit.store import NoMemory
from connectkit.stores.memory import MemoryStore
from connectkit.sync import apply
from connectkit.view import open_view
from tests.book import TODAY, book, counter, run, table

PLAIN = ("Name", "Last contact", "Notes")
KEYED = ("Name", "Last contact", "Notes", "Email", "Phone", "LinkedIn", "Company")


def store(*rows: Sequence[CellValue], headers: Sequence[str] = KEYED) -> MemoryStore:
    """A sheet of contacts."""
    return MemoryStore(book(list(headers), *rows))


def bring(sheet: MemoryStore, *items: Item, **batch: Any) -> Merge:
    """An import, applied."""
    new_id = batch.pop("new_id", _IDS)
    view = open_view(sheet.read(), Config(), today=TODAY, new_id=new_id)
    merge = plan_import(view, items, Batch("vcard", "vcard", TODAY, **batch), new_id=new_id)
    if merge.plan:
        apply(sheet, merge.plan, NoMemory())
    return merge


_IDS = counter()


def verdicts(merge: Merge) -> list[str]:
    """What became of each person."""
    return [one.verdict for one in merge.people]


ANA = Person("Ana Lima", emails=("ana@example.com",), company="Acme", where="f:1")


# ---- who is who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "person", "verdict"),
    [
        (["Ana Lima", None, "", "ANA@example.com"], ANA, "matched"),
        (["Ana L.", None, "", "x@example.org; ana@example.com"], ANA, "matched"),
        (["Mum", None, "", "ana@example.com"], ANA, "matched"),
        (["Bob Ray", None, "", "ana@example.com"], ANA, "question"),
        (["Ana Lima", None, "", "", "+351 912 000 111"], Person("Ana Maria Lima", phones=("00351 912000111",)), "matched"),
        (["Rui Lima", None, "", "", "+351 912 000 111"], Person("Ana Lima", phones=("+351912000111",)), "new"),
        (["Ana Lima", None, "", "", "", "https://pt.linkedin.com/in/ana-lima/?x=1"], Person("Ana L", profile="http://www.linkedin.com/in/Ana-Lima"), "matched"),
        (["Ana Lima", None, "", "", "", "https://linkedin.com/in/ana-1"], Person("Ana Lima", profile="https://linkedin.com/in/ana-2", company="Acme"), "new"),
        (["Ana Lima", None, "", "", "", "", "Acme Inc."], Person("Lima, Ana", company="ACME"), "matched"),
        (["Ana Lima", None, "", "", "", "", "Acme"], Person("Ana Lima", company="Globex"), "question"),
        (["Ana Lima", None, "", "ana@example.org", "", "", "Acme"], ANA, "question"),
        (["Ana Lima", None, "", "ana@example.org", "", "", "Globex"], ANA, "new"),
        (["Ana Lima", None, "", "ana@example.org"], ANA, "question"),
        (["Ana Lima", None, "", "ana@example.org", "+351 912 000 222"], Person("Ana Lima", emails=("new@example.com",), phones=("+351912000111",)), "question"),
        (["Ana", None, "", "ana@example.org"], Person("Ana", emails=("new@example.com",)), "new"),
        (["Ana Lima", None, ""], ANA, "question"),
        (["Ana Lima", None, ""], Person("Ana Lima"), "matched"),
        (["Ana Lima", None, "", "info@example.com"], Person("Bob Ray", emails=("info@example.com",)), "question"),
        (["Robert Smith", None, "", "smith@example.com"], Person("Bob Smith", emails=("smith@example.com",)), "matched"),
        (["John Smith", None, "", "smith@example.com"], Person("Jane Smith", emails=("smith@example.com",)), "question"),
    ],
)  # fmt: skip
def test_people_are_matched_by_their_keys_and_doubt_is_a_question(
    row: list[CellValue], person: Person, verdict: str
) -> None:
    assert verdicts(bring(store(row), person)) == [verdict]


def test_namesakes_with_different_profiles_are_two_people() -> None:
    sheet = store()
    profiles = [
        Person("Ana Lima", profile=f"https://www.linkedin.com/in/ana-{at}", company="Acme") for at in (1, 2)
    ]
    assert verdicts(bring(sheet, *profiles)) == ["new", "new"]
    assert verdicts(bring(sheet, *profiles)) == ["matched", "matched"]


def test_two_records_of_one_name_in_one_file_are_two_people_or_one_question() -> None:
    """Never merged because neither has an address; case, blanks and dots are no difference; no note is lost."""
    for other in ("Ana Lima", "ana lima", "Ana  Lima", "Ana Lima."):
        sheet = store()
        found = [Person("Ana Lima", notes="tea", where="f:1"), Person(other, notes="sails", where="f:2")]
        merge = bring(sheet, *found)
        assert verdicts(merge) == ["new", "question"]
        assert [row["Notes"] for row in table(sheet, "Contacts")] == ["tea"]
        (question,) = table(sheet, "Matches")
        assert (question["In Contacts"], question["And"]) == ("Ana Lima (new in this file)", other)
        assert bring(sheet, *found).plan.changes == ()
    both = bring(store(), Person("Ana Lima", company="Acme"), Person("Ana Lima", company="Orbit"))
    assert verdicts(both) == ["new", "new"]


def test_the_note_of_a_second_record_joins_the_first() -> None:
    sheet = store()
    bring(
        sheet,
        Person("Ana Lima", emails=("a@example.com",), notes="tea"),
        Person("Ana Lima", emails=("a@example.com",), notes="sails"),
    )
    assert [row["Notes"] for row in table(sheet, "Contacts")] == ["tea\nsails"]


def test_one_person_in_two_records_of_a_file_is_one_row_with_both() -> None:
    sheet = store()
    merge = bring(
        sheet, ANA, Person("A. Lima", emails=("Ana@Example.com",), phones=("+351912000111",), title="CTO")
    )
    assert (merge.new, merge.matched) == (1, 1)
    (row,) = table(sheet, "Contacts")
    assert (row["Name"], row["Email"], row["Phone"], row["Title"]) == (
        "Ana Lima",
        "ana@example.com",
        "+351912000111",
        "CTO",
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_records_of_one_file_are_gathered_before_anybody_is_looked_for(order: tuple[int, ...]) -> None:
    """The one with a number and the one with the company are the contact together; a bare namesake is a question."""
    records = [
        Person("Ana Lima"),
        Person("Ana Lima", phones=("+351912000111",), profile="https://linkedin.com/in/a"),
        Person("Ana Lima", profile="https://linkedin.com/in/a", company="Acme"),
    ]
    sheet = store(["Ana Lima", None, "", "", "", "", "Acme"])
    found = [records[at] for at in order]
    assert sorted(verdicts(bring(sheet, *found))) == ["matched", "matched", "question"]
    (row,) = table(sheet, "Contacts")
    assert (row["Phone"], row["LinkedIn"]) == ("+351912000111", "https://linkedin.com/in/a")
    assert bring(sheet, *found).plan.changes == ()


def test_two_addresses_of_one_person_in_two_records_stand_in_one_cell() -> None:
    sheet = store()
    bring(
        sheet,
        Person("Ana Lima", emails=("a@example.com",), phones=("+351912000111",), notes="chess", tags=("x",)),
        Person("Ana Lima", emails=("b@example.com", "A@example.com"), phones=("00351 912000111",), notes="rows", tags=("X", "y")),
    )  # fmt: skip
    (row,) = table(sheet, "Contacts")
    assert (row["Email"], row["Phone"], row["Notes"], row["Tags"]) == (
        "a@example.com; b@example.com", "+351912000111", "chess\nrows", "x, y, import:2026-11-23-vcard",
    )  # fmt: skip


@pytest.mark.parametrize("company", ["Acme", ""])
def test_a_row_that_two_of_a_file_may_be_by_name_is_filled_from_neither(company: str) -> None:
    sheet = store(["Ana Lima", None, "", "", "", "", company])
    both = [Person("Ana Lima", company="Acme", emails=(f"{at}@example.com",)) for at in "ab"]
    assert verdicts(bring(sheet, *both)) == ["question", "question"]
    assert "Email" not in table(sheet, "Contacts")[0]


def test_a_crowd_behind_one_number_is_told_apart_by_name() -> None:
    sheet = store()
    crowd = [Person(f"{given} {family}", phones=("+351210000000",)) for given in ["Ana", "Bea", "Cid", "Dov", "Eva"] for family in ["Lima", "Ray", "Sol", "Tal", "Vaz"]]  # fmt: skip
    assert set(verdicts(bring(sheet, *crowd))) == {"new"}
    assert bring(sheet, *crowd).plan.changes == ()


def test_a_number_in_a_name_tells_people_apart() -> None:
    assert verdicts(bring(store(), *(Person(f"Guest {at}") for at in range(3)))) == ["new", "new", "new"]


def test_only_the_known_means_that_nobody_is_added() -> None:
    sheet = store(["Ana Lima", None, "", "ana@example.com"])
    merge = bring(sheet, ANA, Person("Bob Ray", where="f:2"), known_only=True)
    assert verdicts(merge) == ["matched"]
    assert merge.skipped == (Skipped("f:2", "Bob Ray is not in your sheet"),)


# ---- what is written -------------------------------------------------------------------------------------


def test_a_new_row_carries_its_batch_and_the_sheet_gets_the_columns_it_lacks() -> None:
    sheet = store(headers=PLAIN)
    merge = bring(
        sheet,
        Person("Ana Lima", emails=("ana@example.com",), tags=("chess",), birthday="--12-01", where="f:1"),
    )
    (row,) = table(sheet, "Contacts")
    assert {key: row[key] for key in ("Name", "Email", "Tags", "Birthday")} == {
        "Name": "Ana Lima", "Email": "ana@example.com", "Tags": "chess, import:2026-11-23-vcard", "Birthday": "1 December",
    }  # fmt: skip
    assert merge.columns == ("Email", "Birthday", "Tags")


def test_only_blank_cells_of_a_known_person_are_filled() -> None:
    sheet = store(["Ana Lima", date(2026, 1, 2), "mine", "ana@example.com", "", "", ""])
    merge = bring(
        sheet,
        Person(
            "Ana Lima",
            emails=("ana@example.com",),
            company="Acme",
            notes="theirs",
            last_contact=date(2025, 1, 1),
        ),
    )
    (row,) = table(sheet, "Contacts")
    assert (row["Notes"], row["Company"], row["Last contact"]) == ("mine", "Acme", date(2026, 1, 2))
    assert merge.people[0].gains == (("Company", "Acme"),)


def test_last_contact_moves_forward_only() -> None:
    sheet = store(["Ana Lima", date(2026, 1, 2), "", "ana@example.com"])
    bring(sheet, Person("Ana Lima", emails=("ana@example.com",), last_contact=date(2026, 5, 6)))
    assert table(sheet, "Contacts")[0]["Last contact"] == date(2026, 5, 6)


def test_first_and_last_name_go_into_their_own_columns_where_the_sheet_keeps_them_apart() -> None:
    sheet = store(headers=("First name", "Last name", "Last contact", "Notes"))
    bring(sheet, Person("Ana Maria Lima", given="Ana", family="Lima"))
    (row,) = table(sheet, "Contacts")
    assert (row["First name"], row["Last name"]) == ("Ana Maria", "Lima")


def test_an_import_may_fill_and_never_replace() -> None:
    layout = open_view(
        store(["Ana", None, "x"]).read(), Config(), today=TODAY, new_id=counter()
    ).found.complete
    fill = SetCell("contacts", 2, "company", "", "Ana", None, "Acme", permission=Permission.FILL)
    check_law(Plan((fill,), layout))
    for change in (
        fill._replace(permission=Permission.OWN),
        fill._replace(before="Old"),
        fill._replace(after=None),
    ):
        with pytest.raises(LawBroken):
            check_law(Plan((change,), layout, origin="import"))


# ---- interactions ----------------------------------------------------------------------------------------


def mail(day: date, **told: Any) -> Exchange:
    """One mail with Ana."""
    values: dict[str, Any] = {
        "name": "Ana Lima",
        "kind": "email",
        "key": f"m-{day}-{len(told)}",
        "email": "ana@example.com",
        **told,
    }
    return Exchange(day, **values)


def test_exchanges_fill_the_log_once_a_day_and_move_last_contact() -> None:
    sheet = store(["Ana Lima", date(2026, 1, 2), "", "ana@example.com"])
    mails = [
        mail(date(2026, 3, 4), direction="sent"),
        mail(date(2026, 3, 4), direction="received", key="other"),
        mail(date(2026, 5, 6)),
    ]
    merge = bring(sheet, *mails)
    assert (merge.read, merge.new, merge.logged) == (3, 3, 2)
    assert table(sheet, "Contacts")[0]["Last contact"] == date(2026, 5, 6)
    assert [(row["Date"], row["Name"], row["Kind"], row["Source"]) for row in table(sheet, "Log")] == [
        (date(2026, 3, 4), "Ana Lima", "email", "vcard, sent"), (date(2026, 5, 6), "Ana Lima", "email", "vcard"),
    ]  # fmt: skip
    again = bring(sheet, *mails)
    assert (again.new, again.matched, again.plan.changes) == (0, 3, ())


def test_an_updated_file_adds_only_what_is_new() -> None:
    sheet = store(["Ana Lima", None, "", "ana@example.com"])
    bring(sheet, mail(date(2026, 3, 4)))
    assert bring(sheet, mail(date(2026, 3, 4)), mail(date(2026, 5, 6))).logged == 1


def test_somebody_unknown_becomes_a_contact_with_their_interactions_unless_only_the_known_count() -> None:
    sheet = store()
    assert bring(sheet, mail(date(2026, 3, 4)), known_only=True).skipped == (
        Skipped("", "Ana Lima is not in your sheet"),
    )
    bring(sheet, mail(date(2026, 3, 4)), mail(date(2026, 5, 6), name="ana@example.com"))
    (row,) = table(sheet, "Contacts")
    assert (row["Name"], row["Last contact"], len(table(sheet, "Log"))) == ("Ana Lima", date(2026, 5, 6), 2)


@pytest.mark.parametrize(
    "address",
    ["noreply@example.com", "no-reply+7@example.com", "mailer-daemon@example.com", "me@example.com"],
)
def test_machines_and_the_owner_never_become_contacts(address: str) -> None:
    sheet = store()
    merge = bring(
        sheet,
        Person("Somebody", emails=(address,)),
        mail(date(2026, 3, 4), email=address),
        owner_emails=frozenset({"me@example.com"}),
    )
    assert (merge.new, merge.matched, len(merge.skipped)) == (0, 0, 2)
    assert table(sheet, "Contacts") == []


# ---- doubts ----------------------------------------------------------------------------------------------


def answer(sheet: MemoryStore, word: str) -> None:
    """The user answers the only question."""
    raw = next(tab for tab in sheet.workbook.tabs if tab.title == "Matches")
    raw.rows[1][raw.rows[0].index("Same person?")] = word


def doubtful() -> tuple[MemoryStore, Merge]:
    """A sheet with a name, and an import that may mean it."""
    sheet = store(["Ana Lima", None, "old friend"])
    return sheet, bring(sheet, ANA)


def test_a_doubt_is_asked_once_and_adds_nobody() -> None:
    sheet, merge = doubtful()
    assert [one.why for one in merge.skipped] == [
        "may be Ana Lima (row 2): the same name, and nothing else to know them by. Answer in the tab Matches"
    ]
    (asked,) = table(sheet, "Matches")
    assert (asked["In Contacts"], asked["And"]) == ("Ana Lima (row 2)", "Ana Lima (ana@example.com, Acme)")
    assert bring(sheet, ANA).plan.changes == ()
    assert len(table(sheet, "Contacts")) == 1


@pytest.mark.parametrize("by", ["sync", "import"])
def test_yes_fills_what_is_blank_and_the_question_rests(by: str) -> None:
    sheet, _ = doubtful()
    answer(sheet, "yes")
    run(sheet) if by == "sync" else bring(sheet, ANA)
    (row,) = table(sheet, "Contacts")
    assert (row["Email"], row["Company"], row["Notes"]) == ("ana@example.com", "Acme", "old friend")
    assert table(sheet, "Matches")[0]["Taken in"] == TODAY
    assert bring(sheet, ANA).plan.changes == ()
    run(sheet)
    assert not run(sheet).plan.changes


@pytest.mark.parametrize("by", ["sync", "import"])
def test_no_adds_the_other_as_a_person_of_their_own_and_never_again(by: str) -> None:
    sheet, _ = doubtful()
    answer(sheet, "no")
    run(sheet) if by == "sync" else bring(sheet, ANA)
    assert [row["Name"] for row in table(sheet, "Contacts")] == ["Ana Lima", "Ana Lima"]
    assert verdicts(bring(sheet, ANA)) == ["matched"]
    run(sheet)
    assert len(table(sheet, "Contacts")) == 2


# ---- laws ------------------------------------------------------------------------------------------------

_NAMES = st.sampled_from(
    ["Ana Lima", "Lima, Ana", "Bob Ray", "Robert Ray", "Ana", "Jörg Groß", "x@example.com"]
)
_MAILS = st.lists(
    st.sampled_from(
        ["ana@example.com", "ANA@example.com", "b@example.com", "info@example.com", "noreply@example.com"]
    ),
    max_size=2,
).map(tuple)
_PEOPLE = st.builds(
    Person,
    name=_NAMES,
    emails=_MAILS,
    phones=st.lists(
        st.sampled_from(["+351912000111", "00351 912 000 111", "+1 555 010 0100"]), max_size=1
    ).map(tuple),
    profile=st.sampled_from(["", "", "https://linkedin.com/in/a", "https://www.linkedin.com/in/b/"]),
    company=st.sampled_from(["", "Acme", "Acme Inc.", "Globex"]),
    notes=st.sampled_from(["", "=1+1", "two\nlines"]),
    birthday=st.sampled_from(["", "--02-29", "1980-05-06"]),
    last_contact=st.sampled_from([None, date(2026, 1, 2), date(2026, 5, 6)]),
)
_ITEMS = st.lists(
    st.one_of(
        _PEOPLE,
        st.builds(Skipped, st.just("f:9"), st.just("a reason")),
        st.builds(Exchange, st.sampled_from([date(2026, 1, 2), date(2026, 5, 6)]), _NAMES, st.sampled_from(["email", "meeting"]), st.sampled_from("ab"), email=st.sampled_from(["", "ana@example.com", "new@example.com"])),
    ),
    max_size=8,
)  # fmt: skip
_ROWS = st.lists(
    st.tuples(
        _NAMES, st.none(), st.sampled_from(["", "note"]), st.sampled_from(["", "ana@example.com", "ana@example.com; b@example.com"]),
        st.sampled_from(["", "+351912000111"]), st.sampled_from(["", "https://linkedin.com/in/a"]), st.sampled_from(["", "Acme"]),
    ),
    max_size=4,
)  # fmt: skip


_BARE = ("Ana Lima", None, "", "", "", "", "")


@given(_ROWS, _ITEMS)
@example(
    [_BARE, _BARE],
    [Person("Lima, Ana", emails=("ana@example.com",)), Person("Ana Ray", emails=("ana@example.com",))],
)
@example(
    [_BARE, (*_BARE[:5], "https://linkedin.com/in/a", ""), (*_BARE[:5], "https://linkedin.com/in/b", "")],
    [
        Person("Ana Lima", phones=("+1 555 010 0100",), profile="https://linkedin.com/in/b"),
        Person("Ana Lima", phones=("+351912000111",)),
        Person("Ana Lima", phones=("+1 555 010 0100",), profile="https://linkedin.com/in/a"),
        Person("Ana Lima", phones=("+351912000111", "+1 555 010 0100")),
    ],
)
def test_everything_read_is_new_matched_or_skipped_and_the_same_file_twice_changes_nothing(
    rows: list[tuple[CellValue, ...]], found: list[Item]
) -> None:
    sheet = store(*rows)
    before = [list(row) for row in sheet.workbook.tabs[0].rows]
    first = bring(sheet, *found, new_id=counter())
    assert first.new + first.matched + len(first.skipped) == len(found)
    after = sheet.workbook.tabs[0].rows
    kept = [
        (old, new)
        for row, now in zip(before, after, strict=False)
        for old, new in zip(row, now, strict=False)
        if old not in (None, "")
    ]
    assert all(old == new for old, new in kept)
    second = bring(sheet, *found, new_id=lambda: f"again{next(_MORE)}")
    assert second.plan.changes == ()
    assert second.new == 0


_MORE = iter(range(10**9))


@given(_ROWS, _ITEMS)
def test_an_undo_takes_the_whole_import_back(rows: list[tuple[CellValue, ...]], found: list[Item]) -> None:
    sheet = store(*rows)
    run(sheet, new_id=counter())
    before = table(sheet, "Contacts")
    merge = bring(sheet, *found, new_id=lambda: f"again{next(_MORE)}")
    undo = plan_undo(sheet.read(), Config(), merge.plan.changes)
    if undo.plan:
        apply(sheet, undo.plan, NoMemory())
    assert [row for row in table(sheet, "Contacts") if row] == before
    assert [row for row in table(sheet, "Log") if row] == []
