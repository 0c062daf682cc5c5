"""What the composed messages promise, over every text, language, channel and tone: true, short, sendable, never twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

import pytest

from connectkit.drafts.choose_template import Occasion, Stub, draft, language_of
from connectkit.drafts.compose import LONG, heard, key, sentences, words
from connectkit.drafts.facts import LastContact, contact_facts, person_facts
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.drafts.language import TONES, Language, names_in
from connectkit.drafts.link import without_gaps
from connectkit.drafts.render import NAMES
from connectkit.drafts.template import Template, check
from connectkit.drafts.worn import WORN
from connectkit.schema import CHANNELS

TODAY = date(2026, 11, 28)
BUILTIN = load_templates([builtin_folder()])
CODES = ("en", "de", "fr", "es")
WHENS = sorted({when for one in BUILTIN for when in one.occasions})
SPOKEN = ("phone",)

BANNED = re.compile(
    r"(?i)\b(hop(?:e|ing)|wish(?:es|ing)?|glad|delighted|love(?:d)?|miss(?:ed)?|feel(?:ing)?|curious|wonder(?:ing)?|remember(?:ed)?"
    r"|thinking of|came to mind|thought of you|sorry|apolog\w*|silence|no pressure|just|excited|good to|nice to|great to"
    r"|hoff\w*|wünsch\w*|freu\w*|vermiss\w*|gefühl|neugierig|erinner\w*|denke an|gedacht|entschuldig\w*|leider|funkstille|nur mal"
    r"|espèr\w*|content|ravi|plaisir|curieux|souven\w*|rappelle|pensé à|désolé\w*|pardon|silence"
    r"|espero|esperamos|alegr\w*|gusto|encantad\w*|curiosidad|recuerd\w*|acord\w*|pensando|perdón|lo siento|silencio)\b"
)
"""Claims of feeling, hope, curiosity or memory; apologies; what presses by saying that it does not."""


def language(code: str) -> Language:
    """The sentences of a language."""
    found = language_of(BUILTIN, code)
    assert found is not None
    return found


def every_sentence() -> Iterator[tuple[str, str, str]]:
    """Language, group and sentence of every variant there is."""
    for code in CODES:
        for group, tones in language(code).say.items():
            for tone in TONES:
                for sentence in tones[tone]:
                    yield code, group, sentence


PEOPLE: dict[str, dict[str, str]] = {
    "well known": {"company": "Northwind Robotics GmbH", "title": "product manager", "city": "Lisbon, Portugal", "needs": "a freelance illustrator", "offers": "branding for small firms", "met": "at PyCon 2023"},
    "bare name": {},
}  # fmt: skip


def context(
    code: str, facts: dict[str, str], name: str, last: LastContact | None, when: str
) -> dict[str, str | int]:
    """Everything known of an invented person in a language."""
    spoken = language(code)
    found = {"name": name, "me": "Max Roth", "seed": name} | person_facts(facts, last, spoken, TODAY)
    found |= contact_facts(last, spoken, TODAY)
    if facts:
        found |= {
            "give_link": "https://example.com/bread", "give_word": "bread", "promise_thing": "the deck",
            "met_day": spoken.day(date(2026, 11, 24)), "met_month": spoken.month(date(2026, 8, 3), TODAY),
            "intro_month": spoken.month(date(2026, 10, 2), TODAY), "other_about": "designer, Studio Linde", "news_company": "Nova Clinics",
        }  # fmt: skip
        found["met_month_of"] = spoken.month_name(date(2026, 8, 3), TODAY)
    found["give"] = "The sourdough guide"
    if when in ("opt-in", "introduction", "closing-loop", "follow-up"):
        found |= {"other_name": "Noor Haddad", "in_need": "yes" if facts else ""}
    return found


def made(code: str, when: str, channel: str, person: str = "well known", **more: object) -> Stub:
    """One draft."""
    name = str(more.get("name", "Ana Lima"))
    last = more.get("last", LastContact(date(2026, 5, 3), "call"))
    occasion = Occasion(
        when,
        "due",
        context(code, PEOPLE[person], name, last, when),
        channel,
        closeness=str(more.get("closeness", "known")),
    )
    return draft(occasion, BUILTIN, language=code, recent=more.get("recent", ()), used=more.get("used", ()))


@cache
def every_message(code: str) -> tuple[tuple[Stub, str], ...]:
    """A message for every occasion and channel, to somebody well known, to a bare name, to a title and to a firm."""
    people = (
        ("well known", "Ana Lima", "inner"), ("bare name", "Ana Lima", "known"), ("well known", "Frau Dr. Eva Lang", "hardly"),
        ("bare name", "Studio Blau GmbH", "known"),
    )  # fmt: skip
    return tuple(
        (made(code, when, channel, person, name=name, closeness=close), f"{when}, {channel}, {name}")
        for when, channel, (person, name, close) in product(WHENS, CHANNELS, people)
    )


class TestSentences:
    def test_there_are_about_25_texts_and_each_language_has_every_group(self) -> None:
        assert len(BUILTIN) == 4 * len({one.name.rpartition(".")[0] for one in BUILTIN})
        assert 18 <= len(BUILTIN) / 4 <= 30
        assert len({frozenset(language(code).say) for code in CODES}) == 1
        for one in BUILTIN:
            check(one)

    def test_no_sentence_claims_a_feeling_a_memory_or_a_hope_or_is_worn(self) -> None:
        worn = [f" {key(phrase)} " for phrase in WORN]
        for code, group, sentence in every_sentence():
            assert not BANNED.search(sentence), (code, group, sentence)
            plain = f" {key(sentence)} "
            assert not [phrase for phrase in worn if phrase in plain], (code, group, sentence)

    def test_every_name_is_known_and_no_sentence_is_a_stage_direction_or_holds_a_gap(self) -> None:
        for code, group, sentence in every_sentence():
            assert names_in(sentence) <= NAMES.keys(), (code, group, sentence)
            assert "[[" not in sentence
            assert not sentence.endswith(":"), (code, group, sentence)

    def test_no_private_fact_can_be_named(self) -> None:
        private = {"last_note", "interests", "tags", "role", "needs", "offers", "why", "tier", "promise"}
        for code, group, sentence in every_sentence():
            assert not names_in(sentence) & private, (code, group, sentence)


@pytest.mark.parametrize("code", CODES)
class TestMessages:
    def test_the_delete_test(self, code: str) -> None:
        for stub, where in every_message(code):
            text = without_gaps(stub.message)
            assert stub.message.count("[[") == stub.message.count("]]") <= 1, where
            assert "[[" not in stub.subject
            assert "{{" not in stub.message
            assert not re.search(r"[(:,] *[.?!]|  |None|\(\)", text), (where, text)
            assert text.count("?") <= 1, (where, text)
            body = (
                [one for one in text.split("\n\n")[1:] if one not in ("Max", "Max Roth")]
                if stub.channel not in SPOKEN
                else [text]
            )
            assert body == [] or words(text) >= 6, (where, text)

    def test_a_gap_is_short_and_last_before_the_signature(self, code: str) -> None:
        for stub, where in every_message(code):
            if "[[" in stub.message:
                gap = re.search(r"\[\[(.*?)\]\](.*)", stub.message, re.DOTALL)
                assert gap is not None
                assert words(gap[1]) <= 4, where
                assert gap[2].strip() in ("", "Max", "Max Roth"), where

    def test_words_outside_gaps_are_10_to_60(self, code: str) -> None:
        for stub, where in every_message(code):
            count = words(without_gaps(stub.message))
            assert 8 <= count <= 60, (where, count, stub.message)

    def test_a_call_is_three_points_and_a_chat_two_sentences(self, code: str) -> None:
        for when, closeness in product(WHENS, ("inner", "known", "hardly")):
            card = made(code, when, "phone", closeness=closeness).message
            assert [line[:2] for line in card.splitlines()] == ["1.", "2.", "3."], (when, card)
            chat = made(code, when, "whatsapp", closeness=closeness)
            assert "\n" not in chat.message.partition("\n\n[[")[0], (when, chat.message)
            assert (
                len(re.findall(r"[.?!](?:\s|$)", re.sub(r"https?://\S+", "", without_gaps(chat.message))))
                <= 3
            )

    def test_the_month_of_the_last_contact_is_said_where_it_is_known(self, code: str) -> None:
        month = language(code).days["months"].split()[4]
        for when, kind in product(
            ("reconnect", "weak-tie", "restart"), ("call", "meeting", "email", "message", "")
        ):
            for mine in (False, True):
                message = made(code, when, "email", last=LastContact(date(2026, 5, 3), kind, mine)).message
                assert month in message, message

    def test_no_long_sentence_goes_to_two_people_and_short_ones_keep_the_message_whole(
        self, code: str
    ) -> None:
        recent: list[tuple[str, str]] = []
        for number in range(9):
            last = LastContact(date(2026, 5, 3), "")
            stub = made(
                code,
                "reconnect",
                "email",
                "bare name",
                name=f"Person{number} Moss",
                last=last,
                recent=tuple(recent),
            )
            long = {one for one in sentences(stub.message) if len(one.split()) > LONG}
            assert not long & heard(text for _, text in recent), (number, stub.message)
            assert "?" in stub.message
            recent.append((f"Person{number}", stub.message))

    def test_formal_and_first_name_never_mix(self, code: str) -> None:
        close = re.compile(
            {
                "en": "(?!)",
                "de": r"\b(?:du|dir|dich|dein\w*)\b",
                "fr": r"\b(?:tu|te|toi|ton|ta)\b|\bt'",
                "es": r"\b(?:tú|te|ti|tu)\b",
            }[code]
        )
        formal = re.compile(
            {"en": "(?!)", "de": r"\b(?:Sie|Ihnen|Ihre?\w*)\b", "fr": r"(?!)", "es": r"\busted\b"}[code]
        )
        for when, channel in product(WHENS, CHANNELS):
            said = without_gaps(made(code, when, channel, name="Dr. Eva Lang").message)
            assert not close.search(said), (when, channel, said)
            said = without_gaps(made(code, when, channel).message)
            assert not formal.search(said), (when, channel, said)


def test_a_stale_employer_is_asked_about() -> None:
    said = made("en", "reconnect", "email", last=LastContact(date(2025, 6, 3), "call")).message
    assert "still" in said
    assert "in June 2025" in said


def test_what_was_only_sent_is_not_said_to_have_been_contact() -> None:
    said = made("en", "reconnect", "email", last=LastContact(date(2026, 5, 3), "email", mine=True)).message
    assert re.search(r"\b(?:I (?:last )?wrote|from me|My last message)\b", said)
    assert "in touch" not in said


def test_an_introduction_greets_both() -> None:
    assert made("en", "introduction", "email").message.startswith("Hi Ana, hi Noor,\n\n")
    assert made("de", "introduction", "email").message.startswith("Hallo Ana, hallo Noor,\n\n")


def composed(code: str = "en") -> Template:
    """A composed text of a language."""
    return next(one for one in BUILTIN if one.sentences and one.sentences.code == code)


def test_a_line_of_the_users_own_is_the_message_word_for_word() -> None:
    line = "how was the first month at the new job?"
    for channel, wanted in (
        ("email", f"Hi Ana,\n\n{line}\n\nMax"),
        ("whatsapp", f"Hi Ana, {line}"),
        ("phone", line),
    ):
        occasion = Occasion("reconnect", "due", {"name": "Ana Lima", "me": "Max Roth"}, channel, line=line)
        stub = draft(occasion, BUILTIN, language="en")
        assert (stub.message, stub.template) == (wanted, "next-time")
