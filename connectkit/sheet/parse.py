"""Raw cells to typed tables. A cell that can't be used is a Problem and stays as it is; its row goes on.

The contacts become a DataFrame (one row a person, vectorised work follows); Drafts, Log and Promises are short
and become lists of records.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from connectkit.config.config import Config
from connectkit.model import (
    CellValue,
    Layout,
    Problem,
    RawTab,
    Row,
    TabLayout,
    Workbook,
    blank,
    shown,
)
from connectkit.sheet.cells import as_text
from connectkit.sheet.fitting import STATES
from connectkit.sheet.headings import no_people
from connectkit.sheet.inbox_column import lost_inbox
from connectkit.sheet.parse_days import DayReader
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.strangers import not_met
from connectkit.sheet.tables import NONE, Contacts, Sheet, Tables
from connectkit.text.dates import read_birthday
from connectkit.text.locales import locale_order
from connectkit.text.span import Span
from connectkit.text.spans import half_more, read_span


def parse(workbook: Workbook, layout: Layout, config: Config, *, today: date) -> Tables:
    """Typed tables and the list of what could not be read; bad cells become problems, good rows go on."""
    problems: list[Problem] = []
    sheets: dict[str, Sheet] = {}
    for key, here in layout.items():
        raw = workbook.tab(here.handle)
        if raw is not None:
            sheets[key] = Sheet(raw, here, _filled(raw, here))
    order = config.date_order or locale_order(config.locale or workbook.locale)
    contacts = _contacts(sheets["contacts"], config, order, today, problems)
    lost = lost_inbox(sheets["contacts"])
    problems += [lost] if lost else []
    reader = RecordReader(order, today, problems)
    return Tables(
        contacts,
        reader.drafts(sheets.get("drafts")),
        reader.log(sheets.get("log")),
        reader.read(
            sheets.get("promises"), dates=("due", "done", "made", "drafted"), checked=("due",), lasting=True
        ),
        sheets,
        problems,
        order,
    )


def _filled(raw: RawTab, here: TabLayout) -> list[int]:
    """Row numbers below the header in which one of our columns holds something."""
    rows = raw.rows[here.header_row :]
    first = here.header_row + 1
    if here.key == "contacts" and "name" in here.columns and _all_named(rows, here.columns["name"] - 1):
        return list(range(first, first + len(rows)))
    places = [index - 1 for index in here.columns.values()]
    return [
        number
        for number, row in enumerate(rows, start=first)
        if any(at < len(row) and row[at] not in (None, "", False) and not blank(row[at]) for at in places)
    ]


def _all_named(rows: Sequence[Row], at: int) -> bool:
    """True where every row has a name of plain text: the usual sheet, known at the cost of one pass."""
    try:
        names = [row[at] for row in rows]
    except IndexError:
        return False
    return set(map(type, names)) == {str} and all(map(str.strip, names))  # type: ignore[arg-type]


def _contacts(sheet: Sheet, config: Config, order: str, today: date, problems: list[Problem]) -> Contacts:
    names = _names(sheet)
    dropped = no_people(sheet, names, problems)
    people = sheet
    if dropped:
        people = Sheet(
            sheet.raw, sheet.layout, [n for at, n in enumerate(sheet.numbers) if at not in dropped]
        )
        names = [name for at, name in enumerate(names) if at not in dropped]
    days = DayReader(people, today, order, problems, fixed=bool(config.date_order))
    last, last_state, relative = days.last_contact()
    frame = pd.DataFrame(
        {
            "row": np.array(people.numbers, dtype=np.int64),
            "id": _objects(_ids(people)),
            "name": _objects(names),
            "last": last,
            "last_state": _objects(last_state),
            "next_touch": days.read("next_touch"),
            "snooze": days.read("snooze_until"),
            "added": days.read("added", quiet=True),
            "drafted_for": days.read("drafted_for", quiet=True),
        }
    )
    _tiers(people, frame, config, problems)
    _states(people, frame, problems)
    _birthdays(people, order, problems)
    never = frame.loc[frame["last"].to_numpy() == NONE, "row"].tolist()
    marked = people.has("met") or (people.has("tags") and config.not_met_tag)
    strangers = {row for row in never if marked and not_met(people, row, config.not_met_tag)}
    return Contacts(people, frame, relative, frozenset(strangers))


def _ids(sheet: Sheet) -> list[str]:
    cells = sheet.column("id")
    return list(cells) if set(map(type, cells)) == {str} else [as_text(value) for value in cells]  # type: ignore[arg-type]


def _objects(values: list[str]) -> pd.Series[str]:
    """Text as plain Python objects: the string dtype costs more than all the work done on it here."""
    return pd.Series(values, dtype=object)


def _names(sheet: Sheet) -> list[str]:
    whole = [""] * len(sheet.numbers)
    if sheet.has("name"):
        cells = sheet.column("name")
        if set(map(type, cells)) == {str}:
            whole = list(map(str.strip, cells))  # type: ignore[arg-type]
        else:
            whole = [as_text(value).strip() for value in cells]
    if all(whole) or not (sheet.has("first_name") or sheet.has("family_name")):
        return whole
    first, family = sheet.column("first_name"), sheet.column("family_name")
    halves = [
        f"{as_text(a).strip()} {as_text(b).strip()}".strip() for a, b in zip(first, family, strict=True)
    ]
    return [one or both for one, both in zip(whole, halves, strict=True)]


def _tiers(sheet: Sheet, frame: pd.DataFrame, config: Config, problems: list[Problem]) -> None:
    """Adds tier, tier_rank and the cadence (aim and latest, in months and days) to the frame."""
    values = sheet.column("tier")
    names = {value: _tier_name(value, config) for value in set(values)}
    default = (config.tier_named(config.default_tier) or config.tiers[-1]).name
    tiers = [names[value] or default for value in values]
    for number, value in zip(sheet.numbers, values, strict=True) if None in names.values() else ():
        if names[value] is None:
            listed = ", ".join(t.name for t in config.tiers)
            message = f"“{as_text(value)}” is no tier of yours ({listed}); counted as {default}."
            problems.append(sheet.problem(number, "tier", message))
    place = {tier.name: at for at, tier in enumerate(config.tiers)}
    codes = np.fromiter(map(place.__getitem__, tiers), dtype=np.int64, count=len(tiers))
    frame["tier"] = pd.Categorical.from_codes(codes, categories=pd.Index(list(place)))
    frame["tier_rank"] = codes
    spans = np.array([(*tier.aim, *tier.latest) for tier in config.tiers], dtype=np.int64)[codes]
    for at, key in enumerate(("aim_months", "aim_days", "latest_months", "latest_days")):
        frame[key] = spans[:, at]
    _own_cadence(sheet, frame, problems)


def _tier_name(value: CellValue, config: Config) -> str | None:
    """The tier a cell names, the default for a blank one, None for a word that is no tier."""
    text = as_text(value).strip()
    tier = config.tier_named(text) if text else config.tier_named(config.default_tier) or config.tiers[-1]
    return tier.name if tier else None


def _own_cadence(sheet: Sheet, frame: pd.DataFrame, problems: list[Problem]) -> None:
    """``Every`` overrides the tier: that is the aim, one and a half times that is the latest."""
    own: dict[int, tuple[Span, Span]] = {}
    values = sheet.column("every")
    for at, (number, value) in enumerate(zip(sheet.numbers, values, strict=True) if any(values) else ()):
        if value is None or blank(shown(value)):
            continue
        span = read_span(shown(value))
        if span is None:
            problems.append(
                sheet.problem(
                    number, "every", f"“{as_text(value)}” is no rhythm: write 6 weeks, 3 months or 90 (days)."
                )
            )
        else:
            own[at] = (span, half_more(span))
    if own:
        rows = list(own)
        frame.loc[rows, ["aim_months", "aim_days"]] = np.array([own[at][0] for at in rows], dtype=np.int64)
        frame.loc[rows, ["latest_months", "latest_days"]] = np.array(
            [own[at][1] for at in rows], dtype=np.int64
        )


def _birthdays(sheet: Sheet, order: str, problems: list[Problem]) -> None:
    """A problem for each birthday no day can be read from."""
    cells = [
        (row, value)
        for row, value in zip(sheet.numbers, sheet.column("birthday"), strict=True)
        if value is not None
    ]
    texts = {value for _, value in cells if isinstance(value, str | int | float) and not blank(value)}
    unread = {value for value in texts if read_birthday(value, order=order) is None}
    for row, value in cells if unread else ():
        if isinstance(value, str | int | float) and value in unread:
            told = f"“{as_text(value)}” can't be read as a birthday: write 1980-05-16, or 16 May where the year is not known."
            problems.append(sheet.problem(row, "birthday", told))


def _states(sheet: Sheet, frame: pd.DataFrame, problems: list[Problem]) -> None:
    states: list[str] = []
    if not any(sheet.column("state")):
        frame["state"] = _objects([""] * len(frame))
        return
    for number, value in zip(sheet.numbers, sheet.column("state"), strict=True):
        text = "" if value is None else as_text(value).strip()
        state = STATES.get(text.casefold())
        if state is None:
            problems.append(
                sheet.problem(
                    number,
                    "state",
                    f"“{text}” is no state: leave it blank, or write pause or fade. Treated as pause.",
                )
            )
            state = "pause"
        states.append(state)
    frame["state"] = _objects(states)
