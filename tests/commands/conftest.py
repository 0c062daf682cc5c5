"""A folder of one's own for every test: settings, a small workbook, an empty home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.cli import main
from connectkit.config.file import starter_config
from connectkit.model import CellValue
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.store import read_tabs
from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

Rows = list[Mapping[str, CellValue]]
DAY = "2026-11-23"
PEOPLE: Rows = [
    {"name": "Ada Lovelace", "tier": "inner", "last_contact": date(2026, 9, 1), "email": "ada@example.com", "notes": "Building a loom."},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 11, 20), "company": "North", "notes": "New job."},
    {"name": "Ben Ortiz", "tier": "weak", "last_contact": date(2026, 6, 1), "company": "South", "notes": "Sails."},
    {"name": "Zoë Ngata", "tier": "core", "notes": "Met at the fair."},
]  # fmt: skip


class Place:
    """A folder with connectkit.yaml and people.xlsx, and the command line in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.workbook = folder / "people.xlsx"

    def fill(self, rows: Rows, **tabs: Rows) -> None:
        """Writes the settings and a workbook with these contacts."""
        given = {"contacts": rows, **tabs}
        choices = {"contacts.tier": ("inner", "core", "active", "weak")}
        self.workbook.write_bytes(new_workbook(standard_tabs(given), choices=choices))
        text = starter_config("people.xlsx", extra="state: state")
        (self.folder / "connectkit.yaml").write_text(text, "utf-8")

    def run(self, *args: str, code: int = 0) -> tuple[str, str]:
        """stdout and stderr of one command, whose exit code has to be ``code``."""
        self.capsys.readouterr()
        found = main(list(args))
        said = self.capsys.readouterr()
        assert found == code, (found, said)
        return said.out, said.err

    def json(self, *args: str, code: int = 0) -> dict[str, Any]:
        """The JSON object one command prints."""
        result: dict[str, Any] = json.loads(self.run(*args, "--json", code=code)[0])
        return result

    def column(self, tab: str, header: str) -> list[CellValue]:
        """The cells below a header, in the first tab of that title."""
        raw = next(
            one for one in read_tabs(Package.from_bytes(self.workbook.read_bytes())) if one.title == tab
        )
        at = next(i for i, row in enumerate(raw.rows) if header in row)
        place = raw.rows[at].index(header)
        return [row[place] if len(row) > place else None for row in raw.rows[at + 1 :]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """An empty folder, which is the current one; home and state folders are inside it."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Place(tmp_path / "here", capsys)


@pytest.fixture
def filled(place: Place) -> Place:
    """The four people of :data:`PEOPLE`."""
    place.fill(PEOPLE)
    return place
