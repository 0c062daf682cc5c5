"""A template shows facts and chooses sentences; whatever else it tries is refused with its file, line and name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.drafts.files import load_templates
from connectkit.drafts.template import NAMES, Template, check, facts_needed, render
from connectkit.errors import TemplateError


def template(body: str, subject: str = "", **more: str) -> Template:
    """A template as if read from templates/x.txt.j2, its message beginning on line 4."""
    return Template(
        "x", "reconnect", more.get("channel", ""), "en", subject, body, "templates/x.txt.j2", 4, 3
    )


def refusal(body: str, subject: str = "") -> str:
    """The message with which a template is refused."""
    with pytest.raises(TemplateError) as caught:
        check(template(body, subject))
    assert caught.value.hint
    return caught.value.message


def written(folder: Path, name: str, text: str) -> Path:
    """A template file in a folder, made when missing."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


class TestRendering:
    def test_facts_stand_in_subject_and_body(self) -> None:
        made = template("Hi {{ first_name }}, how is {{ city }}?\n\n{{ me }}", subject="For {{ first_name }}")
        context = {"first_name": "Ana", "city": "Lisbon", "me": "Max"}
        assert render(made, context) == ("For Ana", "Hi Ana, how is Lisbon?\n\nMax")

    def test_names_the_context_lacks_are_blank_and_its_own_are_not_seen(self) -> None:
        assert render(template("[{{ city }}]"), {"seed": "x"}) == ("", "[]")

    def test_a_tag_alone_on_its_line_leaves_no_line(self) -> None:
        made = template("a\n{% if city %}\n- {{ city }}\n{% endif %}\nb")
        assert render(made, {"city": "Lisbon"})[1] == "a\n- Lisbon\nb"
        assert render(made, {})[1] == "a\nb"

    def test_a_line_that_ends_in_a_tag_keeps_its_end(self) -> None:
        assert render(template("a{% if city %}!{% endif %}\n\nb"), {})[1] == "a\n\nb"

    def test_a_loop_runs_over_the_entries_of_a_cell(self) -> None:
        made = template(
            "{% for one in interests|parts %}{{ one }}{% if not loop.last %} / {% endif %}{% endfor %}"
        )
        assert render(made, {"interests": "sailing, jazz; maps"})[1] == "sailing / jazz / maps"

    def test_a_subject_is_one_line(self) -> None:
        assert render(template("x", subject="{{ promise }}"), {"promise": "a\nb"})[0] == "a b"

    def test_a_fact_cannot_pass_for_a_gap_or_a_template(self) -> None:
        assert render(template("{{ city }}"), {"city": "[[x]] {{ name }}"})[1] == "[x] {{ name }}"

    def test_the_filters_for_fragments(self) -> None:
        made = template(
            "{{ last_note|clip(3) }}|{{ last_note|sentence }}|{{ last_note|say }}|{{ promise|say(5) }}"
        )
        context = {"last_note": "new job in March", "promise": "send the deck."}
        assert render(made, context)[1] == "new job in …|New job in March.|new job in March|[[send the deck]]"

    @pytest.mark.parametrize(
        ("note", "said"),
        [
            ("advice on pricing", "advice on pricing"),
            ("her son needs a tutor", "[[her son needs a tutor]]"),
            ("sucht Arbeit für ihren Mann", "[[sucht Arbeit für ihren Mann]]"),
            ("a new job, secret!", "[[a new job, secret!]]"),
        ],
    )
    def test_a_note_about_somebody_is_never_said_to_them(self, note: str, said: str) -> None:
        assert render(template("{{ needs|say }}"), {"needs": note})[1] == said

    @pytest.mark.parametrize(
        ("promise", "said"),
        [
            ("a list of SQL courses", "a list of SQL courses"),
            ("die Folien vom Mai", "die Folien vom Mai"),
            ("send her the deck", "[[in your words: send her the deck]]"),
            ("intro to Tom", "[[in your words: intro to Tom]]"),
            ("the book on her desk", "[[in your words: the book on her desk]]"),
        ],
    )
    def test_a_promise_is_only_quoted_where_it_names_a_thing(self, promise: str, said: str) -> None:
        assert render(template("{{ promise|thing }}"), {"promise": promise})[1] == said

    @given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=100) | st.integers(0, 999)))
    def test_any_facts_render(self, context: dict[str, str | int]) -> None:
        made = template(
            "{{ first_name }} {{ last_note|clip }} {{ offers|thing }} {{ interests|parts|length }}"
        )
        subject, body = render(made, context)
        assert subject == ""
        assert body.count("[[") == body.count("]]") <= 1

    def test_a_value_is_capped_and_so_is_the_whole(self) -> None:
        assert len(render(template("{{ last_note }}"), {"last_note": "x" * 9000})[1]) == 5000
        with pytest.raises(TemplateError) as caught:
            render(template("{{ last_note }}" * 3), {"last_note": "x" * 9000})
        assert caught.value.message == (
            "templates/x.txt.j2, line 4: the message grows longer than 10,000 characters."
        )


