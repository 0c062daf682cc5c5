"""Cells as text, as ticks, as several values, and when two cells are the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.sheet.cells import CELL_LIMIT, as_text, as_tick, last_line, same, split_values, to_cell_text

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
    st.builds(Formula, st.text(max_size=5), st.integers()),
    st.builds(Link, st.text(max_size=5), st.text(max_size=5)),
    st.builds(CellError, st.sampled_from(["#REF!", "#N/A"])),
)


class TestAsText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            ("", ""),
            ("  Ana Li ", "Ana Li"),
            ("\u202a+49 30 1234\u202c", "+49 30 1234"),
            ("Ana\u00a0Li\u200e", "Ana Li"),
            ("👩\u200d💻 coder", "👩\u200d💻 coder"),
            ("two\nlines", "two\nlines"),
            ("'90s kid", "'90s kid"),
            (3, "3"),
            (3.0, "3"),
            (-3.0, "-3"),
            (3.25, "3.25"),
            (0.1, "0.1"),
            (1e-7, "0.0000001"),
            (491512345678, "491512345678"),
            (4.91512345678e11, "491512345678"),
            (1.5e16, "15000000000000000"),
            (1e22, "10000000000000000000000"),
            (float("nan"), ""),
            (float("inf"), ""),
            (True, "yes"),
            (False, "no"),
            (date(2026, 1, 5), "2026-01-05"),
            (datetime(2026, 1, 5), "2026-01-05"),
            (datetime(2026, 1, 5, 10, 30), "2026-01-05 10:30"),
            (datetime(2026, 1, 5, 10, 30, 5), "2026-01-05 10:30:05"),
            (Formula("=A1", "shown"), "shown"),
            (Formula("=A1", 3.0), "3"),
            (Formula("=A1"), ""),
            (Formula("=A1", CellError("#N/A")), "#N/A"),
            (Link("https://example.com/ana", "Ana"), "https://example.com/ana"),
            (CellError("#REF!"), "#REF!"),
        ],
    )
    def test_a_cell_reads_as_a_person_reads_it(self, value: CellValue, text: str) -> None:
        assert as_text(value) == text

    @given(CELLS)
    def test_every_cell_has_a_text(self, value: CellValue) -> None:
        text = as_text(value)
        assert text == text.strip()
        assert "\u202a" not in text

    @given(st.integers(-(10**14), 10**14))
    def test_a_number_keeps_all_digits_whether_whole_or_float(self, number: int) -> None:
        assert as_text(number) == as_text(float(number)) == str(number)


class TestAsTick:
    @pytest.mark.parametrize(
        "value", [True, "yes", "Yes ", "Y", "x", "X", "✓", "✔", "true", "TRUE", "1", 1, 1.0, "ja", "oui", "si", "sí", "[x]", Formula("=A1", True)]
    )  # fmt: skip
    def test_yes_in_its_many_forms_is_a_tick(self, value: CellValue) -> None:
        assert as_tick(value) is True

    @pytest.mark.parametrize(
        "value", [False, "no", "No.", "N", "false", "0", 0, 0.0, "nein", "non", "não", "✗"]
    )
    def test_no_in_its_many_forms_is_none(self, value: CellValue) -> None:
        assert as_tick(value) is False

    @pytest.mark.parametrize(
        "value", [None, "", "maybe", "?", 2, "yes, but", date(2026, 1, 5), CellError("#N/A")]
    )
    def test_anything_else_is_neither(self, value: CellValue) -> None:
        assert as_tick(value) is None


class TestSplitValues:
    @pytest.mark.parametrize(
        ("text", "values"),
        [
            ("", []),
            (" ; ; ", []),
            ("a@example.com", ["a@example.com"]),
            ("a@example.com; b@example.com", ["a@example.com", "b@example.com"]),
            ("a@example.com, b@example.com", ["a@example.com", "b@example.com"]),
            ("a@example.com / b@example.com", ["a@example.com", "b@example.com"]),
            ("a@example.com ::: b@example.com", ["a@example.com", "b@example.com"]),
            ("a@example.com\nb@example.com\r\n", ["a@example.com", "b@example.com"]),
            ("a@example.com; a@example.com", ["a@example.com"]),
            (
                "a@example.com, b@example.com; c@example.com",
                ["a@example.com", "b@example.com", "c@example.com"],
            ),
            ("Li, Ana <a@example.com>; b@example.com", ["Li, Ana <a@example.com>", "b@example.com"]),
            ("+49 30 / 1234", ["+49 30 / 1234"]),
            ("\u202a+49 30\u202c ::: +49 40", ["+49 30", "+49 40"]),
            ("https://example.com/@ana", ["https://example.com/@ana"]),
        ],
    )
    def test_several_values_in_one_cell_come_apart(self, text: str, values: list[str]) -> None:
        assert split_values(text) == values

    @given(st.lists(st.from_regex(r"[a-z]{1,5}@example\.(com|org)", fullmatch=True), max_size=5, unique=True), st.sampled_from(["; ", ", ", " / ", "\n", " ::: ", ";", "/"]))  # fmt: skip
    def test_joined_addresses_come_apart_as_they_were(self, addresses: list[str], mark: str) -> None:
        assert split_values(mark.join(addresses)) == addresses


class TestSame:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (None, ""),
            (3, 3.0),
            (date(2026, 1, 5), datetime(2026, 1, 5)),
            (Formula("=A1", 1), Formula("=A1", 2)),
            (Link("https://example.com", "Ana"), Link("https://example.com", "Ana")),
            (CellError("#REF!"), CellError("#REF!")),
            ("a", "a"),
        ],
    )
    def test_these_are_the_same(self, one: CellValue, other: CellValue) -> None:
        assert same(one, other)
        assert same(other, one)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (True, 1),
            (False, 0),
            (False, None),
            (0, None),
            (True, "TRUE"),
            (3, "3"),
            (date(2026, 1, 5), "2026-01-05"),
            (date(2026, 1, 5), datetime(2026, 1, 5, 1)),
            (date(2026, 1, 5), 46027),
            (Formula("=A1", 1), Formula("=A2", 1)),
            (Formula("=A1", 1), 1),
            (Formula("=A1"), "=A1"),
            (Link("https://example.com", "Ana"), Link("https://example.com", "Li")),
            (Link("https://example.com", "Ana"), Link("https://example.org", "Ana")),
            (CellError("#REF!"), CellError("#N/A")),
            (CellError("#REF!"), "#REF!"),
            ("a", "A"),
            ("a", "a "),
        ],
    )
    def test_these_are_not(self, one: CellValue, other: CellValue) -> None:
        assert not same(one, other)
        assert not same(other, one)

    @given(CELLS, CELLS, CELLS)
    def test_sameness_is_an_equivalence(self, a: CellValue, b: CellValue, c: CellValue) -> None:
        assert same(a, a)
        assert same(a, b) == same(b, a)
        assert not (same(a, b) and same(b, c)) or same(a, c)


class TestToCellText:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("a\tb\nc", "a\tb\nc"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("a\x00b\x0bc\x1b", "abc"),
            ("half \ud83d character", "half  character"),
            ("whole 🙂 character", "whole 🙂 character"),
            ("=SUM(A1)", "=SUM(A1)"),
        ],
    )
    def test_only_what_a_cell_can_hold_remains(self, text: str, written: str) -> None:
        assert to_cell_text(text) == written

    @pytest.mark.parametrize("text", ["a" * CELL_LIMIT, "🙂" * (CELL_LIMIT // 2)])
    def test_a_text_that_just_fits_is_not_cut(self, text: str) -> None:
        assert to_cell_text(text) == text

    @pytest.mark.parametrize(
        "text", ["a" * (CELL_LIMIT + 1), "🙂" * (CELL_LIMIT // 2 + 1), "a" + "🙂" * 40_000]
    )
    def test_a_longer_text_ends_in_a_note_and_fits(self, text: str) -> None:
        cut = to_cell_text(text)
        assert cut.endswith(" … [cut here: the cell is full]")
        assert CELL_LIMIT - 2 <= len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
        assert text.startswith(cut.removesuffix(" … [cut here: the cell is full]"))

    @given(st.text(alphabet=st.characters(), max_size=60))
    def test_it_changes_nothing_twice_and_can_be_stored(self, text: str) -> None:
        written = to_cell_text(text)
        assert to_cell_text(written) == written
        written.encode("utf-8")


class TestLastLine:
    @pytest.mark.parametrize(
        ("notes", "line"),
        [
            ("", ""),
            ("  \n ", ""),
            ("likes tea", "likes tea"),
            ("likes tea\nmoved to Porto\n\n", "moved to Porto"),
            ("2026-01-05: tea\n2026-03-01: Porto", "2026-03-01: Porto"),
            ("2026-03-01: Porto\n2026-01-05: tea", "2026-03-01: Porto"),
            ("12 May 2026 - new job\n3 Jan 2026 - old job\nfrom school", "12 May 2026 - new job"),
            ("- May 12, 2026: new\n- Jan 3, 2026: old", "- May 12, 2026: new"),
            ("13.5.2026 new\n1.2.2026 old", "13.5.2026 new"),
            ("3/4/2026 new\n1/2/2026 old", "1/2/2026 old"),  # the order is not known: nothing is guessed
            ("2026-03-01: a\n2026-03-01: b", "2026-03-01: b"),
            ("from school\n2026-03-01: Porto\n2026-01-05: tea", "2026-01-05: tea"),
            ("3 children\n2 dogs", "2 dogs"),
        ],
    )
    def test_the_latest_note_is_last_unless_dates_run_backwards(self, notes: str, line: str) -> None:
        assert last_line(notes) == line

    @given(st.lists(st.integers(1, 900), min_size=2, max_size=8, unique=True))
    def test_dated_notes_give_the_latest_from_either_end(self, gaps: list[int]) -> None:
        days = sorted(date(2020, 1, 1) + timedelta(days=gap) for gap in gaps)
        lines = [f"{day.isoformat()}: something" for day in days]
        assert last_line("\n".join(lines)) == last_line("\n".join(reversed(lines))) == lines[-1]

    @given(st.text(max_size=200))
    def test_it_is_always_one_of_the_lines(self, notes: str) -> None:
        assert "\n" not in last_line(notes)
