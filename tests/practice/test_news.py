"""A new job the user said yes to: congratulated on once, in words that stand in the sheet, and only while it is news."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.config.config import Config, Me
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.people.farewell import Left, farewell, read_farewell
from connectkit.practice.news import new_job
from connectkit.stores.memory import MemoryStore
from tests.book import counter, run
from tests.merging.test_news import ADA, answer, bring
from tests.merging.test_news import sheet as ada
from tests.practice.sheets import ago, drafted, rows, sheet, sync, write

HEAD = ["Name", "Last contact", "Notes", "Tier", "Company", "Title", "State"]
WAS = "was Engineer at Orbit until Nov 2026"
TEMPLATES = load_templates([builtin_folder()])
NEW_ID = counter()


def people(
    company: str = "Fjord", title: str = "VP", last: date | None = None, state: str = ""
) -> list[list[object]]:
    """Ada, as she is now, long not due."""
    return [list(HEAD), ["Ada Kern", last or ago(30), "x", "core", company, title, state]]


def told(days: int, summary: str = WAS, source: str = "news") -> list[object]:
    """The row of the Log that a yes in Matches leaves."""
    return [ago(days), "Ada Kern", "note", None, summary, source]


@pytest.mark.parametrize("title", ["", "Engineer", "VP at Large", "at sea", "Head of Care, North"])
@pytest.mark.parametrize("company", ["", "Orbit", "Home at Last", "Klinik am See GmbH"])
@pytest.mark.parametrize("city", ["", "Leeds"])
def test_what_the_log_keeps_is_read_back_as_it_was(title: str, company: str, city: str) -> None:
    kept = farewell(title, company, city, date(2026, 11, 23))

    assert read_farewell(kept) == (Left(title, company) if title or company else None)


@pytest.mark.parametrize(
    "words", ["", "met her at Orbit", "was ill until Nov", "lived in Leeds until Nov 2026"]
)
def test_other_words_are_no_farewell(words: str) -> None:
    assert read_farewell(words) is None


@pytest.mark.parametrize(
    ("left", "company", "title", "said"),
    [
        (("Engineer", "Orbit"), "Fjord GmbH", "VP", {"news_company": "Fjord", "news_title": "VP"}),
        (("", "Orbit"), "Fjord", "Engineer", {"news_company": "Fjord"}),
        (("Engineer", ""), "Orbit", "VP", {"news_title": "VP"}),
        (("Engineer", "Orbit"), "Fjord", "VP | speaker", {"news_company": "Fjord"}),
        (("", "Orbit"), "Orbit GmbH", "", {}),
        (("Engineer", "Orbit"), "Orbit", "VP", {}),
        (("", "Orbit"), "", "", {}),
        (("", "Orbit"), "self-employed", "", {}),
        (("", "Orbit"), "Fjord", "Retired", {}),
        (("", "Orbit"), "Fjord", "VP, on parental leave", {}),
        (("VP", ""), "Orbit", "Open to work", {}),
        (("VP", ""), "Orbit", "In Rente", {}),
        (("VP", ""), "Orbit", "Retraité", {}),
        (("VP", ""), "Orbit", "former VP", {}),
        (("VP", ""), "Orbit", "vp", {}),
    ],
)  # fmt: skip
def test_only_a_new_job_that_can_be_said_is_said(
    left: tuple[str, str], company: str, title: str, said: dict[str, str]
) -> None:
    assert new_job(Left(*left), company, title) == said


@pytest.mark.parametrize(("days", "due"), [(0, True), (21, True), (22, False)])
def test_it_is_news_for_three_weeks(days: int, due: bool) -> None:
    assert drafted(sync(sheet(people(), [told(days)]))) == ([("Ada Kern", "news")] if due else [])


@pytest.mark.parametrize(
    ("store", "why_not"),
    [
        (sheet(people(last=ago(1)), [told(2)]), "the two were in touch since"),
        (sheet(people(), [told(2, "lived in Leeds until Nov 2026")]), "a move is no job"),
        (sheet(people(), [told(2, source="log")]), "the user's own words are no answer in Matches"),
        (sheet(people(state="pause"), [told(2)]), "she rests"),
    ],
)
def test_no_draft_where(store: MemoryStore, why_not: str) -> None:
    assert drafted(sync(store)) == [], why_not


def test_it_comes_before_the_rhythm_and_says_why() -> None:
    others = [[f"Bo Lind{at}", ago(900), "x", "core", "", "", ""] for at in range(3)]
    report = sync(sheet([*people(), *others], [told(2)]), per_week=1)

    assert drafted(report) == [("Ada Kern", "news")]
    assert (
        report.drafted[0].why
        == f"{WAS}, as you confirmed on 21 Nov: congratulate; skip it where only the firm's name is new"
    )


def test_a_draft_that_was_deleted_does_not_come_back() -> None:
    store = sheet(people(), [told(2)])
    sync(store)
    next(tab for tab in store.workbook.tabs if tab.title == "Drafts").rows[1:] = []

    assert drafted(sync(store, day=7)) == []


def test_an_untouched_draft_is_over_after_three_weeks() -> None:
    store = sheet(people(), [told(0)])
    sync(store)
    sync(store, day=21)
    assert rows(store, "Drafts")[0]["Status"] == "To do"

    sync(store, day=22)

    assert rows(store, "Drafts")[0]["Status"] == "Expired"


@pytest.mark.parametrize(
    ("code", "greeting", "said"),
    [
        (
            "en",
            "Hi Ada",
            ["Congratulations on the new role at Fjord.", "Congratulations on the new role: VP."],
        ),
        (
            "de",
            "Hallo Ada",
            [
                "herzlichen Glückwunsch zur neuen Stelle bei Fjord.",
                "herzlichen Glückwunsch zur neuen Aufgabe: VP.",
            ],
        ),
    ],
)
def test_from_the_answer_in_matches_to_the_message(code: str, greeting: str, said: list[str]) -> None:
    store = ada()
    write(store, "Contacts", 2, "Last contact", ago(1))
    bring(store, ADA)
    answer(store, "yes")
    assert rows(store, "Drafts") == []

    config, tomorrow = Config(language=code, me=Me("Max Roth")), ago(-1)
    run(store, config, today=tomorrow, templates=TEMPLATES, new_id=NEW_ID)

    (draft,) = rows(store, "Drafts")
    opening, body, *_, name = str(draft["Message"]).split("\n\n")
    assert (opening, name) == (f"{greeting},", "Max")
    assert any(one in body for one in said), body
    assert not run(store, config, today=tomorrow, templates=TEMPLATES, new_id=NEW_ID).plan
