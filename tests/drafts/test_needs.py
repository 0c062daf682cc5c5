"""Needs says what matters before a draft is sent, never echoes a gap, and is silent when nothing matters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.drafts.needs import Other, needs

TODAY = date(2026, 11, 28)
READY = "Hi Ana,\n\nWe last spoke in August. How is work at Northwind?\n\nMax"


def asked(message: str, subject: str = "", recent: tuple[Other, ...] = ()) -> str:
    """What a draft needs today."""
    return needs(subject, message, recent=recent, today=TODAY)


def test_a_text_that_can_be_sent_needs_nothing() -> None:
    assert asked(READY, "Hello from Max") == ""


@pytest.mark.parametrize("message", ["", "  \n "])
def test_an_empty_message_is_said_to_be_empty(message: str) -> None:
    assert asked(message) == "The message is empty."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi Ana, [[your line]] Max", "The gap is open: fill it, or delete it."),
        ("[[a]] and [[b]]", "2 gaps are open."),
        ("Hi Ana, [[her divorce; your note: does not want to talk about it]]", "There is a note in [[ ]]: put it into your own words, or take it out."),
        ("Hi Ana, [[one line about\nhow the sailing went]]", "There is a note in [[ ]]: put it into your own words, or take it out."),
        ("Hi Ana, sailing ]] soon", "A [[ or ]] is left over: finish what stands there or take it out."),
        ("Hi {{ first_name }}", "“{{” is left over from a template: write the words it stood for."),
    ],
)  # fmt: skip
def test_what_is_unfinished_is_said_and_never_echoed(text: str, said: str) -> None:
    assert asked(text) == said


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I’m just checking in, how is sailing?", "just checking in"),
        ("Hope you’re well! And the sailing?", "hope you're well"),
        ("LONG TIME, NO SEE. Sailing?", "long time no see"),
        ("Ich hoffe, es geht dir gut. Und das Segeln?", "ich hoffe es geht dir gut"),
        ("J’espère que tu vas bien, et la voile ?", "j'espère que tu vas bien"),
        ("Espero que estés bien. ¿Y la vela?", "espero que estés bien"),
    ],
)
def test_a_phrase_that_everyone_writes_is_quoted(text: str, phrase: str) -> None:
    assert asked(text) == f"“{phrase}” could go to anyone: say it in your own words."


def test_words_that_only_contain_one_are_left_alone() -> None:
    assert asked("The keyboard is touching baseline; I checked in the sailing bags.") == ""


class TestSameSentence:
    TEXT = "Hi {},\n\nhow was the sailing in that terrible weather? How are you?\n\nMax"

    def test_a_long_sentence_somebody_else_got_is_named_with_the_person_and_the_day(self) -> None:
        other = Other("Ben Okafor", self.TEXT.format("Ben"), date(2026, 11, 7))
        assert asked(self.TEXT.format("Ana"), recent=(other,)) == (
            "“how was the sailing in that terrible weather?” stands in the message to Ben Okafor of 7 Nov, too."
        )

    def test_short_sentences_may_be_shared(self) -> None:
        other = Other("Ben Okafor", "Hi Ben,\n\nHow are you? Two lines are enough.\n\nMax")
        assert asked("Hi Ana,\n\nHow are you? Two lines are enough.\n\nMax", recent=(other,)) == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_gets_whole_sentences_or_silence(subject: str, message: str) -> None:
    said = needs(subject, message, recent=[Other("Ben", message)], today=TODAY)
    assert said == "" or said[-1] in ".?"
