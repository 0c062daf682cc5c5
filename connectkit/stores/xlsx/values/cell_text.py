"""A value as it stands in a cell's XML: what XML can't hold is escaped as spreadsheet programs escape it."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import NamedTuple

from connectkit.errors import Refused
from connectkit.model import CellValue, Link
from connectkit.stores.xlsx.values.serials import to_serial
from connectkit.text.lazy import pattern

MAX_TEXT = 32_767
_LOOKS_ESCAPED = pattern(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNHOLDABLE = pattern(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_FORMULA_STARTS = tuple(
    "=+-@＝＋－＠"
)  # an East Asian keyboard types the wide ones; Excel takes them for the same


class Stored(NamedTuple):
    """A value ready for the sheet: the cell's type (empty for a number), what stands inside, and what it is.

    ``day`` and ``moment`` ask for a date format, ``risky`` for one that keeps text from becoming a formula.
    """

    kind: str
    inner: str
    day: bool = False
    moment: bool = False
    risky: bool = False


def escape_text(text: str) -> str:
    """Text as it stands between ``<t>`` and ``</t>``; half a surrogate pair becomes U+FFFD."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _UNHOLDABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def stored(value: CellValue, where: str, *, date1904: bool, prefix: str = "") -> Stored | None:
    """The value as XML, None for an empty one. ``where`` names the cell in refusals.

    Raises:
        Refused: text of more than 32,767 characters, a number that is none, a value no sheet of this kind holds.
    """
    if isinstance(value, Link):
        value = value.label or value.url
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Stored("b", f"<{prefix}v>{int(value)}</{prefix}v>")
    if isinstance(value, date):
        return _stored_day(value, where, date1904=date1904, prefix=prefix)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise Refused(
                f"The number for {where} is not one a sheet can hold: {value}.", "Nothing was written."
            )
        return Stored("", f"<{prefix}v>{value!r}</{prefix}v>")
    if isinstance(value, str):
        return _stored_text(value, where, prefix)
    raise Refused(f"{where} can't be given a formula or an error value.", "Nothing was written.")


def _stored_day(value: date, where: str, *, date1904: bool, prefix: str) -> Stored:
    serial = to_serial(value, date1904)
    if serial is None:
        return _stored_text(value.isoformat(), where, prefix)
    moment = isinstance(value, datetime) and serial != int(serial)
    return Stored("", f"<{prefix}v>{serial!r}</{prefix}v>", day=True, moment=moment)


def _stored_text(text: str, where: str, prefix: str) -> Stored:
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if size > MAX_TEXT:
        raise Refused(
            f"The text for {where} has {size:,} characters; a cell holds at most {MAX_TEXT:,}.",
            "Shorten it and run again. Nothing was written.",
        )
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape_text(text)}</{prefix}t></{prefix}is>'
    return Stored("inlineStr", inner, risky=text.startswith(_FORMULA_STARTS))
