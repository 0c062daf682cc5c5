"""connectkit.yaml: what it may say, and that every mistake is named with its line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.config import file as config_file
from connectkit.config.config import Config, GoogleSettings, Me
from connectkit.config.sources import Source
from connectkit.config.spec import settings_of
from connectkit.config.tiers import DEFAULT_TIERS, Tier, read_rhythm
from connectkit.errors import ConfigError
from connectkit.text.span import Span
from connectkit.text.zones import zone


def _message(text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        config_file.parse(text if isinstance(text, bytes) else text.encode(), Path("connectkit.yaml"))
    return caught.value.message


def _lines(text: str) -> list[str]:
    """What is wrong, without the head line."""
    return [line.strip() for line in _message(text).splitlines()[1:]]


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf", b"workbook:\nme:\n"])
def test_an_empty_file_is_all_defaults(text: bytes) -> None:
    assert config_file.parse(text, None) == Config()


def test_every_key_reaches_the_config(tmp_path: Path) -> None:
    text = """
google: {sheet: abc, credentials: key.json, oauth: /etc/client.json, api_endpoint: "http://127.0.0.1:1"}
me: {name: Alex, emails: [a@example.com, b@example.com]}
tiers: {near: 6 weeks to 3 months, far: {aim: 1 year, latest: 2 years}}
default_tier: Far
weak_tier: far
per_week: 3
weak_share: 2
soon_days: 7
quiet_days: 20
restart_picks: 1
new_per_month: 3
later_days: 10
language: de
date_order: dmy
timezone: Europe/Berlin
locale: de_DE
mail: outlook
templates: [mine, /theirs]
headers: {last_contact: Letzter Kaffee}
tabs: {contacts: Leute}
state: state
"""
    assert config_file.parse(text.encode(), tmp_path / "connectkit.yaml") == Config(
        path=tmp_path / "connectkit.yaml",
        google=GoogleSettings("abc", tmp_path / "key.json", Path("/etc/client.json"), "http://127.0.0.1:1"),
        me=Me("Alex", ("a@example.com", "b@example.com")),
        tiers=(Tier("near", Span(0, 42), Span(3, 0)), Tier("far", Span(12, 0), Span(24, 0))),
        default_tier="far",
        weak_tier="far",
        per_week=3,
        weak_share=2,
        soon_days=7,
        quiet_days=20,
        restart_picks=1,
        new_per_month=3,
        later_days=10,
        language="de",
        date_order="dmy",
        timezone="Europe/Berlin",
        locale="de_DE",
        mail="outlook",
        templates=(tmp_path / "mine", Path("/theirs")),
        headers={"last_contact": "Letzter Kaffee"},
        tabs={"contacts": "Leute"},
        state=tmp_path / "state",
    )


@pytest.mark.parametrize(
    ("text", "aim", "latest"),
    [
        ("2-3 months", Span(2, 0), Span(3, 0)),
        ("2 – 3 months", Span(2, 0), Span(3, 0)),
        ("6 weeks to 3 months", Span(0, 42), Span(3, 0)),
        ("10-20 days", Span(0, 10), Span(0, 20)),
        ("4 months", Span(4, 0), Span(6, 0)),
        ("1 month", Span(1, 0), Span(1, 15)),
        ("1 year", Span(12, 0), Span(18, 0)),
    ],
)
def test_a_rhythm_is_aim_and_latest_and_alone_half_as_long_again(text: str, aim: Span, latest: Span) -> None:
    assert read_rhythm(text) == (aim, latest)


def test_tiers_of_ones_own_without_the_usual_names_fall_back_to_the_loosest() -> None:
    config = config_file.parse(b"tiers: {a: 1-2 months, b: 3-4 months}", None)
    assert (config.default_tier, config.weak_tier) == ("b", "b")
    assert config_file.parse(b"", None).tiers == DEFAULT_TIERS


def test_all_mistakes_are_named_at_once_with_their_lines() -> None:
    text = """\
