"""What a template may do: show facts, choose between sentences, and nothing else.

A template can come from a stranger or from a collaborator's sheet, so it is held twice: an immutable sandbox with
no globals and a handful of filters, and before that an allow-list of syntax, checked without running anything.
Escapes from template sandboxes went through calls and attributes; both are absent here, as is everything that
multiplies (arithmetic, ranges, nested loops).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from connectkit.text.lazy import pattern

MAX_SOURCE = 5_000
MAX_VALUE = 5_000
MAX_OUTPUT = 10_000
MAX_DEPTH = 12
MAX_NODES = 600
MAX_WORD = 200
MAX_NUMBER = 10_000
MAX_PARTS = 20

LISTS = ("tags", "interests", "offers", "needs", "other_offers", "other_needs")
"""The names a loop may run over, through ``parts``."""

_LOOP_FACTS = ("first", "last", "index")
_TESTS = ("defined", "number")
_PLAIN: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.TemplateData,
    nodes.Output,
    nodes.Const,
    nodes.Name,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Test,
    nodes.For,
    nodes.Getattr,
)
_SPOKEN = {
    "Call": "a call",
    "Macro": "a macro",
    "CallBlock": "a call block",
    "FilterBlock": "a filter block",
    "Assign": "set",
    "AssignBlock": "set",
    "With": "with",
    "Import": "import",
    "FromImport": "import",
    "Include": "include",
    "Extends": "extends",
    "Block": "a block",
    "Getitem": "an index in [ ]",
    "Concat": "joining with ~",
    "List": "a list",
    "Dict": "a table",
    "Tuple": "a list",
    "Neg": "arithmetic",
    "Pos": "arithmetic",
}


_ABOUT = pattern(
    r"(?i)\b(?:he|she|him|her|his|hers|they|them|their|theirs|i|er|sie|ihm|ihn|ihr|ihre|ihren|ihrem|ihrer|sein|seine|seinen|seinem)\b|[?!]"
)
_THING = pattern(
    r"(?i)(?:an?|the|my|our|some|that|those|this|these|one|two|three|four|five|six"
    r"|der|die|das|den|dem|eine?|einen|meine?|meinen|unsere?|unseren|zwei|drei|vier)\b"
)


class Offence(NamedTuple):
    """What a template may not do: the line of its body (from 1) and the rest of the sentence."""

    line: int
    what: str


def parts(text: object) -> list[str]:
    """The entries of a cell that holds several: ``"sailing, jazz"`` gives both; at most 20."""
    entries = (entry.strip() for entry in re.split(r"[,;\n]", str(text)))
    return [entry for entry in entries if entry][:MAX_PARTS]


def clip(text: object, words: int = 14) -> str:
    """The first words of a note on one line, without a closing full stop; ``…`` marks what is left out."""
    found = str(text).split()
    return " ".join(found[:words]).rstrip(" .,;:") + (" …" if len(found) > words else "")


def say(text: object, length: int = 60) -> str:
    """A fact as it stands where it can be said to the person, else within ``[[ ]]`` for the user to put in words.

    It can be said when it is short, and not a note about somebody: no "she", no "his", no question or exclamation.
    """
    found = " ".join(str(text).split()).rstrip(" .,;:")
    return f"[[{clip(found)}]]" if len(found) > length or _ABOUT.search(found) else found


def thing(text: object, words: str = "in your words") -> str:
    """A promise as it stands where it names a thing ("a list of courses"), else within ``[[ ]]``.

    "send her the deck" is a note to oneself; said to her it would be strange. ``words`` is what the gap asks for.
    """
    found = say(text)
    return found if _THING.match(found) else f"[[{words}: {clip(text)}]]"


def sentence(text: object) -> str:
    """A fragment as a sentence: a capital first, a full stop last unless another mark ends it."""
    found = " ".join(str(text).split())
    ended = found and not re.match(r"https?://\S+$", found.rsplit(" ", 1)[-1])
    closed = found + "." if ended and found[-1] not in ".!?…:" else found
    return closed[:1].upper() + closed[1:]


def environment() -> ImmutableSandboxedEnvironment:
    """A fresh sandbox: no globals, the filters and tests below, an unknown name is an error."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, lstrip_blocks=True)
    kept = {name: made.filters[name] for name in _BUILTIN_FILTERS}
    made.globals.clear()
    made.filters.clear()
    made.filters.update(
        kept | {"parts": parts, "clip": clip, "say": say, "thing": thing, "sentence": sentence}
    )
    tests = {name: made.tests[name] for name in _TESTS}
    made.tests.clear()
    made.tests.update(tests)
    return made


_BUILTIN_FILTERS = (
    "default",
    "d",
    "lower",
    "upper",
    "capitalize",
    "title",
    "trim",
    "first",
    "last",
    "length",
)
FILTERS = (*_BUILTIN_FILTERS, "parts", "clip", "say", "thing", "sentence")


def offence(tree: nodes.Template, known: Mapping[str, object]) -> Offence | None:
    """The first thing in the tree that is not allowed; None when all is. Nothing is run.

    ``known`` are the names a template may show. Nearest-name advice is the caller's.
    """
    for count, (node, depth, loops) in enumerate(_walk(tree)):
        if depth > MAX_DEPTH:
            return Offence(_line(node), f"nests deeper than {MAX_DEPTH} levels")
        if count > MAX_NODES:
            return Offence(_line(node), "has too many pieces")
        what = _node_offence(node, loops, known)
        if what:
            return Offence(_line(node), what)
    return None


