"""The Log inbox: what is read from what people type, what stays in the cell, and that nothing typed is lost."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.absorb.language.read import Entry, InboxReading, IntroEntry, PromiseEntry, read_inbox
from connectkit.absorb.language.words import LONGEST_KEYWORD, vocabularies
from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.schema import KINDS

TODAY = date(2026, 11, 24)  # a Tuesday


def read(value: CellValue, order: str = "dmy") -> InboxReading:
    return read_inbox(value, today=TODAY, order=order)


def entries(value: CellValue) -> list[tuple[str, str, str, str]]:
    """The entries as (day, kind, direction, summary); fails if anything else came of the cell."""
    reading = read(value)
    assert reading == InboxReading(entries=reading.entries)
    return [(one.day.isoformat(), one.kind, one.direction, one.summary) for one in reading.entries]


class TestContact:
    @pytest.mark.parametrize(
        "value", ["today", "Today", "t", "x", "X", "✓", "yes", "ja", "1", True, "heute", TODAY, " today \n"]
    )
    def test_a_mark_or_today_is_contact_today(self, value: CellValue) -> None:
        assert entries(value) == [("2026-11-24", "", "", "")]

    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("-3d", "2026-11-21"),
            ("yesterday", "2026-11-23"),
            ("last Friday", "2026-11-20"),
            ("Friday", "2026-11-20"),
            ("3 weeks ago", "2026-11-03"),
            ("12 Nov", "2026-11-12"),
            ("3 Feb", "2026-02-03"),
            ("12.11.", "2026-11-12"),
            ("2026-11-01", "2026-11-01"),
            (date(2026, 11, 12), "2026-11-12"),
            (datetime(2026, 11, 12, 9, 0), "2026-11-12"),
        ],
    )
    def test_a_day_is_contact_on_that_day(self, value: CellValue, day: str) -> None:
        assert entries(value) == [(day, "", "", "")]

    @pytest.mark.parametrize("value", [None, "", "  \n", ";;", False])
    def test_an_empty_cell_says_nothing(self, value: CellValue) -> None:
        assert read(value) == InboxReading()

    @pytest.mark.parametrize(
        ("text", "day", "kind", "direction", "summary"),
        [
            ("call", "2026-11-24", "call", "", ""),
            ("called", "2026-11-24", "call", "", ""),
            ("call 12 Nov", "2026-11-12", "call", "", ""),
            ("call 12 Nov: she starts a new job", "2026-11-12", "call", "", "she starts a new job"),
            ("Call 12 Nov : she starts", "2026-11-12", "call", "", "she starts"),
            ("12 Nov call: she starts", "2026-11-12", "call", "", "she starts"),
            ("12 Nov: she starts", "2026-11-12", "", "", "she starts"),
            ("12 Nov - she starts", "2026-11-12", "", "", "she starts"),
            ("12 Nov — she starts", "2026-11-12", "", "", "she starts"),
            ("call 3/11: she starts", "2026-11-03", "call", "", "she starts"),
            ("call 2026-11-01 10:30: she starts", "2026-11-01", "call", "", "she starts"),
            ("call on 12 Nov: at 10:30: late", "2026-11-12", "call", "", "at 10:30: late"),
            ("met Tue: the new office", "2026-11-24", "meeting", "", "the new office"),
            ("met Tue, the new office", "2026-11-24", "meeting", "", "the new office"),
            ("email: sent the link https://example.com/a", "2026-11-24", "email", "", "sent the link https://example.com/a"),
            ("e-mail, sent the link", "2026-11-24", "email", "", "sent the link"),
            ("call yesterday about the job", "2026-11-23", "call", "", "about the job"),
            ("yesterday coffee with her boss", "2026-11-23", "meeting", "", "coffee: with her boss"),
            ("coffee yesterday", "2026-11-23", "meeting", "", "coffee"),
            ("Lunch 12 Nov: thinks of moving", "2026-11-12", "meeting", "", "Lunch: thinks of moving"),
            ("whatsapp: photos of the baby", "2026-11-24", "message", "", "whatsapp: photos of the baby"),
            ("voice note yesterday", "2026-11-23", "voice note", "", ""),
            ("postcard: from Porto", "2026-11-24", "letter", "", "postcard: from Porto"),
            ("thank you: for dinner", "2026-11-24", "thank-you", "", "for dinner"),
            ("thank-you email: for dinner", "2026-11-24", "thank-you", "", "email: for dinner"),
            ("note: likes tea", "2026-11-24", "note", "", "likes tea"),
            ("Anruf gestern: neue Stelle", "2026-11-23", "call", "", "neue Stelle"),
            ("gave: article on bees", "2026-11-24", "note", "gave", "article on bees"),
            ("gave 12 Nov: article", "2026-11-12", "note", "gave", "article"),
            ("email gave: article", "2026-11-24", "email", "gave", "article"),
            ("asked: intro to her boss", "2026-11-24", "note", "asked", "intro to her boss"),
            ("call with Ann: she agrees", "2026-11-24", "call", "", "with Ann: she agrees"),
            ("call on holiday: she is well", "2026-11-24", "call", "", "on holiday: she is well"),
            ("thanks for the call: great", "2026-11-24", "thank-you", "", "for the call: great"),
            ("a long lunch: she is well", "2026-11-24", "meeting", "", "a long lunch: she is well"),
            ("call: a", "2026-11-24", "call", "", "a"),
            (": she is well", "2026-11-24", "note", "", ": she is well"),
            ("met her sister yesterday", "2026-11-23", "meeting", "", "met her sister yesterday"),
            ("met her sister", "2026-11-24", "meeting", "", "met her sister"),
            ("we met last Friday", "2026-11-20", "meeting", "", "we met last Friday"),
            ("she called yesterday about work", "2026-11-23", "call", "", "she called yesterday about work"),
            ("called, she starts in March", "2026-11-24", "call", "", "she starts in March"),
            ("today she told me of her plans", "2026-11-24", "", "", "today she told me of her plans"),
            ("she starts a new job in March", "2026-11-24", "note", "", "she starts a new job in March"),
            ("introduced me to Ana Li", "2026-11-24", "introduction", "", "introduced me to Ana Li"),
            ("asked about her job", "2026-11-24", "note", "asked", "asked about her job"),
            ("email 3 may work", "2026-11-24", "note", "", "email 3 may work"),
            ("https://example.com/a:b", "2026-11-24", "note", "", "https://example.com/a:b"),
        ],
    )  # fmt: skip
    def test_kind_day_and_summary_may_stand_or_miss(
        self, text: str, day: str, kind: str, direction: str, summary: str
    ) -> None:
        assert entries(text) == [(day, kind, direction, summary)]

    def test_a_link_is_kept_with_its_address(self) -> None:
        assert entries(Link("https://example.com/", "her article")) == [
            ("2026-11-24", "note", "", "her article https://example.com/")
        ]


class TestSeveral:
    def test_entries_apart_by_semicolon_or_line_are_read_one_by_one(self) -> None:
        assert read("call 12 Nov: she starts a new job; promise: send the deck by Fri\ngave: article\nintro to Ben Ortiz") == InboxReading(
            (
                Entry(date(2026, 11, 12), "call", "", "she starts a new job"),
                Entry(TODAY, "note", "gave", "article"),
            ),
            (PromiseEntry("send the deck", "me", date(2026, 11, 27)),),
            (IntroEntry("Ben Ortiz", TODAY),),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "summary"),
        [
            ("call: likes tea; and coffee too", "likes tea; and coffee too"),
            ("call: likes tea\nand rain", "likes tea\nand rain"),
            ("call; likes tea", "likes tea"),
            ("call\n\nlikes tea\n", "likes tea"),
            ("call: a; b; c", "a; b; c"),
        ],
    )
    def test_text_that_begins_no_entry_belongs_to_the_one_before(self, text: str, summary: str) -> None:
        assert entries(text) == [("2026-11-24", "call", "", summary)]

    def test_text_behind_a_promise_or_introduction_is_kept_with_it(self) -> None:
        assert read("promise: send the deck by Fri; with notes").promises == (
            PromiseEntry("send the deck; with notes", "me", date(2026, 11, 27)),
        )
        assert read("intro to Ben Ortiz; they like each other") == InboxReading(
            (Entry(TODAY, "introduction", "gave", "they like each other"),),
            (),
            (IntroEntry("Ben Ortiz", TODAY),),
        )

    def test_what_is_read_leaves_and_what_is_not_stays_as_typed(self) -> None:
        assert read("call 12 Nov: fine;  Call 31 Feb: x;  still x ; lunch: good\n?") == InboxReading(
            (Entry(date(2026, 11, 12), "call", "", "fine"), Entry(TODAY, "meeting", "", "lunch: good\n?")),
            leftover="Call 31 Feb: x;  still x",
            why="was not filed, because “31 Feb” is not in the calendar: February has no day 31",
        )


class TestPromises:
    @pytest.mark.parametrize(
        ("text", "what", "by", "due"),
        [
            ("promise: send the deck", "send the deck", "me", None),
            ("promise: send the deck by Fri", "send the deck", "me", "2026-11-27"),
            ("promise: send the deck by Tue.", "send the deck", "me", "2026-11-24"),
            ("Promised to send the deck by tomorrow", "send the deck", "me", "2026-11-25"),
            ("I promised: a call, by 3 Dec", "a call", "me", "2026-12-03"),
            ("promise by Fri: the deck", "the deck", "me", "2026-11-27"),
            ("promise: the deck by 3/12/2026", "the deck", "me", "2026-12-03"),
            ("promise: the deck by end of month", "the deck", "me", "2026-11-30"),
            ("promise: the deck until next week", "the deck", "me", "2026-12-04"),
            ("promise: the deck by 1 Nov 2026", "the deck", "me", "2026-11-01"),
            ("promise: stand by me", "stand by me", "me", None),
            ("promise: a note by email", "a note by email", "me", None),
            ("promise: a note by email by Fri", "a note by email", "me", "2026-11-27"),
            ("promise: call her tomorrow", "call her tomorrow", "me", "2026-11-25"),
            ("todo: send the deck", "send the deck", "me", None),
            ("they promise: her CV by 3 Dec", "her CV", "them", "2026-12-03"),
            ("she promised to send her CV", "send her CV", "them", None),
            ("they promised me a call by Friday", "a call", "them", "2026-11-27"),
        ],
    )
    def test_a_promise_has_a_keeper_and_perhaps_a_day(
        self, text: str, what: str, by: str, due: str | None
    ) -> None:
        assert read(text) == InboxReading(
            promises=(PromiseEntry(what, by, date.fromisoformat(due) if due else None),)
        )

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("promise:", "does not say what was promised"),
            ("promise: the deck by 31 Feb", "was not filed, because “31 Feb” is not in the calendar: February has no day 31"),
            ("promise: the deck by 3/4 or 5/4", "was not filed, because “3/4 or 5/4” is not a date: write the day as 2026-04-03"),
        ],
    )  # fmt: skip
    def test_a_promise_with_a_day_that_is_none_stays_in_the_cell(self, text: str, why: str) -> None:
        assert read(text) == InboxReading(leftover=text, why=why)


class TestIntroductions:
    @pytest.mark.parametrize(
        ("text", "other", "day"),
        [
            ("intro to Ben Ortiz", "Ben Ortiz", "2026-11-24"),
            ("Intro: Ben Ortiz", "Ben Ortiz", "2026-11-24"),
            ("introduced her to Ben Ortiz", "Ben Ortiz", "2026-11-24"),
            ("introduced Ben Ortiz", "Ben Ortiz", "2026-11-24"),
            ("intro to Ben Ortiz yesterday", "Ben Ortiz", "2026-11-23"),
            ("intro to Ben Ortiz on 12 Nov", "Ben Ortiz", "2026-11-12"),
            ("intro to May", "May", "2026-11-24"),
        ],
    )
    def test_an_introduction_names_the_other_and_perhaps_the_day(
        self, text: str, other: str, day: str
    ) -> None:
        assert read(text) == InboxReading(intros=(IntroEntry(other, date.fromisoformat(day)),))

    def test_text_behind_the_name_is_an_entry_of_that_day(self) -> None:
        assert read("intro to Ben Ortiz yesterday: they hit it off") == InboxReading(
            (Entry(date(2026, 11, 23), "introduction", "gave", "they hit it off"),),
            (),
            (IntroEntry("Ben Ortiz", date(2026, 11, 23)),),
        )

    @pytest.mark.parametrize(
        "text",
        ["intro: ?", "intro to Ben on 1 Jan 2027", "intro to Ben in March", "intro to Ben yesterday Ortiz"],
    )
    def test_an_introduction_without_name_or_with_an_odd_day_stays(self, text: str) -> None:
        assert read(text)._replace(why="") == InboxReading(leftover=text)


PLAN = (
    "speaks of what is to come, so it is no contact yet: put promise: in front of it, or today: if you were in"
    " touch, or write the day into Next touch"
)
TWO_DAYS = "names more than one day: begin with the one it happened on, as in call 12 Nov: what was said"
PLACE_IT = "seems to name a day that could not be placed: begin with it, as in call 12 Nov: what was said"


class TestLeftover:
    @pytest.mark.parametrize(
        ("value", "left", "why"),
        [
            ("?", "?", "says nothing that could be filed"),
            ("n/a", "n/a", "says nothing that could be filed"),
            (" TBD ", " TBD ", "says nothing that could be filed"),
            ("no", "no", "says nothing that could be filed"),
            ("...", "...", "says nothing that could be filed"),
            ("call?", "call?", "is a question: leave the question mark out if it happened"),
            ("call 12 Jan 2027: x", "call 12 Jan 2027: x", "was not filed, because 12 Jan 2027 is still to come"),
            ("12 Jan 2027", "12 Jan 2027", "was not filed, because 12 Jan 2027 is still to come"),
            (date(2027, 1, 2), "2027-01-02", "was not filed, because 2 Jan 2027 is still to come"),
            ("call last week: x", "call last week: x", "was not filed, because “last week” has no day: write the whole date as 2026-04-03"),
            ("call her next week", "call her next week", PLAN),
            ("met at the fair in March 2024", "met at the fair in March 2024", "was not filed, because “in march 2024” has no day: write the whole date as 2026-04-03"),
            ("spoke on 12 Nov and 20 Nov", "spoke on 12 Nov and 20 Nov", TWO_DAYS),
            ("called her, her birthday is 3 March", "called her, her birthday is 3 March", PLACE_IT),
            ("call on the 20th", "call on the 20th", "was not filed, because “on the 20th” has no month: write the whole date as 2026-04-03"),
            ("lunch 3 Dec", "lunch 3 Dec", "was not filed, because 3 Dec is still to come"),
            ("text her", "text her", PLAN),
            ("31 Feb", "31 Feb", "was not filed, because “31 Feb” is not in the calendar: February has no day 31"),
            (3, "3", "is a number: write a day, as in -3d or 12 Nov, or what happened"),
            (Formula("=TODAY()", TODAY), "=TODAY()", "is a formula or an error, not something that was typed"),
            (CellError("#NAME?"), "#NAME?", "is a formula or an error, not something that was typed"),
            (date(1850, 1, 1), "1850-01-01", "has the year 1850, which can't be meant: write the day as 2026-04-03"),
        ],
    )  # fmt: skip
    def test_what_can_not_be_read_stays_as_it_is_with_a_reason(
        self, value: CellValue, left: str, why: str
    ) -> None:
        assert read(value) == InboxReading(leftover=left, why=why)

    def test_a_day_in_digits_needs_a_known_order(self) -> None:
        assert read("call 3/4: x", order="mdy").entries == (Entry(date(2026, 3, 4), "call", "", "x"),)
        assert read("call 3/4: x", order="") == InboxReading(
            leftover="call 3/4: x",
            why="was not filed, because “3/4” is ambiguous (3 April or 4 March 2026): write it as 2026-04-03",
        )


WORD = st.from_regex(r"zq[a-z]{2,6}", fullmatch=True)
SAID = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
DAY = st.sampled_from(
    [
        "",
        " today",
        " yesterday",
        " 12 Nov",
        " -3d",
        " 31 Feb",
        " 3/4",
        " last week",
        " 12 Jan 2030",
        " Fri",
        " in March",
    ]
)
OPENER = st.sampled_from(
    [
        *(word for one in vocabularies() for word in sorted(one.kinds)),
        "promise",
        "they promised",
        "intro to",
        "introduced her to",
        "",
        "?",
        "x",
        "she",
        "12 Nov",
        "yesterday",
    ]
)
PIECE = st.builds(
    lambda opener, day, mark, said, due: f"{opener}{day}{mark}{said}{due}",
    OPENER, DAY, st.sampled_from([": ", " ", ", ", " - ", ""]), SAID, st.sampled_from(["", " by Fri", " by 31 Feb", "?", " yesterday", ", zqend"]),
)  # fmt: skip
TYPED = st.lists(st.one_of(PIECE, SAID, OPENER), min_size=1, max_size=5).flatmap(
    lambda pieces: st.sampled_from(["; ", "\n", ";", " ;\r\n "]).map(lambda mark: mark.join(pieces))
)
ANY_TEXT = st.one_of(TYPED, st.text(max_size=60), st.from_regex(r"[a-z0-9 :;,./?\n-]{0,60}", fullmatch=True))


def everything(reading: InboxReading) -> str:
    """All text that came of a cell."""
    return "\n".join(
        [*(one.summary for one in reading.entries), *(one.what for one in reading.promises), *(one.other for one in reading.intros), reading.leftover]
    )  # fmt: skip


def steps(action: Callable[[], object]) -> int:
    """How many calls an action makes: what it costs, on any machine the same."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return made


