"""The settings in words, from their table: rows for the docs, and config.example.yaml."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from connectkit.config.config import Config
from connectkit.config.spec import REQUIRED, Listed, Section, Setting, settings_of
from connectkit.fleet.sheets import FleetFile

WIDTH, BESIDE = 115, 30
HEAD = """\
# connectkit.yaml with every key. All are optional but the one that says where your people are.
# A relative path starts at the folder of this file. Put text in quotes when in doubt: YAML reads
# no, on and 2026-01-05 as something else. (Made by python -m bench.docs from the table of settings.)
"""


def table() -> str:
    """Key, what it says, default; the keys of a section follow it."""
    head = ["| Key | What it says | Default |", "| --- | --- | --- |"]
    return "\n".join([*head, *_rows(Config, "")])


def fleet_table() -> str:
    """The same for fleet.yaml."""
    head = ["| Key of fleet.yaml | What it says | Default |", "| --- | --- | --- |"]
    return "\n".join([*head, *_rows(FleetFile, "")])


def _rows(of: type, before: str) -> Iterator[str]:
    for key, one in settings_of(of).items():
        inner = _inner(one)
        yield f"| `{before}{key}` | {one.help} | {'' if inner else _default(one)} |"
        if inner is not None:
            yield from _rows(inner.made_of, f"{before}{key}: ")


def _inner(one: Setting) -> Section | None:
    """The section a setting is, or that each entry of it is."""
    kind = one.kind.kind if isinstance(one.kind, Listed) else one.kind
    return kind if isinstance(kind, Section) else None


def _default(one: Setting) -> str:
    if one.default is REQUIRED:
        return "needed"
    return f"`{_value(one.default)}`" if _value(one.default) else ""


def _value(default: Any) -> str:
    """A default as YAML; nothing where there is none, or where it is a list that the help tells."""
    if default in (None, "", ()) or isinstance(default, dict):
        return ""
    if isinstance(default, tuple):
        return f"[{', '.join(default)}]" if all(isinstance(one, str) for one in default) else ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def example() -> str:
    """The whole of config.example.yaml."""
    lines = HEAD.splitlines()
    for key, one in settings_of(Config).items():
        block = _block(key, one)
        if one.group:
            lines += ["", f"# ---- {one.group} ".ljust(WIDTH - 5, "-"), ""]
        elif len(block) > 1:
            lines += [""]
        lines += [line if line.startswith("#") else f"# {line}" for line in block] if one.off else block
    return "\n".join(lines) + "\n"


def _block(key: str, one: Setting) -> list[str]:
    """A setting of the example with its help: beside a short value, above a long one or a list."""
    inner = _inner(one)
    if inner is not None:
        return _section(key, one, inner)
    value = one.example or _value(one.default) or '""'
    line = f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}"
    beside = f"{line.ljust(BESIDE)} # {one.help}"
    if "\n" not in line and len(beside) <= WIDTH:
        return [beside]
    return [*_above(one), *line.splitlines()]


def _section(key: str, one: Setting, inner: Section) -> list[str]:
    """A section with its settings indented; of a list of sections one entry for each thing that an entry can be."""
    listed = isinstance(one.kind, Listed)
    inside = [
        f"{lead if not listed or number else '  - '}{line}"
        for name, part in settings_of(inner.made_of).items()
        for lead in ("    " if listed else "  ",)
        for number, line in enumerate(line for line in _block(name, part) if not line.startswith("#"))
    ]
    return [*_above(one), f"{key}:", *inside]


def _above(one: Setting) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(one.help, WIDTH - 10)]
