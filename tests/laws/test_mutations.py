"""The list of bugs to plant can't rot: each still fits the source, and its tests are there."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from bench.mutants import ROOT, mutated
from bench.mutations import MUTATIONS, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.bug)
def test_every_bug_can_still_be_planted_at_exactly_one_place_and_is_python(mutation: Mutation) -> None:
    path, text = mutated(mutation, ROOT)
    assert ast.dump(ast.parse(text)) != ast.dump(ast.parse(path.read_text("utf-8")))
    assert mutation.tests
    assert [test for test in mutation.tests if not Path(ROOT, test.partition("::")[0]).is_file()] == []


def test_code_that_stands_nowhere_or_twice_is_an_error() -> None:
    for where, old in (("sync", "no_such_name"), ("no_such_function", "x"), ("cell_name", "row, column")):
        with pytest.raises(ValueError, match="not once"):
            mutated(Mutation("", where, old, "", ()), ROOT)


def test_there_are_many_bugs_and_none_is_listed_twice() -> None:
    assert len(MUTATIONS) >= 60
    assert [
        one for one, times in Counter((one.where, one.old, one.new) for one in MUTATIONS).items() if times > 1
    ] == []
