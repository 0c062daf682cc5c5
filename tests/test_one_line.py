"""The house keeps its promises: what CONTRIBUTING says is one line is done as one line here, in a copy, and used."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from connectkit.model import RawTab, Row, Workbook
from connectkit.sheet.codec import dump_workbook, load_workbook
from connectkit.stores.xlsx.tabs.plain import as_xlsx

ROOT = Path(__file__).parent.parent
COPIED = (
    "connectkit",
    "templates",
    "bench",
    "docs",
    "README.md",
    "CONTRIBUTING.md",
    "config.example.yaml",
    "pyproject.toml",
)


@dataclass(frozen=True)
class House:
    """A copy of the source tree that a test may build on, and an empty folder to run it in."""

    root: Path
    folder: Path

    def line(self, file: str, after: str, line: str) -> None:
        """Adds one line after the only one that begins like ``after``."""
        path = self.root / file
        lines = path.read_text("utf-8").splitlines()
        (place,) = [number for number, text in enumerate(lines) if text.strip().startswith(after)]
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines.insert(place + 1, f"{indent}{line}")
        path.write_text("\n".join(lines) + "\n", "utf-8")

    def file(self, file: str, text: str) -> None:
        """Adds one file."""
        path = self.root / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What ``python arguments`` says in the folder, with this house in place of the real one."""
        home = {
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "XDG_STATE_HOME": str(self.folder),
        }
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, **home, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"},
        )  # fmt: skip

    def connectkit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What the command line says."""
        return self.python("-m", "connectkit", *arguments)

    def people(self, rows: list[Row]) -> None:
        """Writes a workbook of these rows, and the settings that lead to it."""
        workbook = Workbook((RawTab("Contacts", "Contacts", rows),))
        (self.folder / "people.xlsx").write_bytes(as_xlsx(workbook))
        self.settings("workbook: people.xlsx\n")

    def settings(self, text: str) -> None:
        """Writes connectkit.yaml."""
        (self.folder / "connectkit.yaml").write_text(text, "utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A fresh copy."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / "house" / name)
        else:
            shutil.copy(ROOT / name, tmp_path / "house" / name)
    (tmp_path / "here").mkdir()
    return House(tmp_path / "house", tmp_path / "here")


def test_a_setting_is_one_line(house: House) -> None:
    house.line(
        "connectkit/config/config.py",
        "per_week:",
        'coffee_days: int = setting(30, whole(1, 90), "a coffee is proposed again after so many days")',
    )
    show = "from pathlib import Path; from connectkit.config.file import load; print(load(Path('connectkit.yaml')).coffee_days)"
    house.settings("workbook: people.xlsx\n")
    assert house.python("-c", show).stdout == "30\n"
    house.settings("workbook: people.xlsx\ncoffee_days: 7\n")
    assert house.python("-c", show).stdout == "7\n"
    house.settings("workbook: people.xlsx\ncoffee_days: 91\ncofee_days: 7\n")
    assert house.connectkit("due").stderr.splitlines()[:3] == [
        "connectkit: connectkit.yaml has 2 mistakes:",
        '  line 2: coffee_days has to be at most 90 (not "91").',
        '  line 3: unknown key "cofee_days"; did you mean "coffee_days"?',
    ]
    assert house.python("-m", "bench.docs").returncode == 0
    row = "| `coffee_days` | a coffee is proposed again after so many days | `30` |"
    assert row in (house.root / "docs/settings.md").read_text("utf-8").splitlines()
    assert "\ncoffee_days: 30 " in (house.root / "config.example.yaml").read_text("utf-8")


def test_a_store_is_one_package_and_the_line_of_its_setting(house: House) -> None:
    house.file("connectkit/stores/shelf/__init__.py", '"""A workbook in one JSON file."""\n')
    house.file("connectkit/stores/shelf/home.py", (ROOT / "tests/stores/shelf.py").read_text("utf-8"))
    line = 'shelf: Path | None = setting(None, place, "a workbook in a JSON file", store="shelf")'
    house.line("connectkit/config/config.py", "google: GoogleSettings", line)
    rows: list[Row] = [["Name", "Last contact", "Notes"], ["Ada Lovelace", date(2026, 1, 5), "looms"]]
    people = house.folder / "people.json"
    people.write_text(dump_workbook(Workbook((RawTab("0", "People", rows),), name="people")), "utf-8")
    house.settings("shelf: people.json\n")

    first = house.connectkit("sync", "--today", "2026-11-23")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Ada Lovelace" in first.stdout
    written = {tab.title: tab.rows for tab in load_workbook(people.read_text("utf-8")).tabs}
    assert written["People"][1][:3] == rows[1]
    assert "Ada Lovelace" in written["Drafts"][1]
    second = house.connectkit("sync", "--today", "2026-11-23", "--json")
    assert json.loads(second.stdout)["requests"] == {"read": 1, "write": 0}
    doctor = house.connectkit("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "names people.json." in doctor.stdout
    house.settings("shelf: people.json\nworkbook: people.xlsx\n")
    assert house.connectkit("due").stderr.splitlines()[0] == (
        "connectkit: connectkit.yaml, line 1: workbook and shelf are both set; keep the sheet you want and delete the other."
    )


def test_a_command_is_one_file_and_one_line(house: House) -> None:
    house.file("connectkit/commands/count.py", '''
"""``connectkit count``: how many people there are."""

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.options import Settings
from connectkit.session import open_session


@click.command("count")
@pass_settings
def command(settings: Settings) -> None:
    """Count the rows of the sheet."""
    with open_session(settings, "count") as session:
        rows = sum(len(tab.rows) for tab in session.store.read().tabs)
    emit({"schema": "connectkit.count/1", "rows": rows}) if settings.json else click.echo(rows)
''')  # fmt: skip
    house.line("connectkit/cli.py", '"due":', '"count": "How many people there are.",')
    assert "  count       How many people there are.\n" in house.connectkit("--help").stdout
    assert "--config FILE" in house.connectkit("count", "--help").stdout
    assert house.connectkit("coutn").stderr.splitlines()[0].endswith('Did you mean "count"?')
    assert json.loads(house.connectkit("count", "--json").stdout)["exit_code"] == 2
    house.people([["Name"], ["Ada Lovelace"]])
    assert json.loads(house.connectkit("count", "--json").stdout) == {
        "schema": "connectkit.count/1",
        "rows": 2,
    }
    assert house.python("-m", "bench.docs").returncode == 0
    row = "| `connectkit count` | How many people there are. |"
    assert row in (house.root / "docs/commands.md").read_text("utf-8").splitlines()


def test_a_habit_is_one_file_and_one_line(house: House) -> None:
    house.file("connectkit/practice/greeting.py", '''
"""Says who is glad to hear from the user: everybody."""

from connectkit.practice.base import Practice, Situation


def greet(situation: Situation, practice: Practice) -> None:
    """A word on why each is listed."""
    for row in situation.decided["row"]:
        practice.reasons[int(row)] = "glad to hear from you"
''')  # fmt: skip
    house.line("connectkit/practice/habits.py", "thank,", "greet,")
    house.line(
        "connectkit/practice/habits.py",
        "from connectkit.practice.goals",
        "from connectkit.practice.greeting import greet",
    )
    house.people([["Name", "Last contact", "Notes"], ["Ada Lovelace", date(2025, 1, 5), None]])
    told = json.loads(house.connectkit("due", "--json").stdout)
    assert told["due"][0]["why"].endswith("glad to hear from you")


def test_an_importer_is_one_file_and_one_line(house: House) -> None:
    house.file("connectkit/importers/plain.py", '''
"""Names, one a line, in a file that ends in .names."""

from connectkit.importers.base import CERTAIN, NO
from connectkit.people.records import Person


class Names:
    """One name a line."""

    kind, help = "names", "names, one a line"

    def looks_like(self, head, name):
        """By its ending."""
        return CERTAIN if name.endswith(".names") else NO

    def looks_like_folder(self, folder):
        """Never."""
        return NO

    def read(self, path, options):
        """Every line."""
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield Person(where=f"line {number}", name=line)


FORMAT = Names()
''')  # fmt: skip
    house.line("connectkit/importers/base.py", '"vcard":', '"names": "connectkit.importers.plain:FORMAT",')
    assert re.search(r"vcard,\s+names,", house.connectkit("import", "--help").stdout)
    (house.folder / "friends.names").write_text("Ada Lovelace\nGrace Hopper\n", "utf-8")
    house.people([["Name", "Last contact", "Notes"], ["Ada Lovelace", None, None]])
    told = json.loads(house.connectkit("import", "friends.names", "--json").stdout)
    assert (told["kind"], told["new"], told["matched"]) == ("names", 1, 1)


COLUMN = 'Column("tea", "Favourite tea", _K.TEXT, _U, "What they like to drink.", width=12),'
ANSWERS = """
import json, sys
from pathlib import Path
from connectkit.exporters.export import EXPORTERS, take
from connectkit.config.config import Config
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.store import read_tabs
for path in map(Path, sys.argv[1:]):
    rows = read_tabs(Package.from_bytes(path.read_bytes()))[0].rows
    at = next(row.index("Favourite tea") for row in rows if "Favourite tea" in row)
    print([row[at] for row in rows if len(row) > at and row[at]])
