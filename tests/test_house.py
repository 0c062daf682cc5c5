"""The house keeps its rules: the core is pure, only commands and the terminal speak, and the picture is that of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench import house

ROOT = Path(__file__).parent.parent
SPEAKERS = ("commands", "cli", "options", "report/terminal", "__main__")
OUTSIDE = frozenset(
    [
        "os",
        "time",
        "random",
        "secrets",
        "uuid",
        "socket",
        "ssl",
        "subprocess",
        "sqlite3",
        "tempfile",
        "shutil",
        "glob",
        "threading",
        "multiprocessing",
        "signal",
        "logging",
        "http",
        "smtplib",
        "imaplib",
        "ftplib",
        "requests",
        "gspread",
        "google",
        "click",
        "rich",
        "filelock",
        "platformdirs",
        "io",
    ]
)
"""Modules through which a clock, dice, disk, network or terminal comes in."""
TOUCHES = frozenset(
    [
        "open",
        "read_text",
        "write_text",
        "read_bytes",
        "write_bytes",
        "exists",
        "is_file",
        "is_dir",
        "iterdir",
        "glob",
        "rglob",
        "stat",
        "mkdir",
        "unlink",
        "rename",
        "touch",
        "resolve",
        "expanduser",
        "cwd",
        "home",
        "print",
        "input",
        "urlopen",
        "echo",
    ]
)
"""Calls that touch the outside whatever they are called on."""
CLOCKS = frozenset({"now", "today", "utcnow"})
"""Methods that ask the clock; a function given as an argument may bear such a name."""


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree, parsed once for all the rules."""
    return ast.parse(path.read_text("utf-8"))


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    for one in (path.with_suffix(".py"), path / "__init__.py"):
        if one.exists():
            return one
    return None


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module a file imports, lazily or not; what is imported for types only is left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        yield from imported(node)


def reached(start: str) -> dict[str, ast.AST]:
    """Every module of ours that one reaches, with its syntax tree."""
    found: dict[str, ast.AST] = {}
    waiting = [start]
    while waiting:
        module = waiting.pop()
        path = file_of(module)
        if module in found or path is None or not module.startswith("connectkit"):
            continue
        found[module] = tree_of(path)
        waiting += [module.rpartition(".")[0], *imported(found[module])]
    return found


def impure(tree: ast.AST) -> list[str]:
    """What a module does that only the shell may do."""
    said = [f"import {name}" for name in imported(tree) if name.partition(".")[0] in OUTSIDE]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in TOUCHES or (name in CLOCKS and isinstance(called, ast.Attribute)):
                said.append(f"line {node.lineno}: {ast.unparse(called)}()")
    return said


OWN_DATA = {"connectkit.text.words"}
"""Reads the word files, which are a part of the program as its code is."""


def test_what_a_sync_reaches_is_pure() -> None:
    said = {name: impure(tree) for name, tree in reached("connectkit.sync").items() if name not in OWN_DATA}
    assert {name: what for name, what in said.items() if what} == {}


def test_an_impure_line_is_noticed() -> None:
    for line in (
        "from time import time",
        "def f():\n    import os",
        "x = Path('a').read_text()",
        "date.today()",
        "open('a')",
    ):
        assert impure(ast.parse(line)), line


def test_only_commands_and_the_terminal_speak() -> None:
    speaking = set()
    for path in (ROOT / "connectkit").rglob("*.py"):
        place = path.relative_to(ROOT / "connectkit").with_suffix("").as_posix()
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "print",
                "click.echo",
                "sys.stdout.write",
            ):
                speaking.add(place)
    assert sorted(one for one in speaking if not one.startswith(SPEAKERS)) == []


def test_kinds_of_stores_are_told_apart_in_the_registry_alone() -> None:
    kinds = r"isinstance\(.*Store\)|\bconfig\.(google|workbook)\b|stores\.(google|memory)\b"
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "connectkit").rglob("*.py")
        if (ROOT / "connectkit/stores") not in path.parents and re.search(kinds, path.read_text("utf-8"))
    ]
    assert found == []


def test_the_root_of_the_house_has_at_most_twelve_files() -> None:
    assert len(list((ROOT / "connectkit").glob("*.py"))) <= 13


def test_every_room_says_what_it_is_for() -> None:
    for path in (ROOT / "connectkit").rglob("__init__.py"):
        if path.parent != ROOT / "connectkit":
            told = ast.get_docstring(tree_of(path)) or ""
            assert len(told.splitlines()) >= 3, path


def test_no_docstring_names_a_file_the_project_does_not_have() -> None:
    for path in (ROOT / "connectkit").rglob("*.py"):
        for name in re.findall(r"[\w/]+\.py\b|\bdocs/[\w./-]+|design\.md", path.read_text("utf-8")):
            places = (ROOT / name, ROOT / "connectkit" / name, path.parent / name)
            assert any(one.exists() for one in places), f"{path}: {name}"


LARGE = {
    "connectkit/commands/init/init.py",
    "connectkit/stores/google/read.py",
    "connectkit/stores/google/store.py",
}
"""Modules over 300 lines that wait for their cut."""
LONG = {"_active"}
"""Functions over 40 lines of code, likewise."""


def code_lines(node: ast.FunctionDef, lines: list[str]) -> int:
    """Lines of a function without its docstring, comments and blanks."""
    first = node.body[1:] if ast.get_docstring(node) else node.body
    text = lines[first[0].lineno - 1 : node.end_lineno] if first else []
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in text)


def test_modules_have_at_most_300_lines_and_functions_40_of_code() -> None:
    large, long = set(), set()
    for path in (ROOT / "connectkit").rglob("*.py"):
        lines = path.read_text("utf-8").splitlines()
        large |= {path.relative_to(ROOT).as_posix()} if len(lines) > 300 else set()
        functions = [one for one in ast.walk(tree_of(path)) if isinstance(one, ast.FunctionDef)]
        long |= {one.name for one in functions if code_lines(one, lines) > 40}
    assert (large - LARGE, long - LONG) == (set(), set())


def test_the_picture_of_the_house_is_that_of_the_code() -> None:
    assert house.main(["--check"]) == 0, "run: python -m bench.house"
