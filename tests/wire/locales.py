"""How a locale writes numbers, dates and truth: what typing means, and what a cell displays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from tests.wire.answers import Json
from tests.wire.state import CellError, Formula, Value, from_serial, serial


class Locale(NamedTuple):
    """Marks, date order (of ``d``, ``m``, ``y``), the default date pattern, words for true and false."""

    decimal: str
    group: str
    order: str
    pattern: str
    true: str = "TRUE"
    false: str = "FALSE"


LOCALES = {
    "en_US": Locale(".", ",", "mdy", "m/d/yyyy"),
    "en_GB": Locale(".", ",", "dmy", "dd/mm/yyyy"),
    "de_DE": Locale(",", ".", "dmy", "dd.mm.yyyy", "WAHR", "FALSCH"),
    "fr_FR": Locale(",", "\u202f", "dmy", "dd/mm/yyyy", "VRAI", "FAUX"),
    "ja_JP": Locale(".", ",", "ymd", "yyyy/mm/dd"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_TIME = r"(?:[ ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"


def locale(name: str) -> Locale:
    """The habits of a locale; English ones where this fake does not know it."""
    return LOCALES.get(name, LOCALES["en_US"])


class Typed(NamedTuple):
    """What the spreadsheet makes of typed text: a value, and a format it gives the cell (None: leave it)."""

    value: Value
    format: Json | None = None


def typed(text: str, name: str, *, today: date, plain: bool = False) -> Typed:
    """The cell that typing ``text`` leaves; ``plain`` for a cell formatted as plain text."""
    if plain or not text:
        return Typed(text or None)
    if text.startswith("'"):
        return Typed(text[1:] or None)
    if text[0] in "=+" and len(text) > 1:
        return Typed(Formula("=" + text[1:]))
    habits = locale(name)
    stripped = text.strip()
    if stripped.upper() in (habits.true, "TRUE"):
        return Typed(True)
    if stripped.upper() in (habits.false, "FALSE"):
        return Typed(False)
    number = _number(stripped, habits)
    if number is not None:
        return number
    return _date(stripped, habits, today) or Typed(text)


def _number(text: str, habits: Locale) -> Typed | None:
    groups = f"{re.escape(habits.group)}\u00a0 " if habits.group == "\u202f" else re.escape(habits.group)
    decimal = re.escape(habits.decimal)
    found = re.fullmatch(
        rf"([+-]?)(\d{{1,3}}(?:[{groups}]\d{{3}})+|\d+)?({decimal}\d*)?([eE][+-]?\d+)?(%)?", text
    )
    if not found or not (found.group(2) or (found.group(3) or "")[1:]):
        return None
    sign, whole, fraction, power, percent = found.groups()
    digits = re.sub(rf"[{groups}]", "", whole or "0")
    value = float(f"{sign}{digits}{(fraction or '').replace(habits.decimal, '.')}{power or ''}")
    if percent:
        return Typed(value / 100, {"type": "PERCENT", "pattern": "0.00%" if fraction else "0%"})
    return Typed(int(value) if value.is_integer() and abs(value) < 1e15 else value)


def _date(text: str, habits: Locale, today: date) -> Typed | None:
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    if clock:
        return Typed(_share(clock.groups()), {"type": "TIME", "pattern": "hh:mm:ss"})
    found = re.fullmatch(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", text)
    if found:
        year, _, month, day, *rest = found.groups()
        return _day(year, month, day, rest, habits)
    marks = "./-" if habits.decimal == "," else "/-"
    found = re.fullmatch(rf"(\d{{1,2}})([{marks}])(\d{{1,2}})(?:\2(\d{{4}}|\d{{2}}))?{_TIME}", text)
    if found and (habits.order != "ymd" or not found.group(4)):
        first, _, second, year, *rest = found.groups()
        day, month = (first, second) if habits.order == "dmy" else (second, first)
        return _day(year or str(today.year), month, day, rest, habits)
    return _named_month(text, habits, today)


def _named_month(text: str, habits: Locale, today: date) -> Typed | None:
    found = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?(?:[ ,-]+(\d{4}))?", text)
    day, name, year = found.groups() if found else ("", "", None)
    if not found:
        found = re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?", text)
        name, day, year = found.groups() if found else ("", "", None)
    short = name[:3].casefold()
    if short not in _MONTHS or not _NAMES[_MONTHS.index(short)].casefold().startswith(name.casefold()):
        return None
    return _day(year or str(today.year), str(_MONTHS.index(short) + 1), day, [], habits)


def _day(year: str, month: str, day: str, clock: list[str | None], habits: Locale) -> Typed | None:
    full = int(year) + ((2000 if int(year) < 30 else 1900) if len(year) == 2 else 0)
    try:
        number: float = serial(date(full, int(month), int(day)))
    except ValueError:
        return None
    if clock and clock[0] is not None:
        return Typed(number + _share(clock), {"type": "DATE_TIME", "pattern": f"{habits.pattern} h:mm:ss"})
    return Typed(number, {"type": "DATE", "pattern": habits.pattern})


def _share(clock: tuple[str | None, ...] | list[str | None]) -> float:
    hours, minutes, seconds = (int(part or 0) for part in clock)
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def display(value: Value, pattern: Json | None, name: str) -> str:
    """What the cell shows."""
    habits = locale(name)
    if value is None:
        return ""
    if isinstance(value, CellError):
        return {"NAME": "#NAME?", "DIVIDE_BY_ZERO": "#DIV/0!", "N_A": "#N/A", "ERROR": "#ERROR!"}.get(
            value.kind, f"#{value.kind}!"
        )
    if isinstance(value, bool):
        return habits.true if value else habits.false
    if isinstance(value, str):
        return value
    kind = (pattern or {}).get("type", "")
    if kind in ("DATE", "DATE_TIME", "TIME"):
        default = {"DATE": habits.pattern, "TIME": "hh:mm:ss"}.get(kind, f"{habits.pattern} h:mm:ss")
        return _moment(value, (pattern or {}).get("pattern") or default)
    return _figure(value, (pattern or {}).get("pattern", ""), habits)


def _figure(value: float, pattern: str, habits: Locale) -> str:
    percent = "%" in pattern
    value = value * 100 if percent else value
    if "0" in pattern:
        places = len(re.sub(r"[^0#]", "", pattern.partition(".")[2]))
        text = f"{value:,.{places}f}" if "," in pattern else f"{value:.{places}f}"
    else:
        text = str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    text = text.replace(",", "\0").replace(".", habits.decimal).replace("\0", habits.group)
    return text + ("%" if percent else "")


def _moment(value: float, pattern: str) -> str:
    day = from_serial(value)
    clock = timedelta(seconds=round((value % 1) * 86400))
    hours, rest = divmod(int(clock.total_seconds()), 3600)
    parts = {"yyyy": f"{day.year:04}", "yy": f"{day.year % 100:02}", "mmmm": _NAMES[day.month - 1]}
    parts |= {"mmm": _NAMES[day.month - 1][:3], "mm": f"{day.month:02}", "m": str(day.month)}
    parts |= {
        "dddd": _DAYS[day.weekday()],
        "ddd": _DAYS[day.weekday()][:3],
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    parts |= {"hh": f"{hours:02}", "h": str(hours), ":mm": f":{rest // 60:02}", "ss": f"{rest % 60:02}"}
    return re.sub(
        r":mm|yyyy|yy|m{1,4}|d{1,4}|hh|h|ss",
        lambda found: parts.get(found.group(0), found.group(0)),
        pattern.lower(),
    )