class TestLaws:
    @given(TYPED, st.sampled_from(["", "dmy", "mdy"]))
    def test_nothing_that_was_typed_is_lost_or_doubled(self, text: str, order: str) -> None:
        kept = everything(read(text, order))
        assert Counter(re.findall("zq[a-z]+", kept)) == Counter(re.findall("zq[a-z]+", text))

    @given(ANY_TEXT)
    def test_what_stays_is_a_part_of_what_was_typed_and_has_a_reason(self, text: str) -> None:
        reading = read(text)
        assert bool(reading.leftover) == bool(reading.why)
        assert all(part.strip() in text for part in re.split(r"\n", reading.leftover))
        if not (reading.entries or reading.promises or reading.intros):
            assert reading.leftover in (text, "")

    @given(ANY_TEXT)
    def test_what_stays_would_stay_again(self, text: str) -> None:
        reading = read(text)
        again = read(reading.leftover)
        assert again == InboxReading(leftover=reading.leftover, why=reading.why)

    @given(ANY_TEXT | st.dates() | st.integers() | st.booleans() | st.none())
    def test_no_entry_lies_ahead_and_every_kind_is_one_of_the_logs(self, value: CellValue) -> None:
        reading = read(value)
        assert all(one.day <= TODAY and one.kind in ("", *KINDS) for one in reading.entries)
        assert all(one.direction in ("", "gave", "asked") for one in reading.entries)
        assert all(one.day <= TODAY and one.other for one in reading.intros)
        assert all(one.by in ("me", "them") and one.what for one in reading.promises)

    @given(SAID, st.sampled_from(["call", "email", "met", "gave"]), st.dates(date(2000, 1, 1), TODAY))
    def test_an_entry_with_a_whole_date_is_read_back(self, said: str, keyword: str, day: date) -> None:
        (entry,) = read(f"{keyword} {day.isoformat()}: {said}").entries
        assert (entry.day, entry.summary) == (day, said)

    @pytest.mark.parametrize(
        "piece",
        ["x;", "call ", "by ", "a:", ";", "yesterday ", "Ben ", "z", "12 Nov: a\n", "promise: ", "intro to "],
    )
    def test_a_cell_twice_as_long_costs_about_twice_as_much(self, piece: str) -> None:
        once, twice = (steps(lambda text=piece * times: read(text)) for times in (150, 300))
        assert twice < 2.6 * once + 500

    def test_nouns_of_contact_are_short_and_their_kinds_the_logs(self) -> None:
        nouns = {word: found for one in vocabularies() for word, found in one.kinds.items()}
        assert max(len(word.split()) for word in nouns) <= LONGEST_KEYWORD
        assert {found.kind for found in nouns.values()} <= set(KINDS)


