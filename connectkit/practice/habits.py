"""The list of habits, in the order in which they have a say. A new habit is one file and one line here."""

from __future__ import annotations

from connectkit.practice.ahead import meet
from connectkit.practice.base import Habit, Practice, Situation
from connectkit.practice.birthdays import celebrate
from connectkit.practice.giving import give
from connectkit.practice.goals import goals
from connectkit.practice.introducing import close_the_loop, introduce
from connectkit.practice.introductions import suggest
from connectkit.practice.meetings import check_in, thank
from connectkit.practice.news import congratulate
from connectkit.practice.review.review import keep_review
from connectkit.practice.rhythm import new_faces, own_rhythm
from connectkit.practice.trips import travel

HABITS: tuple[Habit, ...] = (
    thank,
    celebrate,
    congratulate,
    introduce,
    check_in,
    close_the_loop,
    suggest,
    give,
    own_rhythm,
    new_faces,
    goals,
    meet,
    travel,
    keep_review,
)


def practise(situation: Situation) -> Practice:
    """What all habits together add to this sync."""
    practice = Practice()
    for habit in HABITS:
        habit(situation, practice)
    return practice
