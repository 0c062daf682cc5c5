"""The house as one picture: rooms from top to bottom, and which room knows which, from the imports themselves.

    python -m bench.house [--check]

Writes docs/house.svg; with ``--check`` writes nothing and ends with 1 if the picture is not that of the code.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "house.svg"
WIDTH, HEIGHT, LEFT, TOP = 150, 26, 20, 56
SHELL = ("__main__", "cli", "commands", "session", "exporters", "importers", "stores", "journal")
"""Rooms that may touch disk, network, clock and terminal; all others are the pure core."""


def layers() -> list[str]:
    """The rooms, highest first, as ``pyproject.toml`` orders them for the linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [room.strip(" ()") for line in contract["layers"] for room in line.split("|")]


def room_of(module: str) -> str:
    """The room of a module: the first name below ``connectkit``."""
    return module.split(".")[1] if "." in module else "__init__"


def imports(path: Path) -> set[str]:
    """The rooms a file imports from, lazily or not."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if names == ["connectkit"] and isinstance(node, ast.ImportFrom):
            names = [f"connectkit.{one.name}" for one in node.names]
        rooms |= {room_of(name) for name in names if name.startswith("connectkit.")}
    return rooms


def measured() -> dict[str, set[str]]:
    """Which rooms each room knows."""
    knows: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "connectkit").rglob("*.py")):
        room = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        knows[room] |= imports(path) - {room}
    return knows


def drawn() -> str:
    """The picture as SVG."""
    knows = measured()
    rooms = layers()
    place = {room: TOP + at * (HEIGHT + 8) for at, room in enumerate(rooms)}
    wide = LEFT + WIDTH + 20 + 14 * len(rooms)
    tall = TOP + len(rooms) * (HEIGHT + 8) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" font-family="sans-serif" font-size="13">',
        f'<rect width="{wide}" height="{tall}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-weight="bold">The rooms of connectkit, and what each knows</text>',
        f'<text x="{LEFT}" y="42" fill="#555">A dot: this room imports from the room at the foot of the column. '
        "Grey rooms touch the outside; white ones are pure.</text>",
    ]
    for at, room in enumerate(rooms):
        y, x = place[room], LEFT + WIDTH + 20 + 14 * at
        fill = "#e6e9ee" if room in SHELL else "#ffffff"
        lines += [
            f'<rect x="{LEFT}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="4" fill="{fill}" stroke="#667"/>',
            f'<text x="{LEFT + 10}" y="{y + 18}">{escape(room)}</text>',
            f'<line x1="{LEFT + WIDTH}" y1="{y + HEIGHT / 2}" x2="{x}" y2="{y + HEIGHT / 2}" stroke="#ccd"/>',
            f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{y + HEIGHT / 2}" stroke="#ccd"/>',
            f'<path d="M{x - 4} {y + HEIGHT / 2 + 4} h8 l-4 -8 z" fill="#889"/>',
        ]
        lines += [
            f'<circle cx="{LEFT + WIDTH + 20 + 14 * rooms.index(other)}" cy="{y + HEIGHT / 2}" r="4" fill="#2457a6"/>'
            for other in sorted(knows[room] & set(rooms))
        ]
    return "\n".join([*lines, "</svg>", ""])


def main(arguments: list[str]) -> int:
    """0 when the picture is that of the code."""
    picture = drawn()
    if "--check" in arguments:
        return int(picture != PICTURE.read_text("utf-8"))
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
