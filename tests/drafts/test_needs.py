"""Needs says what keeps a text from being worth sending, and is silent when nothing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.drafts.needs import distinctive, needs

FACTS = ["new job in March, likes sailing", "Northwind Robotics"]
READY = "Hi Ana,\n\nhow was the first month at the new job, and did you get out sailing?\n\nMax"


def asked(
    message: str, subject: str = "", facts: list[str] | None = None, **more: list[tuple[str, str]]
) -> str:
    """What Ana Lima's draft needs."""
    known = FACTS if facts is None else facts
    return needs(subject, message, facts=known, recent=more.get("recent", []), name="Ana Lima")


def test_a_text_with_a_fact_of_the_person_is_ready() -> None:
    assert asked(READY) == ""


@pytest.mark.parametrize("message", ["", "  \n "])
def test_an_empty_message_is_said_to_be_empty(message: str) -> None:
    assert asked(message) == "The message is empty."


class TestGaps:
    def test_a_gap_is_quoted(self) -> None:
        assert asked("Hi Ana, [[one line about\nsailing]] Max") == "Fill in: “one line about sailing”."

    def test_all_gaps_are_quoted_subject_first(self) -> None:
        assert asked("[[b]] and [[c]]", subject="[[a]]") == "Fill in: “a”, “b”, “c”."

    def test_a_long_gap_is_cut(self) -> None:
        said = asked(f"[[{'word ' * 40}]]")
        assert said.startswith("Fill in: “word word")
        assert said.endswith("…”.")
        assert len(said) <= 85

    @pytest.mark.parametrize("text", ["Hi Ana, sailing ]] soon", "Hi Ana, [[ sailing"])
    def test_half_a_gap_is_noticed(self, text: str) -> None:
        assert asked(text) == "A [[ or ]] is left over: finish what stands there or take it out."

    def test_an_unfilled_stub_is_not_also_called_generic(self) -> None:
        assert asked("Hi Ana, [[why now]]") == "Fill in: “why now”."


def test_a_leftover_of_a_template_is_noticed() -> None:
    assert asked("Hi {{ first_name }}, how is sailing?") == (
        "“{{” is left over from a template: write the words it stood for."
    )


class TestWornPhrases:
    @pytest.mark.parametrize(
        ("text", "phrase"),
        [
            ("I’m just checking in, how is sailing?", "just checking in"),
            ("Hope you're well! And the sailing?", "hope you're well"),
            ("Hope you’re well! And the sailing?", "hope you're well"),
            ("Touching base about sailing", "touching base"),
            ("LONG TIME, NO SEE. Sailing?", "long time no see"),
            ("I hope this email finds you well, sailing", "hope this email finds you well"),
            ("Ich hoffe, es geht dir gut. Segeln und Sailing?", "ich hoffe es geht dir gut"),
            ("Lange nichts gehört! Sailing?", "lange nichts gehört"),
        ],
    )
    def test_it_is_quoted_as_it_is_known(self, text: str, phrase: str) -> None:
        assert asked(text) == f"“{phrase}” could go to anyone: say why you thought of them."

    def test_it_is_found_in_the_subject_too(self) -> None:
        assert asked(READY, subject="Just checking in") == (
            "“just checking in” could go to anyone: say why you thought of them."
        )

    @pytest.mark.parametrize(
        "text", ["The keyboard is touching baseline; sailing?", "I checked in the sailing bags."]
    )
    def test_words_that_only_contain_it_are_left_alone(self, text: str) -> None:
        assert asked(text) == ""


class TestSameForOthers:
    TEXT = "Hi {},\n\nhow was the sailing? I have been thinking about it.\n\nMax"

    def test_a_text_equal_but_for_the_name_names_the_other_person(self) -> None:
        said = asked(self.TEXT.format("Ana"), recent=[("Ben Okafor", self.TEXT.format("Ben"))])
        assert said == "This is word for word what Ben Okafor gets: change more than the name."

    def test_one_other_sentence_is_enough(self) -> None:
        mine = self.TEXT.format("Ana") + "\nPS: the red boat?"
        assert asked(mine, recent=[("Ben Okafor", self.TEXT.format("Ben"))]) == ""

    def test_the_persons_own_earlier_text_does_not_count(self) -> None:
        mine = self.TEXT.format("Ana")
        assert asked(mine, recent=[("Ana Lima", mine)]) == ""


class TestOnlyTrueOfThisPerson:
    GENERIC = "Nothing here is only true of Ana: add a line from your notes, or what you remember."

    def test_a_text_without_any_fact_is_generic(self) -> None:
        assert asked("Hi Ana,\n\nI was thinking of you. Are you free on Tuesday?\n\nMax") == self.GENERIC

    def test_everyday_words_of_a_fact_are_no_evidence(self) -> None:
        assert asked("Hi Ana, how is the new work? Best, Max") == self.GENERIC

    def test_her_own_name_in_a_note_is_no_evidence(self) -> None:
        assert asked("Hi Ana Lima, how are things?", facts=["Ana Lima likes sailing"]) == self.GENERIC

    def test_a_name_the_user_remembers_counts_without_a_note(self) -> None:
        assert asked("Hi Ana, how did the move to Porto go?") == ""

    def test_in_german_where_every_noun_has_a_capital_only_facts_count(self) -> None:
        assert asked("Hallo Ana, ich denke an die Zeit mit dir und den Kaffee.") == self.GENERIC
        assert asked("Hallo Ana, ich denke an dich und das Segeln.", facts=["mag Segeln"]) == ""

    def test_scripts_without_blanks_are_compared_too(self) -> None:
        assert asked("安奈さん、東京の桜はいかが", facts=["東京に引っ越した"]) == ""

    def test_of_a_person_nothing_is_known_of_it_asks_instead_of_claiming(self) -> None:
        assert asked("Hi Ana, how are things?", facts=[]) == (
            "The sheet knows nothing of Ana yet: is there a line here that fits nobody else?"
        )


@given(
    st.text(max_size=200),
    st.text(max_size=200),
    st.lists(st.text(max_size=30), max_size=3),
    st.text(max_size=20),
)
def test_any_text_gets_whole_sentences_or_silence(
    subject: str, message: str, facts: list[str], name: str
) -> None:
    said = needs(subject, message, facts=facts, recent=[("Ben", message)], name=name)
    assert said == "" or said[-1] in ".?"


def test_distinctive_words_leave_out_what_everyone_writes() -> None:
    assert distinctive("She is looking for a new job in UX, met 2019") == {"she", "job", "ux", "2019"} - {
        "she"
    }
