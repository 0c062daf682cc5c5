"""Titles that say a meeting did not take place, in every language; words inside a title say nothing."""

from __future__ import annotations

import pytest

from connectkit.importers.calendar.titles import why_no_meeting

OFF = (
    "Canceled: 1:1", "Abgesagt: Kaffee", "ABGESAGT Kaffee mit Tom", "Annulé : déjeuner", "Lunch (cancelled)", "[CANCELLED] Lunch",
    "Cancelado: almoço", "Odwołane: spotkanie", "Отменено: встреча", "已取消：会议", "取消: 会議", "İptal: toplantı", "Geannuleerd: lunch",
    "Inställt: fika", "Coffee - cancelled", "Declined: sync", "Annullato: pranzo", "Verschoben: Treffen", "キャンセル：打合せ",
)  # fmt: skip
AWAY = ("Out of office", "OOO", "Urlaub", "Anna - OOO", "Congés", "Vacaciones", "休暇")
MET = (
    "Cancelled orders review", "Holiday party", "Vacation planning", "Cancellation policy", "Reserve bank visit", "Semester kickoff",
    "Coffee with Ada", "Lunch", "1:1 Ada / Ben",
)  # fmt: skip


@pytest.mark.parametrize("title", [*OFF, *AWAY])
def test_a_title_that_calls_it_off_is_no_meeting(title: str) -> None:
    assert why_no_meeting(title) == (
        "its title says that it was called off" if title in OFF else "its title says that somebody was away"
    )


@pytest.mark.parametrize("title", MET)
def test_words_inside_a_title_say_nothing(title: str) -> None:
    assert why_no_meeting(title, whole_day=True) == ""


def test_time_that_was_only_held_is_no_meeting_when_it_is_a_whole_day() -> None:
    assert why_no_meeting("Hold: offsite", whole_day=True) == "its title says that time was only held"
    assert why_no_meeting("Hold: offsite") == ""