class TestRefusals:
    def test_an_unknown_name_is_an_error_with_the_nearest_one(self) -> None:
        assert refusal("Hi,\n{{ frist_name }}") == (
            "templates/x.txt.j2, line 5: there is no 'frist_name'; did you mean 'first_name'?"
        )

    def test_an_unknown_name_behind_a_condition_is_found_too(self) -> None:
        assert refusal("{% if city %}{% if company %}\n\n{{ qqq }}{% endif %}{% endif %}") == (
            "templates/x.txt.j2, line 6: there is no 'qqq'."
        )

    def test_the_subject_is_checked_with_its_own_line(self) -> None:
        assert refusal("x", subject="{{ compny }}") == (
            "templates/x.txt.j2, line 3: there is no 'compny'; did you mean 'company'?"
        )

    def test_the_raw_notes_are_not_to_be_had(self) -> None:
        assert refusal("{{ notes }}").startswith("templates/x.txt.j2, line 4: there is no 'notes'")

    def test_a_number_that_may_be_blank_is_asked_for_first(self) -> None:
        assert refusal("\n{% if days_since > 90 %}x{% endif %}") == (
            "templates/x.txt.j2, line 5: a word is compared with a number; ask “is number” first."
        )
        check(template("{% if days_since is number and days_since > 90 %}x{% endif %}"))

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("{{ ''.__class__ }}", "it reaches for “.__class__”; templates use plain names such as first_name."),
            ("{{ ''.__class__.__mro__ }}", "it reaches for “.__mro__”; templates use plain names such as first_name."),
            ("{{ name.__init__.__globals__ }}", "it reaches for “.__globals__”; templates use plain names such as first_name."),
            ("{{ '{0.__class__}'.format(name) }}", "it uses a call, which templates may not."),
            ("{{ '{x}'.format_map(name) }}", "it uses a call, which templates may not."),
            ("{{ self.__dict__ }}", "it reaches for “.__dict__”; templates use plain names such as first_name."),
            ("{{ name['__class__'] }}", "it uses an index in [ ], which templates may not."),
            ("{{ range(100000000) }}", "it uses a call, which templates may not."),
            ("{{ lipsum(n=100000) }}", "it uses a call, which templates may not."),
            ("{{ cycler }}", "there is no 'cycler'."),
            ("{{ _x }}", "it uses “_x”, and names with a leading _ are closed."),
            ("{{ 'a' * 2000000000 }}", "it uses arithmetic, which templates may not."),
            ("{{ '%99999999d' % 1 }}", "it uses arithmetic, which templates may not."),
            ("{{ 2 ** 9999999 }}", "it uses arithmetic, which templates may not."),
            ("{{ name ~ name }}", "it uses joining with ~, which templates may not."),
            ("{{ {'a': 1} }}", "it uses a table, which templates may not."),
            ("{% include '/etc/hosts' %}", "it uses include, which templates may not."),
            ("{% import 'os' as o %}", "it uses import, which templates may not."),
            ("{% extends 'x' %}", "it uses extends, which templates may not."),
            ("{% set x = 1 %}", "it uses set, which templates may not."),
            ("{% macro a() %}{% endmacro %}", "it uses a macro, which templates may not."),
            ("{% block a %}{% endblock %}", "it uses a block, which templates may not."),
            ("{% filter upper %}a{% endfilter %}", "it uses a filter block, which templates may not."),
            ("{% autoescape true %}{% endautoescape %}", "it uses scope, which templates may not."),
            ("{% do 1 %}", "Encountered unknown tag 'do'."),
            ("{% for a in name %}{% endfor %}", "it loops over something else than tags, interests, offers, needs, other_offers, other_needs through |parts."),
            ("{% for a in tags|parts %}{% for b in tags|parts %}{% endfor %}{% endfor %}", "it has a loop inside a loop."),
            ("{% for a in tags|parts recursive %}{% endfor %}", "it has a loop that is not of the form “for word in interests|parts”."),
            ("{% for name in tags|parts %}{% endfor %}", "it calls its loop's word “name”, which already means something else."),
            ("{% for a in tags|parts %}{{ a.__class__ }}{% endfor %}", "it reaches for “.__class__”; templates use plain names such as first_name."),
            ("{% for a in tags|parts %}{{ loop.__init__ }}{% endfor %}", "it reaches for “.__init__”; templates use plain names such as first_name."),
            ("{{ name is mapping }}", "it asks “is mapping”; there are defined, number."),
            ("{{ name|d('x' ~ name) }}", "it gives “d” something other than plain words and numbers."),
            ("{{ name|default(*[1]) }}", "it uses * in a filter, which templates may not."),
            ("{{ 1.5 }}", "it holds a number that is not whole."),
            ("{{ 99999 }}", "it holds a number above 10000."),
            ("{{ '" + "x" * 300 + "' }}", "it holds a quoted text of more than 200 characters."),
            ("{{", "unexpected 'end of template'."),
            ("a" * 5001, "the text is longer than 5,000 characters."),
            ("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "the text nests too deeply, or holds a number that is too large."),
            ("{{ 9" + "9" * 4400 + " }}", "the text nests too deeply, or holds a number that is too large."),
            ("{{ name" + "|upper" * 800 + " }}", "it nests deeper than 12 levels."),
            ("{% if name %}" * 200 + "{% endif %}" * 200, "it nests deeper than 12 levels."),
            ("{% if name %}a" + "{% elif name %}b" * 280 + "{% endif %}", "it has too many pieces."),
        ],
    )  # fmt: skip
    def test_what_could_escape_or_exhaust_is_refused_by_name(self, body: str, said: str) -> None:
        assert refusal(body) == f"templates/x.txt.j2, line 4: {said}"

    @pytest.mark.parametrize(
        "name", ["attr", "center", "indent", "replace", "format", "batch", "map", "xmlattr", "urlize", "join"]
    )
    def test_only_a_dozen_filters_exist(self, name: str) -> None:
        assert refusal("{{ name|" + name + " }}") == (
            f"templates/x.txt.j2, line 4: it uses the filter “{name}”; there are default, d, lower, upper, capitalize, "
            "title, trim, first, last, length, parts, clip, say, thing, sentence."
        )

    @given(st.text(alphabet="{}%()|.'~*_ abcinftrue[]019+-\n", max_size=60))
    def test_any_text_is_either_rendered_or_refused(self, body: str) -> None:
        said = _said(body)
        assert said == "" or said.startswith("templates/x.txt.j2, line ")