workbok: x.xlsx
per_week: two
soon_days: 012
timezone: Europe/Berln
language: no
tiers: {inner: 1-2 months, core: 3-2 months, x: {aim: 2 months, lates: 3 months}, y: often}
mail: gmial
default_tier: inne
me: {nam: x}
per_week: 3
headers: {lst_contact: foo}
state: 2026-01-05
later_days: 0
"""
    assert _message(text).splitlines()[0] == "connectkit.yaml has 16 mistakes:"
    assert _lines(text) == [
        'line 1: unknown key "workbok"; did you mean "workbook"?',
        'line 2: per_week has to be a whole number (not "two").',
        'line 3: soon_days: 012 is not the number it seems in YAML; write it plainly, or quote it: "012".',
        'line 4: timezone: "Europe/Berln" is not a time zone, did you mean Europe/Berlin?',
        'line 5: language: no is a yes or no in YAML, not text; quote it: "no".',
        'line 6: the tier core: "3-2 months" ends before it begins; the shorter time comes first.',
        'line 6: "tiers.x.latest" is missing.',
        'line 6: unknown key "tiers.x.lates"; did you mean "latest"?',
        'line 6: the tier y: "often" is not a rhythm; write for example 2-3 months, or 6 weeks to 3 months.',
        'line 7: mail has to be one of gmail, outlook, mailto (not "gmial").',
        'line 8: default_tier: there is no tier "inne"; did you mean "inner"?',
        'line 9: unknown key "me.nam"; did you mean "name"?',
        'line 10: the key "per_week" stands here again, first in line 2; keep one.',
        'line 11: unknown key "headers.lst_contact"; did you mean "last_contact"?',
        'line 12: state: 2026-01-05 is a date in YAML, not text; quote it: "2026-01-05".',
        'line 13: later_days has to be at least 1 (not "0").',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"a:\n\tb: 1", "connectkit.yaml, line 2: the line is indented with a tab; YAML takes blanks only."),
        (b"workbook: \x00", "connectkit.yaml, line 1: a character that YAML can't hold (code 0x0); delete it."),
        ("workbook: Übersicht.xlsx".encode("latin-1"), "connectkit.yaml, line 1: the file is not UTF-8 text; save it as UTF-8 in your editor."),
        (b"- a", "connectkit.yaml, line 1: the file has to be a list of keys such as workbook: people.xlsx."),
        (b"workbook: a: b", "connectkit.yaml, line 1: a colon where none can stand; quote the text, or check the indentation."),
        (b"workbook: &x a.xlsx\nstate: *x", "connectkit.yaml, line 1: anchors and aliases (& and *) are not used here; write the value out."),
        (b"a: 1\n---\nb: 2", "connectkit.yaml, line 2: a second document begins (---); a settings file has one."),
        (b"[" * 5000, "connectkit.yaml: the file is nested too deeply."),
        (b"x" * 50_001, "connectkit.yaml: the file is larger than 50 kB; it can't be a settings file."),
        (b"workbook: !!python/object/apply:os.system [ls]", "connectkit.yaml, line 1: workbook has to be text."),
        (b"workbook: a.xlsx\ngoogle: {sheet: x}", "connectkit.yaml, line 2: workbook and google are both set; keep the sheet you want and delete the other."),
        (b"google: {credentials: x}", 'connectkit.yaml, line 1: "google.sheet" is missing.'),
        (b"google: here", 'connectkit.yaml, line 1: google has to be a section, with its own keys indented below it (not "here").'),
        (b"per_week: 99", 'connectkit.yaml, line 1: per_week has to be at most 50 (not "99").'),
        (b"later_days: 0", 'connectkit.yaml, line 1: later_days has to be at least 1 (not "0").'),
        (b"templates: {a: b}", "connectkit.yaml, line 1: templates has to be a list."),
        (b"workbook: 12", 'connectkit.yaml, line 1: workbook has to be text; quote it: "12".'),
        (b"tiers: {}", "connectkit.yaml, line 1: tiers has to be a list of names with their rhythm, such as core: 2-3 months."),
        (b"tiers: {no: 2-3 months}", 'connectkit.yaml, line 1: no as a key is not text in YAML; quote it: "no".'),
        (b"tiers: {a: 2-3 months, A: 3-4 months}", 'connectkit.yaml, line 1: the tier "A" stands here twice; keep one.'),
        (b"tiers: {a: 11-12 years}", 'connectkit.yaml, line 1: the tier a: "11 years" is longer than ten years.'),
        (b"tiers: {a: }", "connectkit.yaml, line 1: the tier a needs a length of time, such as a: 2-3 months."),
        (b"sources: [{imap: {host: h, user: u, tls: 'no'}}]", 'connectkit.yaml, line 1: sources.0.imap.tls has to be true or false (not "no").'),
        (b"sources: [{calendr: c.ics}]", 'connectkit.yaml, line 1: unknown key "sources.0.calendr"; did you mean "calendar"?'),
        (b"sources: [{imap: {host: h}}]", 'connectkit.yaml, line 1: "sources.0.imap.user" is missing.'),
        (b"sources: [{}]", "connectkit.yaml, line 1: sources.0: an entry of sources is one of calendar, maildir and imap."),
        (b"me: {emails: [no]}", 'connectkit.yaml, line 1: me.emails.0: no is a yes or no in YAML, not text; quote it: "no".'),
        (b"locale: German", 'connectkit.yaml, line 1: locale has to look like en or de_DE (not "German").'),
    ],
)  # fmt: skip
def test_one_mistake_is_one_line(text: bytes, message: str) -> None:
    assert _message(text) == message


def test_a_source_says_yes_and_no_in_plain_words(tmp_path: Path) -> None:
    text = b"sources: [{imap: {host: localhost, user: alex, folder: Sent, tls: false}}, {calendar: a.ics}]"
    assert config_file.parse(text, tmp_path / "connectkit.yaml").sources == (
        Source("imap", "localhost", "alex", ("Sent",), 993, tls=False),
        Source("calendar", str(tmp_path / "a.ics")),
    )


def test_a_file_of_another_kind_does_not_fill_the_screen() -> None:
    message = _message("".join(f"key{n}: {'x' * 400}\n" for n in range(100)))
    assert len(message.splitlines()) == 32
    assert message.endswith("\n  and 70 more")
    assert len(_message("workbook: !" + "x" * 5000)) < 400


@pytest.mark.parametrize(
    "text", [b"[" * 49_000, b"[" * 490, b"- " * 20_000, b"[a," * 400, b"k: v\n" * 9_000, b"- x\n" * 11_000]
)
def test_no_file_takes_long(text: bytes) -> None:
    with pytest.raises(ConfigError):
        config_file.parse(text, None)


def test_a_missing_folder_or_locked_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as missing:
        config_file.load(tmp_path / "no.yaml")
    assert missing.value.message == f"There is no file {tmp_path / 'no.yaml'}."
    with pytest.raises(ConfigError) as folder:
        config_file.load(tmp_path)
    assert folder.value.message == f"{tmp_path} is a folder, not a settings file."


def test_the_file_named_wins_then_the_one_here_then_the_one_in_the_config_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, here, named = tmp_path / "home", tmp_path / "here", tmp_path / "named.yaml"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("HOME", str(home))
    here.mkdir()
    assert config_file.find(None, here) is None
    import platformdirs

    usual = platformdirs.user_config_path("connectkit", appauthor=False) / "connectkit.yaml"
    usual.parent.mkdir(parents=True)
    usual.touch()
    assert config_file.find(None, here) == usual
    (here / "connectkit.yaml").touch()
    assert config_file.find(None, here) == here / "connectkit.yaml"
    named.touch()
    assert config_file.find(named, here) == named
    assert config_file.find(here) == here / "connectkit.yaml"


@pytest.mark.parametrize(
    "name", ['Ann "Q" Lee.xlsx', "a: b #c.xlsx", "no", "2026-01-05.xlsx", "Übersicht.xlsx", "a\\b.xlsx"]
)
def test_a_starter_config_holds_any_file_name(name: str) -> None:
    config = config_file.parse(config_file.starter_config(name).encode(), Path("connectkit.yaml"))
    assert config.workbook == Path(name)
    assert config.tiers == DEFAULT_TIERS


def test_a_starter_config_for_google_names_sheet_and_key() -> None:
    text = config_file.starter_config(
        google={"sheet": "https://docs.example.com/d/x#gid=0", "credentials": "k.json"}
    )
    config = config_file.parse(text.encode(), Path("connectkit.yaml"))
    assert config.google == GoogleSettings("https://docs.example.com/d/x#gid=0", Path("k.json"))


def _outcome(raw: bytes) -> str | None:
    """The message of a refused file; None for one that loads."""
    try:
        config_file.parse(raw, None)
    except ConfigError as error:
        return error.message
    return None


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_anything_but_settings_or_a_config_error(raw: bytes) -> None:
    said = _outcome(raw)
    assert said is None or said.startswith("connectkit.yaml")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*settings_of(Config), "me", "tiers"]), _VALUES, max_size=5))
def test_no_values_under_known_keys_end_in_a_traceback(data: dict[str, object]) -> None:
    import yaml

    said = _outcome(yaml.safe_dump(data).encode())
    assert said is None or "line" in said


@pytest.mark.parametrize(
    ("name", "hours"), [("GMT-07:00", -7), ("GMT+2", 2), ("UTC", 0), ("GMT", 0), ("Asia/Tokyo", 9)]
)
def test_zones_are_read_by_either_kind_of_name(name: str, hours: int) -> None:
    from datetime import datetime, timedelta

    assert zone(name).utcoffset(datetime(2026, 1, 1)) == timedelta(hours=hours)
