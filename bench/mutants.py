"""Plants one bug at a time in a copy of the repository and says which test notices it.

python -m bench.mutants [NUMBER OR WORD …]

Without arguments all of ``bench/mutations.py`` is planted, one after the other. A bug that no test notices is printed
as SURVIVED and makes the exit code 1: a missing test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
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


def mutated(mutation: Mutation, root: Path) -> str:
    """The file's text with the bug in it. ValueError unless the old text stands there exactly once."""
    text = (root / mutation.file).read_text("utf-8")
    found = text.count(mutation.old)
    if found != 1:
        raise ValueError(f"{mutation.file}: found {found} times, not once: {mutation.old!r}")
    return text.replace(mutation.old, mutation.new)


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
    path = copy / mutation.file
    former = path.read_text("utf-8")
    path.write_text(mutated(mutation, copy), "utf-8")
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
    """The mutations of these numbers, or whose file or sentence has one of the words; all of them without words."""
    numbered = list(enumerate(MUTATIONS, 1))
    if not words:
        return numbered
    return [
        (number, one)
        for number, one in numbered
        if any(
            word == str(number) or (not word.isdigit() and word in one.file + " " + one.bug) for word in words
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
