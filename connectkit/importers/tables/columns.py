"""Which column of a table gives which field, also where a word means different things in different company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from connectkit import schema
from connectkit.errors import ImportFailed
from connectkit.importers.base import Options
from connectkit.importers.tables.csv_file import Header
from connectkit.people.person_cells import COLUMNS
from connectkit.sheet.headers import PARTS, field_of, generic, rank
from connectkit.text.dates import column_order

FIELDS = (*COLUMNS, "first_name", "family_name", *sorted(PARTS - {"never"}))
"""What a column of a table can give: a column of Contacts, or a part of a name or a birthday."""

SEVERAL = frozenset({"email", "phone", "tags", "notes", "interests", "nickname", "aside", "labelled"})
"""Fields whose columns are all read; of the others the best that is filled counts."""

_OWN_FIELDS = {schema.normal(schema.CONTACTS.column(key).title): key for key in COLUMNS} | {"id": "source_id"}
_CONTEXT: tuple[tuple[str, str, set[str], set[str]], ...] = (
    # header, the field it means there, and the fields of which another column must have one, or none
    ("name", "family_name", {"first_name"}, {"family_name"}),
    ("nom", "name", set(), {"first_name"}),
    ("nombre", "name", set(), {"family_name"}),
    ("nome", "first_name", {"family_name"}, set()),
    ("nome", "name", set(), set()),
    ("geburtstag", "birth_day", {"birth_month"}, set()),
    ("category", "tags", {"tier"}, set()),
    ("list", "", {"tier"}, set()),
    ("group", "", {"tier"}, set()),
    ("label", "", {"tags"}, set()),
    *((one, "company", {"name"}, {"company"}) for one in ("customer", "client", "account")),
    *(
        (one, "company", {"first_name", "family_name"}, {"company"})
        for one in ("customer", "client", "account")
    ),
)
_FOREIGN = {"role": "title", "state": "", "status": ""}
"""Titles of ours that mean something else in other programs."""

_UNUSED = frozenset({"never", "prefix", "suffix"})
"""Known and not taken: a person is greeted without them."""

_JOBS = frozenset(
    {
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
)


@dataclass(frozen=True)
class ColumnMap:
    """Which column gives which field. ``columns`` are (index, header as compared, field), the best of a field first."""

    columns: tuple[tuple[int, str, str], ...]
    ignored: tuple[int, ...] = ()
    ours: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """All fields that a column gives."""
        return frozenset(name for _, _, name in self.columns)

    def told(self, header: Header) -> str:
        """The mapping in one sentence, in the table's order."""
        taken = ", ".join(f"{header.cells[at]} as {_said(name)}" for at, _, name in sorted(self.columns))
        return f"The columns were taken so: {taken}."


def _said(name: str) -> str:
    return {
        "middle": "middle name", "file_as": "name", "source_id": "identity", "linkedin": "profile address", "page": "profile address",
        "every": "own rhythm", "birth_year": "year of birth", "birth_month": "month of birth", "birth_day": "day of birth",
        "aside": "a line of notes", "labelled": "what its label says", "family_name": "last name",
    }.get(name, name.replace("_", " "))  # fmt: skip


def said_columns(header: Header, options: Options, where: str) -> dict[int, str]:
    """The user's own word for columns, by index.

    Raises:
        ImportFailed: ``--header`` names a column or a header that does not exist.
    """
    found: dict[int, str] = {}
    for key, text in options.headers:
        if key not in (*FIELDS, "none"):
            raise ImportFailed(
                f"--header {key}=… names no column of Contacts.",
                f"The columns are {', '.join(FIELDS)}; none={text} leaves a column out.",
            )
        at = [index for index, one in enumerate(header.normal) if one == schema.normal(text)]
        if not at:
            raise ImportFailed(
                f"{where} has no header “{text}”.",
                f"Its headers in row {header.index + 1} are {', '.join(f'“{one}”' for one in header.cells if one)}.",
            )
        found.update(dict.fromkeys(at, "never" if key == "none" else key))
    return found


def map_columns(header: Header, own: Mapping[str, str], said: Mapping[int, str]) -> ColumnMap:
    """Which column of a header gives which field; ``said`` is the user's own word, which decides."""
    names = set(header.normal)
    ours = is_ours(names)
    meant = [said.get(at) or _meaning(at, header, own, ours=ours) for at in range(len(header.cells))]
    if not ours:
        for at, one in enumerate(header.normal):
            if at not in said and one not in own:
                meant[at] = _in_context(at, header.known[at], meant, names)
    for at, name in enumerate(
        meant
    ):  # what the user says of a single value leaves no room for another column's
        if name in said.values() and at not in said and name not in SEVERAL:
            meant[at] = ""
    twice = {one for one in header.normal if header.normal.count(one) > 1}
    columns, ignored = [], []
    for at, (one, name) in enumerate(zip(header.known, meant, strict=True)):
        ambiguous = name == "birthday" and (header.normal[at] in twice or name in meant[:at])
        if name and name not in _UNUSED and not ambiguous:
            columns.append((at, one, name))
        elif header.cells[at]:
            ignored.append(at)
    columns.sort(
        key=lambda one: (
            one[0] not in said,
            0 if one[2] in SEVERAL or one[1] in own else rank(one[2], one[1]),
        )
    )
    return ColumnMap(tuple(columns), tuple(ignored), ours)


def _meaning(at: int, header: Header, own: Mapping[str, str], *, ours: bool) -> str:
    one = header.normal[at]
    if one in own or generic(one) in own:
        return own.get(one, own.get(generic(one), ""))
    if ours:
        return _OWN_FIELDS.get(one, "")
    return _FOREIGN[one] if one in _FOREIGN else field_of(header.known[at])


def is_ours(names: set[str]) -> bool:
    """True for a table with our own columns: Last contact and Would take my call, or Tier and Next touch."""
    return {"name", "last contact"} <= names and bool(
        names & {"would take my call", "next touch", "snooze until"}
    )


def _in_context(at: int, one: str, meant: Sequence[str], names: set[str]) -> str:
    """Words that mean different things in different company."""
    others = {name for index, name in enumerate(meant) if name and index != at}
    for header, field_name, needs, lacks in _CONTEXT:
        if header == one and needs <= others and not (lacks & others):
            return field_name
    return "prefix" if one == "title" and names & _JOBS else meant[at]


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
