"""What goes wrong with inputs: values no cell should hold, bytes flipped and cut, JSON of another shape."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from connectkit.errors import ConnectkitError
from connectkit.model import CellError, CellValue, Formula, Link

NASTY = (
    "", " ", "\x00", "\ud800", "\u202e", "\u200b", "\ufeff", "\n\n", "\t", "'", '"', "=1+1", "{{ name }}", "[[", "%s%n", "٣", "½", "²", "𝟙",
    "today", "-3d", "last Friday", "99999999999999999999", "0000-00-00", "2026-02-30", "31/12/9999", "1/1/1", "-1e999", "nan", "1.5.2026",
    "in 99999999999 years ago", "-99999999d", "every 99999999 years", "999999999 months", "call 12 Nov: x; promise: y by 99 Feb", "promise:", ": : :",
    "gave: ; asked: ; met:", "call " * 40, "((((" * 200, "9" * 400, "a" * 5000, "é" * 300, "x; " * 300, "1/" * 300, "@" * 300, "\U0001f469\u200d\U0001f467" * 40,
    "ck-abc", "ck-aaaaaaaaaa-0000", "dk-1", "lk-1 lk-1", "Sent", "Skip", "Later", "pause", "fade", "VIP", "6 weeks", "29 Feb", "--02-29", "+49 30 1234567890123456789",
    "javascript:alert(1)", "https://[::1", "＠1+1", "//[", "https://a@[b]:x/", "mailto:", "a@b", "a@example.com, , ;b@example.org", "inf", "True", "#REF!", "=HYPERLINK(\"x\")",
)  # fmt: skip
"""Texts that once broke some program."""

TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
NUMBERS = st.one_of(
    st.sampled_from(
        [0, -1, 1, 10**400, -(10**30), 45_000, 2_958_466, 1e308, float("inf"), float("nan"), 0.1]
    ),
    st.integers(-(10**12), 10**12),
    st.floats(),
)
DAYS = st.one_of(
    st.sampled_from(
        [
            date.min,
            date.max,
            date(1899, 12, 31),
            datetime(1, 1, 1, 0, 1),
            datetime(9999, 12, 31, 23, 59),
            date(2024, 2, 29),
        ]
    ),
    st.dates(),
    st.datetimes(),
)
VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    TEXTS,
    TEXTS,
    NUMBERS,
    DAYS,
    st.booleans(),
    st.builds(
        Formula,
        TEXTS.map("={}".format),
        st.one_of(st.none(), TEXTS, NUMBERS, DAYS, st.just(CellError("#REF!"))),
    ),
    st.builds(Link, TEXTS, TEXTS),
    st.builds(CellError, st.sampled_from(["#REF!", "#N/A", "", "Loading..."])),
)
"""Anything a store may hand over in a cell."""


def ends_in_words(action: Callable[[], object]) -> str:
    """What the user is told, "" if all went well. Anything but a foreseen end of the run goes on as it is."""
    told: ConnectkitError | None = None
    try:
        action()
    except ConnectkitError as error:
        told = error
    if told is None:
        return ""
    assert told.exit_code in (2, 3, 4, 5), f"a bug, says the program itself: {told.message}"
    assert len(told.message) > 10, told.message
    assert "Traceback" not in told.message + told.hint
    return told.message


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """Some bytes flipped, cut out, doubled, put in, or the end missing."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at = dice.randrange(len(found) + 1)
        kind = dice.randrange(6)
        if kind == 0 and found:
            found[at % len(found)] ^= 1 << dice.randrange(8)
        elif kind == 1:
            del found[at : at + dice.choice((1, 3, 50, 1000))]
        elif kind == 2:
            found[at:at] = found[at : at + dice.choice((1, 20, 400))]
        elif kind == 3:
            found[at:at] = dice.choice(_STRANGE)
        elif kind == 4:
            found[at : at + 4] = dice.randbytes(4)
        elif dice.random() < 0.3:
            del found[at:]
    return bytes(found)


_STRANGE = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b",", b";", b":", b"=", b"&#0;", b"&x;", b"<", b"<!DOCTYPE a>", b"]]>", b"\x1b", b"{", b"[" * 50,
    b"=?utf-8?q?=FF?=", b"BEGIN:VCARD\n", b"END:VCALENDAR\n", b"\xe2\x80\xae", b"9" * 60, b"-1", b"1e999", b"NaN", b"\xed\xa0\x80", b"\t" * 30, b"'", b"%", b"=\r\n ",
)  # fmt: skip


def misshapen(answer: Any, dice: random.Random) -> Any:
    """A JSON value with a few of its parts taken away, or replaced by something of another kind."""
    answer = copy.deepcopy(answer)
    for _ in range(dice.choice((1, 1, 2, 4))):
        places = list(_places(answer))
        if not places:
            return dice.choice(_OTHERS)
        owner, key = dice.choice(places)
        if dice.random() < 0.4:
            del owner[key]
        else:
            owner[key] = copy.deepcopy(dice.choice(_OTHERS))
    return answer


_OTHERS: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", "x", "🂡", [], [None], [[]], {}, {"x": 1}, [{"x": None}], "9999-99-99", {"values": None}, [{"values": [None, 3, "x"]}],
)  # fmt: skip


def _places(value: Any) -> Any:
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield value, at
            yield from _places(one)


def nested(depth: int) -> bytes:
    """A JSON document that nests so deep."""
    return b'{"sheets":' + b"[" * depth + b"]" * depth + b"}"


def as_json(value: Any) -> bytes:
    """The bytes of an answer."""
    return json.dumps(value).encode("utf-8", "surrogatepass")