"""


def test_a_column_is_one_line(house: House) -> None:
    """The user's own new column: in the workbook, through a sync, out in four forms, back in, in a template, in the docs."""
    house.line("connectkit/schema/contacts.py", 'Column("interests"', COLUMN)
    assert house.connectkit("init", "--yes").returncode == 0
    (house.folder / "first.csv").write_text(
        "Name,Favourite tea,Email\nAda Kern,oolong,ada@example.com\n", "utf-8"
    )
    assert house.connectkit("import", "first.csv", "--apply").returncode == 0
    templates = house.folder / "templates"
    templates.mkdir()
    (templates / "tea.txt.j2").write_text(
        "when: first-hello\nuses: tea\n---\nHi {{ first_name }}, a cup of {{ tea }}?\n", "utf-8"
    )
    checked = house.connectkit("templates", "check")
    assert checked.returncode == 0, checked.stderr + checked.stdout
    assert house.connectkit("sync").returncode == 0
    for kind, name in (("csv", "a.csv"), ("vcard", "a.vcf"), ("json", "a.json"), ("xlsx", "a.xlsx")):
        assert house.connectkit("export", "--to", kind, "--out", name).returncode == 0
        other = house.folder / kind
        other.mkdir()
        back = House(house.root, other)
        assert back.connectkit("init", "--yes").returncode == 0
        told = back.connectkit("import", str(house.folder / name), "--apply")
        assert told.returncode == 0, told.stderr
        shown = back.python("-c", ANSWERS, "network.xlsx")
        assert shown.stdout == "['Favourite tea', 'oolong']\n", (
            f"{kind}: {told.stdout}{told.stderr}{shown.stderr}"
        )
    assert house.python("-m", "bench.docs").returncode == 0
    row = "| Favourite tea | you | What they like to drink. |"
    assert row in (house.root / "docs/columns.md").read_text("utf-8").splitlines()


