"""Days told from today: yesterday, three days ago, last Friday, a bare weekday, and for what lies ahead.

A rule for a word that names today's own weekday: it means today, backwards ("met Fri") and forwards ("by Fri").
Sheets are read each morning, so such a word was often typed the evening before; for a promise the early day is
also the safe one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from connectkit.text.lazy import pattern
from connectkit.text.span import Span
from connectkit.text.spans import add_span
from connectkit.text.time_of_day import alternatives, without_part
from connectkit.text.words.days import all_words, day_words
from connectkit.text.words.phrases import phrases
from connectkit.text.written import NO_DAY, NO_MONTH, Ask, Reading

_OFFSET = pattern(r"([-+]) ?([0-9]{1,4}) ?([^\W\d_]+)")
_HOURS = 6  # of today's; more of them may reach into yesterday
_VAGUE = pattern(
    r"(?:last|this|next|past|letzte|diese|nachste|le|la)n? ?(?:week|month|year|quarter|woche|monat|jahr)"
)


class _Patterns(NamedTuple):
    ago: re.Pattern[str]
    ahead: re.Pattern[str]
    last: re.Pattern[str]
    this: re.Pattern[str]
    next: re.Pattern[str]
    end_of: re.Pattern[str]
    on: re.Pattern[str]
    inside: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    def words(*keys: str) -> str:
        return alternatives(tuple(word for key in keys for word in all_words(key)))

    number, unit, day = (
        r"([0-9]{1,4}(?= ?[^\W\d_])|[^\W\d_]+(?= )) ?",
        r"([^\W\d_]+)",
        r"([^\W\d_]+(?:[- ]feira)?)",
    )
    return _Patterns(
        re.compile(
            rf"(?:(?:{words('ago_before')}) {number}{unit}|(?:for )?{number}{unit} (?:{words('ago')})|{unit} (?:{words('ago')}))"
        ),
        re.compile(rf"(?:{words('ahead')}) {number}{unit}"),
        re.compile(rf"(?:(?:{words('last')}) {day}|{day} (?:{words('last_after')}))"),
        re.compile(rf"(?:{words('this')}) {day}"),
        re.compile(rf"(?:(?:{words('next')}) {day}|{day} (?:{words('next_after')}))"),
        re.compile(rf"(?:the )?(?:{words('end_of')}|fin) ?(?:the |of )?(.+)"),
        re.compile(rf"^(?:{words('on')}) (?=[^\W\d_])"),
        re.compile(rf"^(?:{words('in')}) "),
    )


def read_near(text: str, ask: Ask) -> Reading | None:
    """The day a folded text names from today; None where it does not speak of days that way.

    ``ask.near`` opens more words: any of them a bare weekday (the latest, ahead the next); all but "past" days to
    come such as tomorrow, in 3 days; "future" and "promise" stretches of time, meant by their last day: next week
    (its Friday), end of month, January.
    """
    reading = _anywhere(text, ask)
    if reading is None and without_part(text) != text:
        reading = _anywhere(without_part(text), ask)
    if reading is None and ask.near in ("future", "promise"):
        day = _stretch(text, ask.today) or (
            _stretch(_patterns().inside.sub("", text), ask.today) if ask.near == "promise" else None
        )
        reading = _on(day) if day else None
    if reading is None and _VAGUE.fullmatch(text):
        return Reading(None, NO_DAY)
    if reading is None and ask.near and _without_month().fullmatch(text):
        return Reading(None, NO_MONTH)
    return reading


@cache
def _without_month() -> re.Pattern[str]:
    return phrases(all_words("no_month"))


def _anywhere(text: str, ask: Ask) -> Reading | None:
    offset = day_words().offsets.get(text)
    if offset is not None and (offset <= 0 or ask.near not in ("", "past")):
        return _on(ask.today + timedelta(days=offset))
    reading = _past(text, ask)
    if reading is None and ask.near:
        text = _patterns().on.sub("", text)
        reading = _past(text, ask) or _bare_weekday(text, ask)
    if reading is None and ask.near not in ("", "past"):
        reading = _coming(text, ask)
    return reading


def _on(day: date) -> Reading:
    return Reading(day, relative=True)


def _past(text: str, ask: Ask) -> Reading | None:
    offset = _OFFSET.fullmatch(text)
    if offset and offset[1] == "-":
        return _moved(offset[2], offset[3], ask.today, -1)
    back = _patterns().ago.fullmatch(text)
    if back:
        return _moved(back[1] or back[3] or "1", back[2] or back[4] or back[5], ask.today, -1)
    last = _patterns().last.fullmatch(text)
    weekday = _weekday(last[1] or last[2]) if last else None
    if weekday is None:
        return None
    return _on(ask.today - timedelta(days=(ask.today.weekday() - weekday - 1) % 7 + 1))


def _weekday(text: str) -> int | None:
    return day_words().weekdays.get(without_part(text))


def _moved(number: str, unit: str, today: date, times: int) -> Reading | None:
    """Today moved by a number of units; None if the words are neither."""
    words = day_words()
    count = int(number) if number.isdecimal() else words.numbers.get(number, 0)
    if unit in words.hours and times < 0 and 0 < count <= _HOURS and len(unit) > 1:
        return _on(today)
    if unit not in words.units or not count:
        return None
    span = words.units[unit]
    day = add_span(today, Span(span.months * count, span.days * count), times)
    return _on(day) if abs(day.year - today.year) <= 100 else None


def _bare_weekday(text: str, ask: Ask) -> Reading | None:
    this = _patterns().this.fullmatch(text)
    weekday = _weekday(this[1] if this else text)
    if weekday is None:
        return None
    if this and ask.near == "contact":
        return _on(ask.today + timedelta(days=weekday - ask.today.weekday()))
    if ask.near in ("past", "contact"):
        return _on(ask.today - timedelta(days=(ask.today.weekday() - weekday) % 7))
    return _on(ask.today + timedelta(days=(weekday - ask.today.weekday()) % 7))


def _coming(text: str, ask: Ask) -> Reading | None:
    offset = _OFFSET.fullmatch(text)
    if offset and offset[1] == "+":
        return _moved(offset[2], offset[3], ask.today, 1)
    ahead = _patterns().ahead.fullmatch(text)
    if ahead:
        return _moved(ahead[1], ahead[2], ask.today, 1)
    following = _patterns().next.fullmatch(text)
    weekday = _weekday(following[1] or following[2]) if following else None
    if weekday is None:
        return None
    return _on(ask.today + timedelta(days=(weekday - ask.today.weekday() - 1) % 7 + 1))


def _stretch(text: str, today: date) -> date | None:
    """The last day of a stretch of time ahead; of a week that is its Friday, or Sunday once Friday is over."""
    end = _patterns().end_of.fullmatch(text)
    text = re.sub(r"^the ", "", end[1] if end else text)
    weeks = day_words().stretches.get(text, ("", 0))
    if weeks[0] == "week":
        friday = today + timedelta(days=4 - today.weekday() + 7 * weeks[1])
        return friday if friday >= today else friday + timedelta(days=2)
    first = _first_of(text, today)
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def _first_of(text: str, today: date) -> date | None:
    """The first day of a stretch's last month."""
    this_month = today.replace(day=1)
    unit, ahead = day_words().stretches.get(text, ("", 0))
    if unit:
        return this_month.replace(month=12) if unit == "year" else add_span(this_month, Span(ahead, 0))
    name, _, year = text.partition(" ")
    month = day_words().months.get(name) if len(name) >= 3 else None
    if month is None or (year and not re.fullmatch(r"20[0-9]{2}", year)):
        return None
    if year:
        return date(int(year), month, 1)
    return add_span(this_month, Span((month - today.month) % 12, 0))
