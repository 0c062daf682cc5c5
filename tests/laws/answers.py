"""Syncs of a Google Sheet in which one answer of the API is of another shape than promised."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

from connectkit.config.config import Config
from connectkit.model import Row
from connectkit.sync import sync
from tests.book import PLAIN, TODAY, book, counter
from tests.laws.damage import as_json, ends_in_words, misshapen
from tests.laws.sheets import GoogleSheet
from tests.wire import Fault

PEOPLE: list[Row] = [
    ["Name", "Last contact", "Notes", "Log (connectkit)", "Tier"],
    ["Ana", "3 weeks ago", "sails", "call yesterday: the loom", "core"],
    ["Ben", None, "=1+1", None, None],
]


def told_of(number: int, body: bytes, *, status: int = 200, times: int | None = 1) -> str:
    """What the user is told when the so-many-th request of a sync, and (None) all after it, get this answer."""
    sheet = _sheet()
    fault = Fault("another shape", status, body, {"Content-Type": "application/json"}, applied=status == 200)
    sheet.server.fail(fault, skip=number - 1, times=times)
    return ends_in_words(lambda: _sync(sheet))


def spoilt_run(number: int, dice: random.Random) -> None:
    """A sync with one answer misshapen, then one undisturbed: the sheet holds what it should."""
    body = as_json(misshapen(real_answers()[number - 1], dice))
    sheet = _sheet()
    sheet.server.fail(
        Fault("misshapen", 200, body, {"Content-Type": "application/json"}, applied=True), skip=number - 1
    )
    said = ends_in_words(lambda: _sync(sheet))
    assert ends_in_words(lambda: _sync(sheet)) == "", said
    sheet.pull()
    contacts = next(raw.rows for raw in sheet.workbook.tabs if raw.title == "Contacts")
    assert [row[0] for row in contacts] == ["Name", "Ana", "Ben"]
    log = [row for raw in sheet.workbook.tabs if raw.title == "Log" for row in raw.rows[1:] if any(row)]
    assert [row[1] for row in log] == ["Ana"]


@cache
def real_answers() -> tuple[Any, ...]:
    """The answers to the three requests of a first sync."""
    sheet = _sheet()
    seen: list[Any] = []
    sheet.store = sheet.open()
    hooks = sheet.store._api.client.session.hooks["response"]
    hooks.append(lambda response, **_: seen.append(json.loads(response.content)))
    _sync(sheet)
    return tuple(seen)


def _sheet() -> GoogleSheet:
    return GoogleSheet(book(*PEOPLE))


def _sync(sheet: GoogleSheet) -> None:
    numbers = counter()
    try:
        sync(sheet, Config(), today=TODAY, new_id=numbers, templates=PLAIN, force=True)
    finally:
        sheet.end()