# ---- dependencies ----------------------------------------------------------------------------------------

IMPORTED_AS = {
    "google-auth": "google", "pyyaml": "yaml", "phonenumberslite": "phonenumbers", "google-api-python-client": "googleapiclient",
}  # fmt: skip
NEVER_IMPORTED = {
    "tzdata": "the zones, where the system has none",
    "google-api-python-client": "its discovery documents, which the fake of the API checks requests against",
    "pytest-xdist": "a plugin", "pytest-timeout": "a plugin", "pytest-socket": "a plugin",
}  # fmt: skip


def _imports(folder: str) -> set[str]:
    """The top names that the files of a folder import anywhere in them."""
    find: Callable[[str], list[str]] = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE).findall
    return {name for path in (ROOT / folder).rglob("*.py") for name in find(path.read_text("utf-8"))}


def _name(requirement: str) -> str:
    bare = re.split(r"[<>=\[; ]", requirement)[0].lower()
    return IMPORTED_AS.get(bare, bare.replace("-", "_"))


def test_what_is_declared_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    ours = [
        *project["dependencies"],
        *(one for name, some in extras.items() if name not in ("test", "dev") for one in some),
    ]
    unused = {_name(one) for one in ours} - _imports("connectkit")
    unused |= {_name(one) for one in extras["test"]} - _imports("connectkit") - _imports("tests")
    assert unused == {_name(one) for one in NEVER_IMPORTED}
