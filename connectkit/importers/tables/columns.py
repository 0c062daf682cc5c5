"""Which column of a table gives which field, also where a word means different things in different company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from connectkit.importers.base import Options
from connectkit.importers.headers import OWN, field_of, normal_header
from connectkit.importers.tables.csv_file import Header
from connectkit.text.dates import column_order

MORE = (
    "role",
    "offers",
    "needs",
    "channel",
    "every",
    "state",
    "next_touch",
    "snooze_until",
    "would_take_call",
)
"""Columns of Contacts that no other program writes: taken only from a table that has our own header for them."""


def with_kept(more: Iterable[tuple[str, str]], last_contact: str) -> tuple[tuple[str, str], ...]:
    """These columns, and Last contact with what stands there instead of a day in the past."""
    return (*more, *((("last_contact", last_contact),) if last_contact else ()))


_TEXTS = (
    "name",
    "tier",
    "last_contact",
    "notes",
    "email",
    "phone",
    "company",
    "title",
    "city",
    "met",
    "birthday",
    "tags",
    "interests",
)
_OWN_FIELDS = {**{key: key for key in (*_TEXTS, *MORE)}, "linkedin": "profile", "id": "source_id"}
_CONTEXT: tuple[
    tuple[str, str, set[str], set[str]], ...
] = (  # header, the field it means there, and the fields of which another column must have one
    ("name", "last", {"first"}, {"last"}),
    ("nom", "name", set(), {"first"}),
    ("nombre", "name", set(), {"last"}),
    ("nome", "first", {"last"}, set()),
    ("geburtstag", "birth_day", {"birth_month"}, set()),
)


@dataclass(frozen=True)
class ColumnMap:
    """Which column gives which field. ``columns`` are (index, normalised header, field), in the table's order."""

    columns: tuple[tuple[int, str, str], ...]
    ignored: tuple[str, ...] = ()
    ours: bool = False

    def told(self, header: Header) -> str:
        """The mapping in one sentence."""
        taken = ", ".join(f"{header.cells[at]} as {_SAID.get(name, name)}" for at, _, name in self.columns)
        rest = f" Not taken: {', '.join(self.ignored)}." if self.ignored else ""
        return f"The columns were taken so: {taken}.{rest}"


_SAID = {
    "first": "first name", "middle": "middle name", "last": "last name", "last_contact": "last contact", "file_as": "name",
    "source_id": "identity", "profile": "profile address", "every": "own rhythm", "birth_year": "year of birth",
    "birth_month": "month of birth", "birth_day": "day of birth",
}  # fmt: skip


def map_columns(header: Header, own: Mapping[str, str], options: Options) -> ColumnMap:
    """Which column of a header gives which field; of several columns for one value, a row's first that is filled counts."""
    said = {normal_header(text): key for key, text in options.headers}
    names = set(header.normal)
    meant = [_meaning(one, own, names, said) for one in header.normal]
    present = set(filter(None, meant))
    for at, one in enumerate(header.normal if not is_ours(names) else ()):
        if one not in said and one not in own:
            meant[at] = _in_context(one, meant[at], present, names)
    columns: list[tuple[int, str, str]] = []
    ignored: list[str] = []
    seen: set[str] = set()
    twice = {one for one in header.normal if header.normal.count(one) > 1}
    for at, (one, name) in enumerate(zip(header.normal, meant, strict=True)):
        ambiguous = name == "birthday" and one in twice
        if not name or name == "never" or ambiguous or (name == "birthday" and name in seen):
            ignored += [header.cells[at]] if header.cells[at] else []
            continue
        seen.add(name)
        columns.append((at, one, name))
    return ColumnMap(tuple(columns), tuple(dict.fromkeys(ignored)), is_ours(names))


def _meaning(one: str, own: Mapping[str, str], names: set[str], said: Mapping[str, str]) -> str:
    if one in said:
        return {"first_name": "first", "family_name": "last", "linkedin": "profile"}.get(said[one], said[one])
    if one in own:
        return own[one]
    if is_ours(names):
        return _OWN_FIELDS.get(OWN.get(one, ""), "")
    return "title" if one == "role" else field_of(one)


def is_ours(names: set[str]) -> bool:
    """True for a table with our own columns: Last contact and Would take my call, or Tier and Next touch."""
    return {"name", "last contact"} <= names and bool(
        names & {"would take my call", "next touch", "snooze until"}
    )


def _in_context(one: str, meant: str, present: set[str], names: set[str]) -> str:
    """Words that mean different things in different company."""
    for header, field_name, needs, lacks in _CONTEXT:
        others = present - ({meant} if header == one else set())
        if header == one and needs <= others and not (lacks & others):
            return field_name
    if one == "nome":
        return "name"
    jobs = {
        "job title",
        "puesto",
        "cargo",
        "position",
        "beruf",
        "occupation",
        "stanowisko",
        "qualifica",
        "profession",
    }
    if one == "title" and names & jobs:
        return "prefix"
    if one in ("category", "list", "group") and "tier" in names:
        return "tags" if one == "category" else ""
    return meant


class Evidence:
    """What a column's cells show of its order, in bounded memory: only cells that show something are kept."""

    def __init__(self) -> None:
        self._orders: set[str] = set()

    def see(self, text: str) -> None:
        """One more cell."""
        if len(self._orders) < 4:
            self._orders.add(column_order([text]))

    def order(self) -> str:
        """The one order all cells fit; ``mixed`` where there is none, ``""`` where none shows."""
        shown = self._orders - {""}
        return shown.pop() if len(shown) == 1 else "mixed" if shown else ""