def shown_names(tree: nodes.Template) -> frozenset[str]:
    """The names a template shows whatever the facts are: outside every choice, loop and ``default``."""
    found: set[str] = set()
    pending: list[nodes.Node] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.If | nodes.For | nodes.CondExpr):
            continue
        if isinstance(node, nodes.Filter) and node.name in ("default", "d"):
            continue
        if isinstance(node, nodes.Name):
            found.add(node.name)
        pending.extend(node.iter_child_nodes())
    return frozenset(found)


class UnknownName(NamedTuple):
    """A name no template has."""

    line: int
    name: str


def unknown_name(tree: nodes.Template, known: Mapping[str, object]) -> UnknownName | None:
    """The first name that is neither known nor a loop's own; None when all are."""
    for node, depth, loops in _walk(tree):
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, nodes.Name) and node.name not in known and node.name not in ("loop", *loops):
            return UnknownName(node.lineno, node.name)
    return None


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int, tuple[str, ...]]]:
    """Every node with its depth and the loop names in force, without recursion: depth is what is being judged."""
    pending: list[tuple[nodes.Node, int, tuple[str, ...]]] = [(tree, 0, ())]
    while pending:
        node, depth, loops = pending.pop()
        yield node, depth, loops
        if depth > MAX_DEPTH:
            continue
        inner = (*loops, node.target.name) if _simple_loop(node) else loops  # type: ignore[attr-defined]
        children = [(child, depth + 1, inner) for child in node.iter_child_nodes()]
        pending.extend(reversed(children))


def _line(node: nodes.Node) -> int:
    """The node's line; some (a scope) have none of their own and take the first one inside."""
    inside = (inner.lineno for inner in node.find_all(nodes.Node) if inner.lineno)
    return node.lineno or next(inside, 1)


def _simple_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.For) and isinstance(node.target, nodes.Name)


def _node_offence(node: nodes.Node, loops: tuple[str, ...], known: Mapping[str, object]) -> str:
    """Why this node is not allowed, as the rest of the sentence "the template …"; ``""`` when it is."""
    if not isinstance(node, _PLAIN):
        kind = type(node).__name__
        spoken = "arithmetic" if isinstance(node, nodes.BinExpr) else _SPOKEN.get(kind, kind.lower())
        return f"uses {spoken}, which templates may not"
    rule = _RULES.get(type(node))
    return rule(node, loops, known) if rule else ""


def _name_rule(node: nodes.Name, _loops: tuple[str, ...], known: Mapping[str, object]) -> str:
    if node.name.startswith("_"):
        return f"uses “{node.name}”, and names with a leading _ are closed"
    if node.ctx == "store" and node.name in (*known, "loop"):
        return f"calls its loop's word “{node.name}”, which already means something else"
    return ""


def _const_rule(node: nodes.Const, _loops: tuple[str, ...], _known: Mapping[str, object]) -> str:
    value = node.value
    if isinstance(value, str) and len(value) > MAX_WORD:
        return f"holds a quoted text of more than {MAX_WORD} characters"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_NUMBER:
        return f"holds a number above {MAX_NUMBER}"
    return "" if isinstance(value, str | int | bool | None) else "holds a number that is not whole"


def _filter_rule(node: nodes.Filter, _loops: tuple[str, ...], _known: Mapping[str, object]) -> str:
    if node.name not in FILTERS:
        return f"uses the filter “{node.name}”; there are {', '.join(FILTERS)}"
    if node.dyn_args or node.dyn_kwargs:
        return "uses * in a filter, which templates may not"
    if node.node is None:
        return "uses a filter block, which templates may not"
    plain = all(isinstance(arg, nodes.Const) for arg in (*node.args, *(pair.value for pair in node.kwargs)))
    return "" if plain else f"gives “{node.name}” something other than plain words and numbers"


def _test_rule(node: nodes.Test, _loops: tuple[str, ...], _known: Mapping[str, object]) -> str:
    if node.name not in _TESTS:
        return f"asks “is {node.name}”; there are {', '.join(_TESTS)}"
    return ""


def _for_rule(node: nodes.For, loops: tuple[str, ...], _known: Mapping[str, object]) -> str:
    if loops:
        return "has a loop inside a loop"
    if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
        return "has a loop that is not of the form “for word in interests|parts”"
    over = node.iter.node if isinstance(node.iter, nodes.Filter) and node.iter.name == "parts" else None
    if not isinstance(over, nodes.Name) or over.name not in LISTS:
        return f"loops over something else than {', '.join(LISTS)} through |parts"
    return ""


def _getattr_rule(node: nodes.Getattr, loops: tuple[str, ...], _known: Mapping[str, object]) -> str:
    of_loop = loops and isinstance(node.node, nodes.Name) and node.node.name == "loop"
    if of_loop and node.attr in _LOOP_FACTS:
        return ""
    return f"reaches for “.{node.attr}”; templates use plain names such as first_name"


_RULES: dict[type[nodes.Node], Callable[..., str]] = {
    nodes.Name: _name_rule,
    nodes.Const: _const_rule,
    nodes.Filter: _filter_rule,
    nodes.Test: _test_rule,
    nodes.For: _for_rule,
    nodes.Getattr: _getattr_rule,
}
