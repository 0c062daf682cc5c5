"""A draft takes the template that fits the occasion, the channel and the person, and never by chance."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.drafts.choose_template import FALLBACKS, Occasion, draft, first_name
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.drafts.template import WHENS, Template
from connectkit.errors import TemplateError

ANA: dict[str, str | int] = {"name": "Ana Lima", "me": "Max Roth", "seed": "c1"}
BUILTIN = load_templates([builtin_folder()])
CHANNELS = ("email", "linkedin", "whatsapp", "phone", "voice note", "letter", "meeting", "")


def made(name: str, body: str = "", **front: str) -> Template:
    """A template named after what it is; its body is its name unless given."""
    when, channel, language = (
        front.get("when", "reconnect"),
        front.get("channel", ""),
        front.get("language", "en"),
    )
    text = body or f"Text of {name} for {{{{ first_name }}}}: [[why]]"
    return Template(name, when, channel, language, front.get("subject", ""), text, f"t/{name}.txt.j2", 3)


def taken(templates: list[Template], when: str = "reconnect", channel: str = "email", **context: str) -> str:
    """The name of the template a draft for Ana is made from."""
    return draft(Occasion(when, "due", {**ANA, **context}, channel), templates, language="en").template


class TestOccasionAndLanguage:
    def test_the_occasions_own_template_is_taken(self) -> None:
        assert taken([made("a"), made("b", when="weak-tie")], "weak-tie") == "b"

    @pytest.mark.parametrize("when", sorted(FALLBACKS))
    def test_where_there_is_none_the_documented_one_serves(self, when: str) -> None:
        (instead,) = FALLBACKS[when]
        stub = draft(Occasion(when, "due", ANA, "email"), [made("a", when=instead)], language="en")
        assert (stub.template, stub.reason) == ("a", when)

    @pytest.mark.parametrize("when", sorted(set(WHENS) - set(FALLBACKS) - {"reconnect", "introduction"}))
    def test_a_text_that_would_be_wrong_is_never_taken_instead(self, when: str) -> None:
        with pytest.raises(TemplateError) as caught:
            taken([made("a"), made("b", when="introduction")], when)
        assert caught.value.message == f"There is no template for “{when}”."
        assert caught.value.hint == f"Add a file with the line “when: {when}” to your templates folder."

    @pytest.mark.parametrize(
        ("language", "name"), [("de", "d"), ("de-AT", "d"), ("DE_de", "d"), ("en", "e"), ("fr", "e")]
    )
    def test_the_language_is_the_users_and_else_english(self, language: str, name: str) -> None:
        templates = [made("d", language="de"), made("e")]
        assert draft(Occasion("reconnect", "due", ANA), templates, language=language).template == name

    def test_a_neighbouring_occasion_in_the_language_beats_the_occasion_in_english(self) -> None:
        templates = [made("weak", when="weak-tie"), made("d", language="de")]
        assert draft(Occasion("weak-tie", "due", ANA), templates, language="de").template == "d"


class TestChannel:
    def test_a_template_written_for_the_channel_is_preferred(self) -> None:
        assert taken([made("any"), made("chat", channel="whatsapp, linkedin")], channel="linkedin") == "chat"

    def test_a_template_written_for_another_channel_is_left_out(self) -> None:
        assert taken([made("any"), made("card", channel="letter")], channel="email") == "any"

    def test_rather_another_channels_text_than_none(self) -> None:
        assert taken([made("card", channel="letter")], channel="email") == "card"

    @pytest.mark.parametrize(
        ("to", "channel", "address"),
        [
            ({"email": "Ana <ana@example.com>", "phone": "+49 170 1234567"}, "email", "ana@example.com"),
            ({"email": "?", "phone": "+49 170 1234567"}, "whatsapp", "+491701234567"),
            ({"linkedin": "linkedin.com/in/ana"}, "linkedin", "https://www.linkedin.com/in/ana"),
            ({"phone": "0170 1234567"}, "phone", "0170 1234567"),
            ({}, "", ""),
        ],
    )
    def test_without_a_channel_the_first_address_there_is_decides(
        self, to: dict[str, str], channel: str, address: str
    ) -> None:
        stub = draft(Occasion("reconnect", "due", ANA, "", to), BUILTIN, language="en")
        assert (stub.channel, stub.to) == (channel, address)

    @pytest.mark.parametrize(
        ("channel", "address"),
        [
            ("email", "ana@example.com"),
            ("meeting", "ana@example.com"),
            ("whatsapp", "+491701234567"),
            ("voice note", "+491701234567"),
            ("phone", "+491701234567"),
            ("linkedin", "https://www.linkedin.com/in/ana"),
            ("letter", ""),
            ("signal", "+491701234567"),
            ("carrier pigeon", ""),
        ],
    )
    def test_each_channel_leads_to_its_address(self, channel: str, address: str) -> None:
        to = {"email": "ana@example.com", "phone": "+49 170 1234567", "linkedin": "linkedin.com/in/ana"}
        assert draft(Occasion("reconnect", "due", ANA, channel, to), BUILTIN, language="en").to == address

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_only_mail_and_invitations_have_a_subject(self, channel: str) -> None:
        stub = draft(Occasion("reconnect", "due", ANA, channel), [made("a", subject="S")], language="en")
        assert stub.subject == ("S" if channel in ("email", "meeting", "") else "")

    def test_close_ties_are_signed_with_the_first_name_others_in_full_and_chats_not_at_all(self) -> None:
        signed = "{{ signed }}"
        templates = [made("a", f"x {signed}"), made("b", f"x {signed}", when="weak-tie")]
        said = [
            draft(Occasion(when, "due", ANA, channel), templates, language="en").message
            for when, channel in (("reconnect", "email"), ("weak-tie", "email"), ("reconnect", "whatsapp"))
        ]
        assert said == ["x Max", "x Max Roth", "x"]


class TestFacts:
    NOTE = made("note", "{% if last_note %}[[{{ last_note }}]]{% else %}[[why]]{% endif %} {{ city }}")

    def test_a_template_whose_facts_are_known_is_preferred(self) -> None:
        plain = made("plain")
        assert taken([self.NOTE, plain], city="Lisbon") == "note"
        assert taken([self.NOTE, plain]) == "plain"


class TestOwnTexts:
    def test_a_text_of_the_users_own_comes_before_the_composed_ones(self) -> None:
        own = made("mine", "Hi {{ first_name }}, how is {{ city }}? {{ closing }}")
        occasion = Occasion("reconnect", "due", {**ANA, "city": "Lisbon"}, "email")
        stub = draft(occasion, [*BUILTIN, own], language="en")
        assert stub.template == "mine"
        assert stub.message.startswith("Hi Ana, how is Lisbon? ")

    def test_not_where_its_facts_are_unknown_or_somebody_else_got_it_or_this_person_had_it_last(self) -> None:
        own = made("mine", "Hi {{ first_name }}, how is life in {{ city }} after all these months of rain?")
        lisbon = {**ANA, "city": "Lisbon"}
        same = "Hi Ben, how is life in Lisbon after all these months of rain?"
        for context, more in ((ANA, {}), (lisbon, {"recent": [("Ben", same)]}), (lisbon, {"used": ["mine"]})):
            stub = draft(
                Occasion("reconnect", "due", context, "email"), [*BUILTIN, own], language="en", **more
            )
            assert stub.template != "mine"

    def test_it_may_use_the_building_blocks(self) -> None:
        own = made("mine", "{{ greeting }},\n\n{{ opening }} {{ question }}\n\n{{ signed }}")
        context = {**ANA, "last_call": "in May", "last_touch": "in May", "company": "Northwind"}
        message = draft(
            Occasion("reconnect", "due", context, "email"), [*BUILTIN, own], language="en"
        ).message
        assert message.startswith("Hi Ana,\n\n")
        assert "in May" in message
        assert "Northwind" in message
        assert message.endswith("?\n\nMax")


class TestVariety:
    def test_never_the_same_text_twice_in_a_row_for_one_person(self) -> None:
        for channel in CHANNELS:
            own: list[str] = []
            for _ in range(6):
                stub = draft(
                    Occasion("reconnect", "due", ANA, channel),
                    BUILTIN,
                    language="en",
                    used=["x"] * len(own),
                    own=own,
                )
                assert not own or stub.message != own[-1]
                own.append(stub.message)

    def test_the_one_unused_longest_comes_next(self) -> None:
        templates = [made("a"), made("b"), made("c")]
        for seed in "12345678":
            occasion = Occasion("reconnect", "due", {**ANA, "seed": seed}, "email")
            for first, second, third in permutations("abc"):
                stub = draft(occasion, templates, language="en", used=[first, second, third])
                assert stub.template == first

    def test_the_only_template_serves_again(self) -> None:
        stub = draft(Occasion("reconnect", "due", ANA, "email"), [made("a")], language="en", used=["a"])
        assert stub.template == "a"

    def test_a_text_like_what_someone_else_gets_these_days_is_avoided(self) -> None:
        long = "I have been thinking about {} and would like to hear how it went on for you after all"
        templates = [
            made("a", long.format("the spring")),
            made("b", "[[say]] something altogether different and short"),
        ]
        for taken_by_ben, other in (("a", "b"), ("b", "a")):
            body = next(one.body for one in templates if one.name == taken_by_ben)
            stub = draft(
                Occasion("reconnect", "due", ANA, "email"), templates, language="en", recent=[("Ben", body)]
            )
            assert stub.template == other

    def test_people_who_fit_equally_are_spread_over_the_templates(self) -> None:
        templates = [made(name) for name in "abcd"]
        names = {
            draft(
                Occasion("reconnect", "due", {**ANA, "seed": f"c{n}"}, "email"), templates, language="en"
            ).template
            for n in range(40)
        }
        assert names == set("abcd")

    @given(
        when=st.sampled_from(WHENS),
        channel=st.sampled_from(CHANNELS),
        used=st.lists(st.sampled_from([one.name for one in BUILTIN]), max_size=4),
        note=st.text(max_size=40),
        language=st.sampled_from(["en", "de", "fr"]),
    )
    def test_the_same_arguments_give_the_same_stub_in_any_order_of_templates(
        self, when: str, channel: str, used: list[str], note: str, language: str
    ) -> None:
        occasion = Occasion(when, "due", {**ANA, "last_note": note}, channel)
        one = draft(occasion, BUILTIN, language=language, used=used)
        assert draft(occasion, BUILTIN[::-1], language=language, used=used) == one
        assert one.message


@given(st.text(max_size=60))
def test_any_name_cell_gives_something_to_call_or_nothing(cell: str) -> None:
    called = first_name(cell)
    stub = draft(
        Occasion("reconnect", "due", {"name": cell}, "email"),
        [made("a", "Hi {{ first_name }},")],
        language="en",
    )
    assert stub.message == f"Hi {called or '[[name]]'},"
