"""Lengths of time: read as people write them, said so that they are read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.model import CellError, CellValue, Formula
from connectkit.text.dates import add_span
from connectkit.text.span import Span
from connectkit.text.spans import half_more, read_span, say_span

SPANS = st.builds(Span, st.integers(0, 600), st.integers(0, 9_000)).filter(any)


class TestReading:
    @pytest.mark.parametrize(
        ("value", "span"),
        [
            ("6 weeks", Span(0, 42)),
            ("6 Weeks ", Span(0, 42)),
            ("6weeks", Span(0, 42)),
            ("6 wk", Span(0, 42)),
            ("6w", Span(0, 42)),
            ("90", Span(0, 90)),
            (90, Span(0, 90)),
            ("９０", Span(0, 90)),
            (90.0, Span(0, 90)),
            ("90d", Span(0, 90)),
            ("90 days.", Span(0, 90)),
            ("every 90 days", Span(0, 90)),
            ("3 months", Span(3, 0)),
            ("3m", Span(3, 0)),
            ("3 mths", Span(3, 0)),
            ("every 2 weeks", Span(0, 14)),
            ("two weeks", Span(0, 14)),
            ("a month", Span(1, 0)),
            ("every month", Span(1, 0)),
            ("once a year", Span(12, 0)),
            ("twice a year", Span(6, 0)),
            ("every other month", Span(2, 0)),
            ("1y", Span(12, 0)),
            ("2 quarters", Span(6, 0)),
            ("daily", Span(0, 1)),
            ("weekly", Span(0, 7)),
            ("fortnightly", Span(0, 14)),
            ("monthly", Span(1, 0)),
            ("Quarterly", Span(3, 0)),
            ("half-yearly", Span(6, 0)),
            ("yearly", Span(12, 0)),
            ("annually", Span(12, 0)),
            ("1 month and 15 days", Span(1, 15)),
            ("1 year, 2 months", Span(14, 0)),
            ("1y 2m", Span(14, 0)),
            ("2 Monate", Span(2, 0)),
            ("14 Tage", Span(0, 14)),
            ("alle 6 Wochen", Span(0, 42)),
            ("jährlich", Span(12, 0)),
            ("3 semaines", Span(0, 21)),
            ("tous les 2 mois", Span(2, 0)),
            ("cada 3 meses", Span(3, 0)),
            ("2 años", Span(24, 0)),
            ("ogni settimana", Span(0, 7)),
            (Formula("=6*7", 42), Span(0, 42)),
        ],
    )
    def test_a_rhythm_is_read_as_it_is_written(self, value: CellValue, span: Span) -> None:
        assert read_span(value) == span

    @pytest.mark.parametrize(
        "value",
        [None, "", " ", 0, "0", "0 weeks", -3, "-3 weeks", 1.5, "1.5 months", "2-3 months", "60-90", "biweekly", "bimonthly",
         "month", "weeks", "m", "aweeks", "often", "6 moons", "6 weeks?", "6 weeks or so", True, date(2026, 6, 12), CellError("#REF!"),
         float("nan"), float("inf"), 10**9, "99999 years", "1e3", "x" * 10_000, "1 " * 5_000],
    )  # fmt: skip
    def test_what_is_no_rhythm_or_could_be_two_is_not_read(self, value: CellValue) -> None:
        assert read_span(value) is None

    @given(st.text(max_size=30) | st.integers() | st.floats() | st.booleans())
    def test_a_rhythm_is_always_more_than_nothing(self, value: CellValue) -> None:
        span = read_span(value)
        assert span is None or (span.months >= 0 and span.days >= 0 and any(span))


class TestSaying:
    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (Span(0, 42), "6 weeks"),
            (Span(0, 7), "1 week"),
            (Span(0, 1), "1 day"),
            (Span(0, 90), "90 days"),
            (Span(2, 0), "2 months"),
            (Span(1, 0), "1 month"),
            (Span(2, 15), "2 months and 15 days"),
            (Span(1, 14), "1 month and 14 days"),
            (Span(12, 0), "1 year"),
            (Span(24, 0), "2 years"),
            (Span(18, 0), "18 months"),
            (Span(0, 0), "0 days"),
        ],
    )
    def test_a_rhythm_is_said_in_the_units_people_use(self, span: Span, words: str) -> None:
        assert say_span(span) == words

    @given(SPANS)
    def test_what_is_said_is_read_back(self, span: Span) -> None:
        assert read_span(say_span(span)) == span


class TestHalfMore:
    @pytest.mark.parametrize(
        ("span", "longer"),
        [
            (Span(2, 0), Span(3, 0)),
            (Span(1, 0), Span(1, 15)),
            (Span(3, 0), Span(4, 15)),
            (Span(12, 0), Span(18, 0)),
            (Span(0, 42), Span(0, 63)),
            (Span(0, 7), Span(0, 11)),
            (Span(2, 15), Span(3, 23)),
        ],
    )
    def test_one_and_a_half_times_is_whole_months_and_days(self, span: Span, longer: Span) -> None:
        assert half_more(span) == longer

    @given(SPANS, st.dates(date(1990, 1, 1), date(2050, 1, 1)))
    def test_it_always_ends_later(self, span: Span, day: date) -> None:
        assert add_span(day, half_more(span)) > add_span(day, span)