def _said(body: str) -> str:
    """The refusal of a template, or ``""``."""
    try:
        check(template(body))
    except TemplateError as error:
        return error.message
    return ""


class TestFiles:
    GOOD = "---\nwhen: reconnect\nlanguage: en\nsubject: Hello\n---\nHi {{ first_name }}\n"

    def test_a_file_becomes_a_template(self, tmp_path: Path) -> None:
        folder = written(tmp_path / "mine", "short.txt.j2", self.GOOD)
        assert load_templates([folder]) == (
            Template(
                "short", "reconnect", "", "en", "Hello", "Hi {{ first_name }}\n", "mine/short.txt.j2", 6, 4
            ),
        )

    def test_a_file_from_another_editor_reads_the_same(self, tmp_path: Path) -> None:
        folder = tmp_path / "mine"
        folder.mkdir()
        (folder / "short.txt.j2").write_bytes(b"\xef\xbb\xbf" + self.GOOD.replace("\n", "\r\n").encode())
        assert load_templates([folder])[0].body == "Hi {{ first_name }}\n"

    def test_errors_count_lines_of_the_file(self, tmp_path: Path) -> None:
        folder = written(tmp_path / "mine", "bad.txt.j2", self.GOOD.replace("first_name", "firstname"))
        with pytest.raises(TemplateError) as caught:
            check(load_templates([folder])[0])
        assert caught.value.message == (
            "mine/bad.txt.j2, line 6: there is no 'firstname'; did you mean 'first_name'?"
        )

    def test_later_folders_add_and_a_name_may_stand_once(self, tmp_path: Path) -> None:
        one = written(tmp_path / "one", "a.txt.j2", self.GOOD)
        two = written(tmp_path / "two", "b.txt.j2", self.GOOD)
        assert [made.name for made in load_templates([one, two])] == ["a", "b"]
        written(two, "a.txt.j2", self.GOOD)
        with pytest.raises(TemplateError) as caught:
            load_templates([one, two])
        both = f"{one / 'a.txt.j2'} and {two / 'a.txt.j2'}"
        assert caught.value.message == f"Two templates are named “a”: {both}."

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Hi", "line 1: the lines that say what the template is for are missing."),
            ("---\nwhen: reconnect\nHi", "line 1: the lines that say what the template is for are missing."),
            (
                "---\nwhen: reconect\n---\nHi",
                "line 2: there is no occasion “reconect”; did you mean “reconnect”?",
            ),
            (
                "---\nwhen: reconnect\nchanel: email\n---\nHi",
                "line 3: there is no key “chanel”; did you mean “channel”?",
            ),
            ("---\nwhen: nudge\nchannel: email, fax\n---\nHi", "line 3: there is no channel “fax”."),
            ("---\nwhen: nudge\nwhen: nudge\n---\nHi", "line 3: “when” stands twice."),
            ("---\nlanguage: en\n---\nHi", "line 1: “when” is missing."),
            ("---\nwhen nudge\n---\nHi", "line 2: “when nudge” has no colon."),
            ("---\nwhen: nudge\n---\n \n", "line 3: there is no message below."),
        ],
    )
    def test_wrong_front_matter_is_said_with_its_line(self, tmp_path: Path, text: str, said: str) -> None:
        folder = written(tmp_path / "mine", "x.txt.j2", text)
        with pytest.raises(TemplateError) as caught:
            load_templates([folder])
        assert caught.value.message == f"mine/x.txt.j2, {said}"

    def test_a_missing_folder_and_a_foreign_encoding_are_said(self, tmp_path: Path) -> None:
        with pytest.raises(TemplateError) as caught:
            load_templates([tmp_path / "none"])
        assert caught.value.message == f"There is no folder {tmp_path / 'none'} for templates."
        (tmp_path / "x.txt.j2").write_bytes("---\nwhen: nudge\n---\nGrüße".encode("latin-1"))
        with pytest.raises(TemplateError) as caught:
            load_templates([tmp_path])
        assert caught.value.message == f"{tmp_path.name}/x.txt.j2 is not a text in UTF-8."

    def test_an_unknown_fact_under_uses_is_refused(self, tmp_path: Path) -> None:
        folder = written(tmp_path / "mine", "x.txt.j2", "---\nwhen: nudge\nuses: last_notes\n---\nHi")
        with pytest.raises(TemplateError) as caught:
            check(load_templates([folder])[0])
        assert (
            caught.value.message == "mine/x.txt.j2, uses: there is no 'last_notes'; did you mean 'last_note'?"
        )


def test_the_facts_a_template_needs_are_those_it_shows_whatever_happens() -> None:
    made = template("{{ first_name }} {{ city }} {{ company|default('x') }} {% if met %}{{ met }}{% endif %}")
    assert facts_needed(made) == {"city"}
