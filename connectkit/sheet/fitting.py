"""Whether what stands in a column fits the column its header suggests: State may hold CA and NY, Title Dr and Mr."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectkit.config.config import Config
from connectkit.model import CellValue, Link, RawTab, TabLayout, blank, shown
from connectkit.schema import CONTACTS, normal
from connectkit.sheet.cells import as_text
from connectkit.sheet.tiers_of_ones_own import is_rank
from connectkit.text import name_words
from connectkit.text.answers import read_yes
from connectkit.text.channels import read_channel
from connectkit.text.dates import read_birthday, read_date
from connectkit.text.name_parts import bare
from connectkit.text.spans import read_span
from connectkit.text.stretches import read_stretch

STATES = {"": "", "active": "", "pause": "pause", "paused": "pause", "fade": "fade", "faded": "fade"}
"""What the words of State mean."""

Fits = Callable[[CellValue], bool]


@dataclass(frozen=True)
class Misfit:
    """A column that is not taken: the user's header, the column it suggests, and cells that speak against it."""

    key: str
    header: str
    filled: int
    odd: int
    examples: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Why the column is not taken."""
        column = CONTACTS.column(self.key)
        told = " and ".join(f"“{one}”" for one in self.examples)
        return (
            f"Your column {self.header} is not taken for {column.title}: {self.odd} of its {self.filled} filled cells do "
            f"not fit, such as {told}. It stays yours. If it is {column.title}, add "
            f'--header {self.key}="{self.header}".'
        )


def misfits(
    raw: RawTab, here: TabLayout, config: Config, *, today: date, order: str = ""
) -> tuple[Misfit, ...]:
    """The optional columns of Contacts that most of their filled cells speak against, from the left.

    None in a tab that carries our IDs, which was taken on before, and none that the settings name.
    """
    if "id" in here.columns:
        return ()
    found, tests = [], _tests(config, today, order)
    for key, index in sorted(here.columns.items(), key=lambda item: item[1]):
        fits = tests.get(key)
        if fits is None or key in config.headers:
            continue
        header = as_text(raw.cell(here.header_row, index))
        cells = [shown(row[index - 1]) for row in raw.rows[here.header_row :] if len(row) >= index]
        if key == "tier" and normal(header) == normal(CONTACTS.column(key).title):
            continue
        found += [one] if (one := misfit(key, header, [c for c in cells if not blank(c)], fits)) else []
    return tuple(found)


def misfit(key: str, header: str, filled: Sequence[CellValue], fits: Fits) -> Misfit | None:
    """What speaks against a column, None where more than half of its filled cells fit, or none is filled."""
    odd = Counter(as_text(value).strip() for value in filled if not fits(value))
    if 2 * odd.total() < max(len(filled), 1):
        return None
    return Misfit(key, header, len(filled), odd.total(), tuple(one for one, _ in odd.most_common(2)))


def _tests(config: Config, today: date, order: str) -> Mapping[str, Fits]:
    """The columns whose cells can be told from others. All else (Notes, Tags, Met …) is free text."""
    day = _day(today, order)
    return {
        "state": lambda value: as_text(value).strip().casefold() in STATES,
        "tier": lambda value: config.tier_named(as_text(value)) is not None or is_rank(as_text(value)),
        "every": lambda value: read_span(value) is not None,
        "channel": lambda value: read_channel(as_text(value)) is not None,
        "next_touch": day,
        "snooze_until": day,
        "birthday": lambda value: (
            not isinstance(value, bool) and read_birthday(value, order=order) is not None
        ),
        "would_take_call": lambda value: isinstance(value, bool) or read_yes(as_text(value)) is not None,
        "email": lambda value: "@" in as_text(value),
        "phone": lambda value: sum(map(str.isdigit, as_text(value))) >= 5,
        "linkedin": lambda value: "linkedin." in as_text(value).casefold() or _is_handle(value),
        "title": lambda value: _is_words(value) and not _is_honorific(value),
        "company": _is_words,
        "city": _is_words,
        "role": _is_words,
        "nickname": _is_words,
        "interests": _is_words,
        "offers": _is_words,
        "needs": _is_words,
    }


def _day(today: date, order: str) -> Fits:
    def reads(value: CellValue) -> bool:
        if isinstance(value, bool):
            return False
        near = read_date(value, today=today, order=order or "dmy", near="future")
        return near.day is not None or read_stretch(value, today) is not None

    return reads


def _is_words(value: CellValue) -> bool:
    """Text with a letter in it, and neither a yes nor a no; one letter alone may be anything."""
    text = as_text(value)
    return (
        isinstance(value, str | Link)
        and any(map(str.isalpha, text))
        and (len(text) == 1 or read_yes(text) is None)
    )


def _is_honorific(value: CellValue) -> bool:
    """Dr, Mr, Frau Prof.: what stands before a name, and is no job."""
    known = name_words.HONORIFICS | name_words.DEGREES
    return all(bare(word) in known for word in as_text(value).split())


def _is_handle(value: CellValue) -> bool:
    text = as_text(value).strip()
    return _is_words(value) and " " not in text and len(text) > 2