class TestWhatIsNoContact:
    PLAN = (
        "speaks of what is to come, so it is no contact yet: put promise: in front of it, or today: if you were in"
        " touch, or write the day into Next touch"
    )
    FAILED = (
        "says that nobody was reached, so it is no contact: keep it in Notes, or write how you did reach them, as in"
        " voice note: what was said"
    )

    @pytest.mark.parametrize(
        "text",
        [
            "tomorrow lunch",
            "lunch tomorrow",
            "next week we meet",
            "we meet next week",
            "we're meeting tomorrow",
            "coffee next Friday",
            "dinner in 3 days",
            "phone her in two weeks",
            "call: tomorrow",
            "call: next Friday at 10",
            "I will call her",
            "should write",
            "morgen Mittagessen",
        ],
    )
    def test_a_plan_stays_in_the_cell(self, text: str) -> None:
        assert read(text) == InboxReading(leftover=text, why=self.PLAN)

    @pytest.mark.parametrize(
        "text",
        [
            "no answer",
            "did not reach her",
            "Didn\u2019t pick up",
            "left no message",
            "tried to call",
            "call: no answer",
            "call yesterday: no answer",
            "called, no answer",
            "called her, no answer",
            "went to voicemail",
            "busy",
            "nicht erreicht",
        ],
    )
    def test_a_failed_try_stays_in_the_cell(self, text: str) -> None:
        assert read(text) == InboxReading(leftover=text, why=self.FAILED)

    @pytest.mark.parametrize(
        "text",
        [
            "call: she starts a new job next week",
            "today: we meet next week",
            "she will move to Porto",
            "next steps agreed",
            "Will called me",
            "call: she could not reach her boss",
            "call: busy until March",
            "email: no answer yet",
            "emailed her, no reply yet",
            "voicemail: call me back",
            "she never answered my letter",
        ],
    )
    def test_news_of_what_is_to_come_and_what_was_sent_are_contact(self, text: str) -> None:
        assert [one[0] for one in entries(text)] == ["2026-11-24"]
