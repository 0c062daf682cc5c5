"""What connectkit must never ask of a sheet; the fake says so loudly instead of obeying."""

from __future__ import annotations

from collections.abc import Iterator

from tests.wire.answers import Json
from tests.wire.api import Call
from tests.wire.batch.base import Batch, Rules
from tests.wire.state import Spreadsheet

DESTRUCTIVE = {
    "deleteSheet",
    "deleteDimension",
    "deleteRange",
    "deleteTable",
    "cutPaste",
    "moveDimension",
    "sortRange",
    "findReplace",
    "pasteData",
    "duplicateSheet",
    "randomizeRange",
    "textToColumns",
    "trimWhitespace",
    "deleteDuplicates",
    "mergeCells",
}
"""Requests that move or destroy what a user wrote."""


def violations_of(call: Call, book: Spreadsheet | None) -> Iterator[tuple[str, str]]:
    """(``refuse`` or ``note``, a sentence) for everything in a request that connectkit has sworn off."""
    if not call.is_read and call.name != "spreadsheets.batchUpdate":
        yield (
            "refuse",
            f"connectkit must not use {call.name}: its address is looked up when it lands, and its data is parsed.",
        )
    for index, request in enumerate(call.body.get("requests", [])):
        for kind, inner in request.items():
            yield from _in_request(kind, inner or {}, f"requests[{index}].{kind}", book)


def _in_request(kind: str, inner: Json, where: str, book: Spreadsheet | None) -> Iterator[tuple[str, str]]:
    if kind in DESTRUCTIVE:
        yield "refuse", f"connectkit must not send {where}: it moves or destroys what a user wrote."
    fields = str(inner.get("fields", ""))
    if kind in ("updateCells", "repeatCell") and "*" in fields:
        yield (
            "refuse",
            f"connectkit must not send {where} with fields '*': it wipes formats, notes and validation.",
        )
    if kind == "appendCells" and "tableId" in inner:
        yield "refuse", f"connectkit must not send {where} with tableId: Google drops the values."
    if "footerColorStyle" in str(inner.get("table", "")):
        yield (
            "refuse",
            f"connectkit must not send {where} with footerColorStyle: it turns the last row into sums.",
        )
    if kind == "setDataValidation" and book is not None and _has_validation(inner, book):
        yield (
            "note",
            f"connectkit must not send {where} over cells that have a validation: it wipes the user's chip colours.",
        )


def _has_validation(inner: Json, book: Spreadsheet) -> bool:
    place = Batch(book, Rules()).place(inner.get("range"), "setDataValidation")
    box = place.box
    rows = place.sheet.rows[box.top : box.bottom]
    return any(cell.validation is not None for row in rows for cell in row[box.left : box.right])
