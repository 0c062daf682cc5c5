"""The list of habits, in the order in which they have a say. A new habit is one file and one line here."""

from __future__ import annotations

from connectkit.practice.base import Habit, Practice, Situation

HABITS: tuple[Habit, ...] = ()


def practise(situation: Situation) -> Practice:
    """What all habits together add to this sync."""
    practice = Practice()
    for habit in HABITS:
        habit(situation, practice)
    return practice
