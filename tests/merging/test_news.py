"""What a newer export says otherwise of somebody known: asked once, taken over by a yes alone, and how it was is kept."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.config.config import Config
from connectkit.merging.merge import plan_import
from connectkit.merging.result import Batch, Merge
from connectkit.model import CellValue, Permission, Plan, SetCell
from connectkit.people.records import Person
from connectkit.plan import LawBroken, check_law
from connectkit.store import NoMemory
from connectkit.stores.memory import MemoryStore
from connectkit.sync import apply
from connectkit.view import open_view
from tests.book import TODAY, book, counter, run, table

HEADERS = ("Name", "Last contact", "Notes", "Email", "LinkedIn", "Company", "Title", "City")
ADA = Person("Ada Kern", profile="https://linkedin.com/in/ada", company="Fjord", title="VP", where="f:1")
_IDS = counter()


def sheet(company: CellValue = "Orbit", title: CellValue = "Engineer", city: CellValue = "") -> MemoryStore:
    """Ada as she was."""
    return MemoryStore(
        book(list(HEADERS), ["Ada Kern", None, "", "", "https://linkedin.com/in/ada", company, title, city])
    )


def bring(store: MemoryStore, *people: Person) -> Merge:
    """An import, applied."""
    view = open_view(store.read(), Config(), today=TODAY, new_id=_IDS)
    merge = plan_import(view, people, Batch("linkedin", "linkedin", TODAY), new_id=_IDS)
    if merge.plan:
        apply(store, merge.plan, NoMemory())
    return merge


def answer(store: MemoryStore, text: str) -> None:
    """The user's answer, and a sync."""
    tab = next(one for one in store.workbook.tabs if one.title == "Matches")
    tab.rows[1][0] = text
    run(store, new_id=_IDS)


def test_a_change_is_one_question_a_person_asked_once() -> None:
    store = sheet()
    (question,) = bring(store, ADA).questions
    assert question.other == "Company: Orbit → Fjord; Title: Engineer → VP"
    assert bring(store, ADA).plan.changes == ()
    assert table(store, "Contacts")[0]["Company"] == "Orbit"


def test_yes_takes_it_over_and_the_log_keeps_how_it_was() -> None:
    store = sheet()
    bring(store, ADA)
    answer(store, "yes")
    (row,) = table(store, "Contacts")
    assert (row["Company"], row["Title"], row.get("Last contact")) == ("Fjord", "VP", None)
    assert [(one["Kind"], one["Summary"]) for one in table(store, "Log")] == [
        ("note", "was Engineer at Orbit until Nov 2026")
    ]
    assert bring(store, ADA).plan.changes == ()


def test_no_keeps_the_users_own_and_is_not_asked_again() -> None:
    store = sheet()
    bring(store, ADA)
    answer(store, "no")
    assert table(store, "Contacts")[0]["Company"] == "Orbit"
    assert bring(store, ADA).plan.changes == ()


def test_what_the_user_changed_meanwhile_stays() -> None:
    store = sheet(title="")
    bring(store, Person("Ada Kern", profile="https://linkedin.com/in/ada", company="Fjord"))
    tab = store.workbook.tabs[0]
    tab.rows[1][5] = "Lumen"
    answer(store, "yes")
    assert table(store, "Contacts")[0]["Company"] == "Lumen"
    assert table(store, "Log") == []


@pytest.mark.parametrize(
    ("old", "new"), [("Fjord", "Fjord GmbH"), ("FJORD", "Fjord"), ("", "Fjord"), ("Fjord", "")]
)
def test_a_spelling_or_a_blank_is_no_change(old: str, new: str) -> None:
    told = Person("Ada Kern", profile="https://linkedin.com/in/ada", company=new)
    assert bring(sheet(company=old, title=""), told).questions == ()


def test_the_same_name_at_another_company_is_a_question_and_yes_takes_the_job_over() -> None:
    store = MemoryStore(book(list(HEADERS), ["Ada Kern", None, "", "", "", "Orbit", "", ""]))
    (question,) = bring(store, Person("Ada Kern", company="Fjord")).questions
    assert question.why.endswith("changed jobs?")
    assert len(table(store, "Contacts")) == 1
    answer(store, "yes")
    (row,) = table(store, "Contacts")
    assert row["Company"] == "Fjord"


def test_ten_are_asked_at_once_and_the_rest_are_listed() -> None:
    rows = [[f"Ada Kern{at}x", None, "", f"a{at}@example.com", "", "Orbit", "", ""] for at in range(14)]
    store = MemoryStore(book(list(HEADERS), *rows))
    merge = bring(
        store,
        *(Person(f"Ada Kern{at}x", emails=(f"a{at}@example.com",), company="Fjord") for at in range(14)),
    )
    assert len(merge.questions) == 10
    assert merge.notes[0].startswith(
        "4 more people changed and will be asked about next time: Ada Kern10x: Company: Orbit → Fjord"
    )


def test_a_company_never_changes_without_an_answer_taken_in_by_the_same_write() -> None:
    change = SetCell("contacts", 2, "company", "ck-1", "Ada Kern", "Orbit", "Fjord", (), Permission.ANSWER)
    view = open_view(sheet().read(), Config(), today=TODAY, new_id=_IDS)
    with pytest.raises(LawBroken):
        check_law(Plan((change,), view.found.complete))
    taken = SetCell("matches", 2, "taken", "mk-1", "Ada Kern", None, date(2026, 11, 23))
    check_law(Plan((change, taken), view.found.complete))
