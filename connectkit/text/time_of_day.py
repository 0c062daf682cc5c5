"""The time of day in a written date: taken off, since a day is all that counts here."""

from __future__ import annotations

import re
from functools import cache

from connectkit.text.lazy import pattern
from connectkit.text.words.days import all_words

_ZONE = r"(?: ?(?:z|utc|gmt|[ceimw]e?s?t|[ecmp][sd]t|bst|jst|msk))?(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?| 0000)?(?: ?\([^()]*\))?"
_HALF = r" ?[ap]\.? ?m\.?(?![a-z])"
_OF_YEAR = pattern(r"(?<=[0-9]{4}) ?(?:г|р|r)\.?$")  # 2026 г., 2026 r.: of the year
_PACKED = pattern(r"([0-9]{8})t[0-9]{4}(?:[0-9]{2})?(?:z|[+-][0-9]{2}:?[0-9]{2})?")
_C_DATE = pattern(r"(.*[a-z] [0-9]{1,2}),? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: [a-z]{3,4})? ([0-9]{4})")


def alternatives(words: tuple[str, ...]) -> str:
    """The words as one choice of a pattern, which matches nothing where there are none."""
    return "|".join(map(re.escape, words)) or r"(?!)"


def without_clock(text: str) -> str:
    """The folded text without a time of day and zone at its beginning, end or before a year; "" if it is only a time."""
    if not any(char.isdecimal() for char in text):
        return text
    text = _OF_YEAR.sub("", text)
    ended = _end().search(text)
    if ended and _is_time(ended):
        return text[: ended.start()].rstrip(" ,")
    begun = _start().match(text)
    if begun and _is_time(begun):
        return text[begun.end() :].lstrip(" ,-")
    packed = _PACKED.fullmatch(text)
    if packed:
        return packed[1]
    between = _C_DATE.fullmatch(text)
    return f"{between[1]} {between[2]}" if between else text


def without_part(text: str) -> str:
    """The folded text without a part of the day behind it: "yesterday evening", "lundi matin"."""
    match = _part().search(text)
    return text[: match.start()] if match else text


def _is_time(match: re.Match[str]) -> bool:
    hour, minute, second = (int(match[key] or 0) for key in ("hour", "minute", "second"))
    hour = next((int(found) for key in ("half", "full", "dotted") if (found := match[key])), hour)
    return hour <= 24 and max(minute, int(match["dots"] or 0), second) <= 59


@cache
def _end() -> re.Pattern[str]:
    lead = rf"(?:^|(?<=[0-9])t|(?<=[0-9])-(?=[0-9]{{2}}:[0-9]{{2}}:)|(?<=.)[ ,_]+(?:- )?(?:(?:{_lead_words()})\.? ?)?)"
    return re.compile(lead + _clock() + _ZONE + r"\.?$")


@cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_lead_words()})\.? )?" + _clock() + _ZONE + r"(?=[ ,]+[^ ,])")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^ ,]),? (?:{alternatives(all_words('parts'))})$")


@cache
def _lead_words() -> str:
    return alternatives((*all_words("at"), "@"))


@cache
def _clock() -> str:
    """A time of day: 18:05, 18h05, 6 pm, 18 Uhr; 18.05 only where something says that it is none of a date."""
    oclock = alternatives(all_words("oclock"))
    told = rf"(?:(?<=[0-9]{{4}} )|(?<=-[0-9]{{2}}-[0-9]{{2}} )|(?<=[0-9]{{4}}, )|(?<= r\. )|(?<= г\. )|(?<=(?:{'|'.join(_fixed_leads())}))|(?=[0-9]{{1,2}}\.[0-9]{{2}} ?(?:{oclock})))"
    return (
        rf"(?:(?P<hour>[0-9]{{1,2}})(?:[:h]| h )(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}})(?:[.,][0-9]+)?)?(?:{_HALF})?"
        rf"|(?P<half>[0-9]{{1,2}}){_HALF}|(?P<full>[0-9]{{1,2}}) ?(?:{oclock}|h)(?![^\W_])"
        rf"|{told}(?P<dotted>[0-9]{{1,2}})\.(?P<dots>[0-9]{{2}})(?![0-9.]))(?: ?(?:{oclock})(?![^\W_]))?"
    )


def _fixed_leads() -> tuple[str, ...]:
    """Words in front of a time, of three letters: what a pattern may look back to has one length."""
    return tuple(re.escape(f" {word} "[-4:]) for word in all_words("at") if len(word) >= 3) or ("(?!)",)
