"""The tables of the docs that come from code: columns, commands and settings; and config.example.yaml.

    python -m bench.docs [--check]

Writes them between their marks (``<!-- columns -->`` … ``<!-- end -->``) wherever a page has such marks; with
``--check`` writes nothing and ends with 1 if a page differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import settings
from connectkit.cli import COMMANDS
from connectkit.schema import TABS, Column, Merge, Owner, Tab

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))


def columns_table() -> str:
    """One table a tab: column, who writes it, what it is for. Hidden columns share a sentence."""
    return "\n".join(line for tab in TABS for line in _tab(tab))


def _tab(tab: Tab) -> Iterator[str]:
    shown = [column for column in tab.columns if not column.hidden]
    hidden = [column.title for column in tab.columns if column.hidden]
    yield f"**{tab.title}.** {tab.help}"
    if hidden:
        yield f"Hidden, for connectkit's own use: {', '.join(hidden)}."
    yield from ("", "| Column | Who writes it | |", "| --- | --- | --- |")
    yield from (f"| {column.title} | {_owner(tab, column)} | {column.help} |" for column in shown)
    yield ""


def _owner(tab: Tab, column: Column) -> str:
    if Owner.TOOL in (tab.owner, column.owner):
        return "connectkit"
    return {
        Merge.NEVER: "you",
        Merge.FORWARD: "you; moved forward",
        Merge.RETIRE: "you; Expired by connectkit",
        Merge.FILL: "you; filled when a draft is sent",
        Merge.CONSUME: "you; filed and emptied",
        Merge.ONCE: "you; used once",
    }[column.merge]


def commands_table() -> str:
    """Command and its line, in the order of ``connectkit --help``."""
    head = ["| Command | What it does |", "| --- | --- |"]
    return "\n".join([*head, *(f"| `connectkit {name}` | {line} |" for name, line in COMMANDS.items())])


BLOCKS = {
    "commands": commands_table,
    "columns": columns_table,
    "settings": settings.table,
    "fleet": settings.fleet_table,
}


def filled(text: str) -> str:
    """A page with its tables as the code has them now."""
    for name, make in BLOCKS.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        if mark:
            _former, end, after = rest.partition("<!-- end -->")
            text = f"{before}{mark}{make().rstrip()}\n{end}{after}"
    return text


def stale() -> dict[Path, str]:
    """The pages, and config.example.yaml, that are not as the code has them, with what should stand there."""
    wanted = {page: filled(page.read_text("utf-8")) for page in PAGES}
    wanted[ROOT / "config.example.yaml"] = settings.example()
    return {page: new for page, new in wanted.items() if page.read_text("utf-8") != new}


def main(arguments: list[str]) -> int:
    """0 when every page is as it should be."""
    differ = stale()
    if "--check" in arguments:
        return int(bool(differ))
    for page, new in differ.items():
        page.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
