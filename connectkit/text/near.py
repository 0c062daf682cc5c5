"""Days said by their distance from today: yesterday, -3d, last Friday, 3 weeks ago; for promises also the days ahead.

A rule for a word that names today's own weekday: it means today, backwards ("met Fri") and forwards ("by Fri").
Sheets are read each morning, so such a word was often typed the evening before; for a promise the early day is
also the safe one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from connectkit.text.day_words import COMING_DAYS, MONTHS, NEAR_DAYS, NUMBERS, UNITS, WEEKDAYS
from connectkit.text.span import Span
from connectkit.text.spans import add_span
from connectkit.text.written import NO_DAY, Ask, Reading

_OFFSET = re.compile(r"([-+]) ?([0-9]{1,4}) ?([a-z]+)")
_BACK = re.compile(
    r"(?:(?:vor|il y a|hace) )([0-9]{1,4}|[a-z]+) ?([a-z]+)|([0-9]{1,4}|[a-z]+) ?([a-z]+) (?:ago|fa|geleden|temu|atras)"
)
_AHEAD = re.compile(r"in ([0-9]{1,4}|[a-z]+) ?([a-z]+)")
_LAST_WEEKDAY = re.compile(
    r"(?:last|past|letzten|letzter|vergangenen|el|afgelopen|vorige) ([a-z-]+)(?: pasado)?|([a-z-]+) (?:dernier|pasado|scorso)"
)
_NEXT_WEEKDAY = re.compile(
    r"(?:next|this|coming|nachsten|kommenden|diesen) ([a-z-]+)|([a-z-]+) (?:prochain|proximo|prossimo)"
)
_END_OF = re.compile(r"(?:the )?(?:end of|ende|eo|fin) ?(?:the |of )?(.+)")
_VAGUE = re.compile(
    r"(?:last|this|next|past|letzte|diese|nachste|le|la)n? ?(?:week|month|year|quarter|woche|monat|jahr)"
)
_ON = re.compile(r"^(?:on|am) ")


def read_near(text: str, ask: Ask) -> Reading | None:
    """The day a folded text names from today; None where it does not speak of days that way.

    ``ask.near`` opens more words: "past" a bare weekday (the latest), "future" tomorrow, in 3 days, a bare weekday
    or month, next week (its Friday), end of month.
    """
    reading = _past(text, ask)
    if reading is None and ask.near:
        text = _ON.sub("", text)
        reading = _bare_weekday(text, ask)
    if reading is None and ask.near == "future":
        reading = _coming(text, ask)
    if reading is None and _VAGUE.fullmatch(text):
        return Reading(None, NO_DAY)
    return reading


def _on(day: date) -> Reading:
    return Reading(day, relative=True)


def _past(text: str, ask: Ask) -> Reading | None:
    if text in NEAR_DAYS:
        return _on(ask.today + timedelta(days=NEAR_DAYS[text]))
    offset = _OFFSET.fullmatch(text)
    if offset and offset[1] == "-":
        return _moved(offset[2], offset[3], ask.today, -1)
    back = _BACK.fullmatch(text)
    if back:
        return _moved(back[1] or back[3], back[2] or back[4], ask.today, -1)
    last = _LAST_WEEKDAY.fullmatch(text)
    weekday = WEEKDAYS.get(last[1] or last[2]) if last else None
    return (
        None
        if weekday is None
        else _on(ask.today - timedelta(days=(ask.today.weekday() - weekday - 1) % 7 + 1))
    )


def _moved(number: str, unit: str, today: date, times: int) -> Reading | None:
    """Today moved by a number of units; None if the words are neither."""
    count = int(number) if number.isdecimal() else NUMBERS.get(number, 0)
    if unit not in UNITS or not count:
        return None
    span = UNITS[unit]
    day = add_span(today, Span(span.months * count, span.days * count), times)
    return _on(day) if abs(day.year - today.year) <= 100 else None


def _bare_weekday(text: str, ask: Ask) -> Reading | None:
    weekday = WEEKDAYS.get(text)
    if weekday is None:
        return None
    if ask.near == "past":
        return _on(ask.today - timedelta(days=(ask.today.weekday() - weekday) % 7))
    return _on(ask.today + timedelta(days=(weekday - ask.today.weekday()) % 7))


def _coming(text: str, ask: Ask) -> Reading | None:
    if text in COMING_DAYS:
        return _on(ask.today + timedelta(days=COMING_DAYS[text]))
    offset = _OFFSET.fullmatch(text)
    if offset and offset[1] == "+":
        return _moved(offset[2], offset[3], ask.today, 1)
    ahead = _AHEAD.fullmatch(text)
    if ahead:
        return _moved(ahead[1], ahead[2], ask.today, 1)
    following = _NEXT_WEEKDAY.fullmatch(text)
    weekday = WEEKDAYS.get(following[1] or following[2]) if following else None
    if weekday is not None:
        wait = 1 if text.startswith(("next", "nachsten")) else 0
        return _on(ask.today + timedelta(days=(weekday - ask.today.weekday() - wait) % 7 + wait))
    end = _END_OF.fullmatch(text)
    day = _last_day_of(end[1] if end else text, ask.today)
    return _on(day) if day else None


def _last_day_of(text: str, today: date) -> date | None:
    """The last day of a stretch of time ahead; of a week that is its Friday, or Sunday once Friday is over."""
    text = re.sub(r"^(?:this|the) ", "", text)
    if text in ("week", "w", "woche", "next week", "nachste woche"):
        friday = today + timedelta(days=4 - today.weekday())
        if text.startswith(("next", "nachste")):
            return friday + timedelta(days=7)
        return friday if friday >= today else friday + timedelta(days=2)
    months = {
        "month": 0,
        "m": 0,
        "monat": 0,
        "des monats": 0,
        "next month": 1,
        "year": 12 - today.month,
        "y": 12 - today.month,
    }
    if text in months:
        first = add_span(today.replace(day=1), Span(months[text], 0))
    elif text in MONTHS and len(text) >= 3:
        first = add_span(today.replace(day=1), Span((MONTHS[text] - today.month) % 12, 0))
    else:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1])
