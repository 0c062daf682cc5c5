"""The spreadsheet functions the fake computes: text, logic, sums, counts and days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.wire.parsing import Node
from tests.wire.state import CellError, Sheet, Value, from_serial, serial

if TYPE_CHECKING:
    from tests.wire.evaluate import Evaluator

Function = Callable[["Evaluator", tuple[Node, ...], Sheet], Value]


class Failure(Exception):  # noqa: N818 - reads as what happened
    """A formula comes to an error value."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(kind)
        self.error = CellError(kind, message)


def text_of(value: Value) -> str:
    """A value as ``&`` sees it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number(value: Value) -> float:
    """A value as arithmetic sees it; Failure where it is no number."""
    if value is None or value == "":
        return 0
    if isinstance(value, (bool, int, float)):
        return value
    try:
        return float(str(value))
    except ValueError:
        raise Failure("VALUE", f"'{value}' is a text and cannot be coerced to a number.") from None


def truth(value: Value) -> bool:
    """A value as a condition."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise Failure("VALUE")
    return bool(value)


def _eager(function: Callable[..., Value], kinds: str) -> Function:
    """A function of single values: ``kinds`` says per argument t(ext), n(umber) or v(alue); the last one repeats."""

    def call(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
        values: list[Value] = []
        for index, part in enumerate(parts):
            value = engine.single(part, own)
            kind = kinds[min(index, len(kinds) - 1)] if kinds else "v"
            values.append(text_of(value) if kind == "t" else number(value) if kind == "n" else value)
        try:
            return function(*values)
        except TypeError:
            raise Failure("N_A", "Wrong number of arguments.") from None

    return call


def _flat(function: Callable[[list[Value]], Value]) -> Function:
    """A function of all values of its ranges, errors passed on."""

    def call(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
        values = [value for part in parts for row in engine.block(part, own) for value in row]
        for value in values:
            if isinstance(value, CellError):
                raise Failure(value.kind, value.message)
        return function(values)

    return call


def _numbers(values: list[Value]) -> list[float]:
    return [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]


def _average(values: list[Value]) -> Value:
    found = _numbers(values)
    if not found:
        raise Failure("DIVIDE_BY_ZERO")
    return sum(found) / len(found)


def _if(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    if truth(engine.single(parts[0], own)):
        return engine.single(parts[1], own)
    return engine.single(parts[2], own) if len(parts) > 2 else False


def _iferror(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    try:
        return engine.single(parts[0], own)
    except Failure:
        return engine.single(parts[1], own) if len(parts) > 1 else ""


def _hyperlink(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    address = text_of(engine.single(parts[0], own))
    return text_of(engine.single(parts[1], own)) if len(parts) > 1 else address


def _isblank(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    return engine.single(parts[0], own) is None


def _row(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    return (parts[0].inner.first.row if parts else engine.row) + 1


def _column(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    return (parts[0].inner.first.column if parts else engine.column) + 1


def _index(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    """One cell of a column, the only use that is made of it here."""
    found, row = parts[0].inner, int(number(engine.single(parts[1], own)))
    return engine.cell(engine.sheet(found, own), row - 1, found.first.column)


def _find(text: str, inside: str) -> int:
    if text not in inside:
        raise Failure("VALUE")
    return inside.index(text) + 1


def _isnumber(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    try:
        value = engine.single(parts[0], own)
    except Failure:
        return False
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _today(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    return serial(engine.today)


def _countif(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    wanted = engine.single(parts[1], own)
    shown = text_of(wanted).casefold()
    return sum(text_of(value).casefold() == shown for row in engine.block(parts[0], own) for value in row)


def _textjoin(engine: Evaluator, parts: tuple[Node, ...], own: Sheet) -> Value:
    mark, skip = text_of(engine.single(parts[0], own)), truth(engine.single(parts[1], own))
    values = [text_of(value) for part in parts[2:] for row in engine.block(part, own) for value in row]
    return mark.join(value for value in values if value or not skip)


def _substitute(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


def _edate(start: float, months: float) -> int:
    day = from_serial(start)
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    last = (
        (date(year + month // 11, (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
        if month < 11
        else 31
    )
    return serial(date(year, month + 1, min(day.day, last)))


FUNCTIONS: dict[str, Function] = {
    "ABS": _eager(abs, "n"),
    "AND": _flat(lambda values: all(truth(value) for value in values)),
    "AVERAGE": _flat(_average),
    "CHAR": _eager(lambda code: chr(int(code)), "n"),
    "COLUMN": _column,
    "CONCAT": _eager(lambda a, b: a + b, "t"),
    "CONCATENATE": _flat(lambda values: "".join(map(text_of, values))),
    "COUNT": _flat(lambda values: len(_numbers(values))),
    "COUNTA": _flat(lambda values: sum(value is not None for value in values)),
    "COUNTIF": _countif,
    "DATE": _eager(lambda year, month, day: serial(date(int(year), int(month), int(day))), "n"),
    "DAY": _eager(lambda day: from_serial(day).day, "n"),
    "EDATE": _eager(_edate, "n"),
    "ENCODEURL": _eager(lambda text: quote(text, safe="!'()*~"), "t"),
    "FIND": _eager(_find, "t"),
    "HYPERLINK": _hyperlink,
    "IF": _if,
    "IFERROR": _iferror,
    "INDEX": _index,
    "INT": _eager(lambda value: int(value // 1), "n"),
    "ISBLANK": _isblank,
    "ISNUMBER": _isnumber,
    "LEFT": _eager(lambda text, count="1": text[: int(count)], "t"),
    "LEN": _eager(len, "t"),
    "LOWER": _eager(str.lower, "t"),
    "MAX": _flat(lambda values: max(_numbers(values), default=0)),
    "MID": _eager(lambda text, start, count: text[int(start) - 1 : int(start) - 1 + int(count)], "t"),
    "MIN": _flat(lambda values: min(_numbers(values), default=0)),
    "MONTH": _eager(lambda day: from_serial(day).month, "n"),
    "NOT": _eager(lambda value: not truth(value), "v"),
    "NOW": _today,
    "OR": _flat(lambda values: any(truth(value) for value in values)),
    "REGEXMATCH": _eager(lambda text, pattern: bool(re.search(pattern, text)), "t"),
    "REGEXREPLACE": _eager(lambda text, pattern, new: re.sub(pattern, new, text), "t"),
    "RIGHT": _eager(lambda text, count="1": text[-int(count) :] if int(count) else "", "t"),
    "ROUND": _eager(lambda value, places=0: round(value, int(places)), "n"),
    "ROW": _row,
    "SUBSTITUTE": _eager(_substitute, "t"),
    "SUM": _flat(lambda values: sum(_numbers(values))),
    "TEXTJOIN": _textjoin,
    "TODAY": _today,
    "TRIM": _eager(lambda text: " ".join(text.split(" ")).strip(), "t"),
    "UPPER": _eager(str.upper, "t"),
    "VALUE": _eager(lambda value: value, "n"),
    "YEAR": _eager(lambda day: from_serial(day).year, "n"),
}
"""Function name to how it is computed."""
