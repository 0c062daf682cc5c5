"""Plants one bug at a time in a copy of the repository and says which test notices it.

python -m bench.mutants [NUMBER OR WORD …]

Without arguments all of ``bench/mutations.py`` is planted, one after the other. A bug that no test notices is printed
as SURVIVED and makes the exit code 1: a missing test.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bench.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "connectkit",
    "tests",
    "bench",
    "templates",
    "docs",
    "pyproject.toml",
    "README.md",
    "config.example.yaml",
)
NO_SHRINKING = """
from hypothesis import Phase
settings.register_profile("planted", derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate])
settings.load_profile("planted")
"""
"""Appended to the copy's conftest.py: a failing example is enough, its smallest form is not needed."""


def mutated(mutation: Mutation, root: Path) -> tuple[Path, str]:
    """The file that holds the bug's place, and its text with the bug in it.

    Raises:
        ValueError: the old code stands nowhere in a definition of that name, or more than once.
    """
    spots = [
        (path, text, start, stop, indent)
        for path in sorted((root / "connectkit").rglob("*.py"))
        if _defines(text := path.read_text("utf-8"), mutation.where.rpartition(".")[2])
        for node in _definitions(_tree(text), mutation.where)
        for start, stop, indent in _matches(node, mutation.old, text)
    ]
    if len(spots) != 1:
        raise ValueError(f"{mutation.where}: found {len(spots)} times, not once: {mutation.old!r}")
    path, text, start, stop, indent = spots[0]
    new = mutation.new.replace("\n", "\n" + " " * indent)
    raw = text.encode()
    return path, (raw[:start] + new.encode() + raw[stop:]).decode()


@cache
def _tree(text: str) -> ast.AST:
    return ast.parse(text)


def _defines(text: str, name: str) -> bool:
    return f"def {name}(" in text or re.search(rf"^(class )?{name}\b", text, re.MULTILINE) is not None


def _definitions(tree: ast.AST, where: str, above: str = "") -> Iterator[ast.AST]:
    """Every function, class or constant of this dotted name."""
    for node in ast.iter_child_nodes(tree):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        name = f"{above}.{node.name}".lstrip(".") if named else _constant(node)
        if name == where:
            yield node
        elif named:
            yield from _definitions(node, where, name)


def _constant(node: ast.AST) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _matches(node: ast.AST, old: str, text: str) -> Iterator[tuple[int, int, int]]:
    """Where ``old`` stands below a node: first byte, byte after the last, indentation."""
    wanted = ast.parse(old).body
    if len(wanted) == 1 and isinstance(wanted[0], ast.Expr):
        value = wanted[0].value
        runs = [[value]] if not isinstance(value, ast.Tuple) else [list(value.elts), [value]]
        lists = [[one] for one in ast.walk(node) if isinstance(one, ast.expr)]
    else:
        runs, lists = [list(wanted)], []
    lists += [value for one in ast.walk(node) for _, value in ast.iter_fields(one) if isinstance(value, list)]
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    found: dict[tuple[int, int], int] = {}
    for run in runs:
        told = [ast.dump(one) for one in run]
        for nodes in lists:
            for at in range(len(nodes) - len(run) + 1):
                here = nodes[at : at + len(run)]
                if [ast.dump(one) for one in here if isinstance(one, ast.AST)] == told:
                    first = starts[here[0].lineno - 1] + here[0].col_offset
                    last = starts[here[-1].end_lineno - 1] + here[-1].end_col_offset
                    found[first, last] = here[0].col_offset
    for (first, last), indent in found.items():
        yield first, last, indent


def copy_of(root: Path, folder: Path) -> Path:
    """A copy of what the tests need."""
    copy = folder / "copy"
    copy.mkdir()
    for part in PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, copy / part)
    with (copy / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(NO_SHRINKING)
    return copy


def noticed(mutation: Mutation, copy: Path) -> str:
    """The first test that fails with the bug planted; "" if all pass.

    Raises:
        RuntimeError: the tests could not be run, so nothing is known.
    """
    path, text = mutated(mutation, copy)
    former = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    try:
        for test in mutation.tests:
            if failed := _first_failure([test], copy):
                return failed
    finally:
        path.write_text(former, "utf-8")
    return ""


def _first_failure(tests: Iterable[str], copy: Path) -> str:
    options = ["-x", "-n", "0", "--timeout", "900", "--tb=no", "-rfE", "-p", "no:cacheprovider"]
    command = [sys.executable, "-B", "-m", "pytest", *options, *tests]
    environment = os.environ | {"PYTHONPATH": str(copy)}
    run = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=1800
    )
    if run.returncode == 0:
        return ""
    found = re.search(r"^FAILED (\S+)", run.stdout, re.MULTILINE)
    if run.returncode != 1 or found is None:
        raise RuntimeError(f"The tests could not be run:\n{run.stdout[-2000:]}{run.stderr[-1000:]}")
    return found[1]


def chosen(words: list[str]) -> list[tuple[int, Mutation]]:
    """The mutations of these numbers, or whose place or sentence has one of the words; all of them without words."""
    numbered = list(enumerate(MUTATIONS, 1))
    if not words:
        return numbered
    return [
        (number, one)
        for number, one in numbered
        if any(
            word == str(number) or (not word.isdigit() and word in one.where + " " + one.bug)
            for word in words
        )
    ]


def main() -> int:
    """Prints a line per bug; 1 if one survived or could not be judged."""
    counts = {"killed": 0, "SURVIVED": 0, "unknown": 0}
    wanted = chosen(sys.argv[1:])
    for _, mutation in wanted:
        mutated(mutation, ROOT)
    with tempfile.TemporaryDirectory(prefix="connectkit-mutants-") as folder:
        copy = copy_of(ROOT, Path(folder))
        if failed := _first_failure(dict.fromkeys(test for _, one in wanted for test in one.tests), copy):
            print(f"Without any bug planted {failed} fails already: mend that first.")
            return 1
        for number, mutation in wanted:
            began = time.monotonic()
            try:
                test = noticed(mutation, copy)
                verdict = "killed" if test else "SURVIVED"
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                verdict, test = "unknown", str(error)
            counts[verdict] += 1
            print(
                f"{number:>3} {verdict:<8} {time.monotonic() - began:5.1f} s  {mutation.bug}\n      {test}",
                flush=True,
            )
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 0 if counts["killed"] == sum(counts.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
