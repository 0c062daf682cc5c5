"""Two formulas are the same when only their spelling differs: Google gives back its own."""

from __future__ import annotations

import pytest

from connectkit.drafts.link import open_formula
from connectkit.model import Formula
from connectkit.sheet.cells import same
from tests.wire.spelling import renamed, spelled

LETTERS = {"to": "F", "subject": "G", "message": "H"}
OURS = [
    formula
    for channel in ("email", "linkedin", "whatsapp", "meeting", "voice note")
    for mail in ("gmail", "outlook", "mailto")
    if (formula := open_formula(channel, mail=mail, letters=LETTERS))
]
GERMAN = {
    "IF": "WENN", "ISNUMBER": "ISTZAHL", "FIND": "FINDEN", "SUBSTITUTE": "WECHSELN", "LEN": "LÄNGE", "LEFT": "LINKS", "ROW": "ZEILE",
}  # fmt: skip


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "ja_JP", "de_DE", "fr_FR"])
def test_every_formula_of_ours_is_the_same_however_a_sheet_spells_it(locale: str) -> None:
    for one in OURS:
        kept = spelled(one.text, locale)
        assert (kept == one.text) == (locale in ("de_DE", "fr_FR"))
        for text in (kept, kept.lower().replace("https", "https"), renamed(kept, GERMAN)):
            if text.split('"')[1::2] == one.text.split('"')[1::2]:  # lower() may change a text in quotes
                assert Formula(text) == one
                assert same(Formula(text), one)
                assert hash(Formula(text)) == hash(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=IF(A1;1;2)", "=if( a1 , 1 , 2 )"),
        ("=ROUND(1.5,2)", "=ROUND(1,5;2)"),
        ("={1,2;3,4}", "={1\\2;3\\4}"),
        ("=SUM({1,2},3)", "=SUM({1\\2};3)"),
        ("='log'!A1", "=Log!a1"),
        ('="a;b"&B2', '="a;b" & b2'),
        ("=LÄNGE(A1)", "=LEN(A1)"),
    ],
)
def test_what_only_looks_different_is_the_same(one: str, other: str) -> None:
    assert Formula(one) == Formula(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('="a;b"', '="a,b"'),
        ('="Ab"', '="ab"'),
        ("={1,2}", "={1;2}"),
        ("=SUM(A1)", "=MAX(A1)"),
        ("=A1 B1", "=A1B1"),
        ("='My tab'!A1", "='My  tab'!A1"),
        ("=F($A1)", "=F(A1)"),
        ("=ROUND(1,5;2)", "=ROUND(1;5;2)"),
        ('="', "="),
    ],
)
def test_what_means_something_else_is_not_the_same(one: str, other: str) -> None:
    assert Formula(one) != Formula(other)
    assert Formula(one) != one
