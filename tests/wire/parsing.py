"""A formula's text to a tree, by the spreadsheet's locale: with a decimal comma, only ``;`` separates arguments."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from tests.wire.references import REFERENCE, Reference, reference


class BadFormula(Exception):  # noqa: N818 - reads as what happened
    """The text is no formula of this locale."""


class Node(NamedTuple):
    """``kind`` is value, ref, call, op or negate; ``inner`` the literal, reference, name or sign."""

    kind: str
    inner: Any
    parts: tuple[Node, ...] = ()


_LEVELS = (("=", "<>", "<=", ">=", "<", ">"), ("&",), ("+", "-"), ("*", "/"), ("^",))


def _tokens(text: str, comma: bool) -> list[str]:
    number = r"\d+(?:,\d+)?" if comma else r"\d+(?:\.\d+)?|\.\d+"
    pattern = re.compile(
        rf'\s+|"(?:[^"]|"")*"|{REFERENCE}|#REF!|[A-Za-z_][\w.]*|{number}|<>|<=|>=|[-+*/^&=<>();,%]'
    )
    found, at = [], 0
    while at < len(text):
        match = pattern.match(text, at)
        if not match:
            raise BadFormula(text)
        if not match.group(0).isspace():
            found.append(match.group(0))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[str], separators: str) -> None:
        self.tokens = tokens
        self.at = 0
        self.separators = separators

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        if not token or (wanted and token != wanted):
            raise BadFormula(token)
        self.at += 1
        return token

    def level(self, depth: int = 0) -> Node:
        if depth == len(_LEVELS):
            return self.unary()
        left = self.level(depth + 1)
        while self.next in _LEVELS[depth]:
            sign = self.take()
            left = Node("op", sign, (left, self.level(depth + 1)))
        return left

    def unary(self) -> Node:
        if self.next in ("-", "+"):
            sign = self.take()
            inner = self.unary()
            return Node("negate", None, (inner,)) if sign == "-" else inner
        node = self.atom()
        while self.next == "%":
            self.take()
            node = Node("op", "/", (node, Node("value", 100)))
        return node

    def atom(self) -> Node:
        token = self.take()
        if token == "(":
            node = self.level()
            self.take(")")
            return node
        if token.startswith('"'):
            return Node("value", token[1:-1].replace('""', '"'))
        if (token[0].isdigit() and ":" not in token) or token[0] == ".":
            value = float(token.replace(",", "."))
            return Node("value", int(value) if value.is_integer() else value)
        if token == "#REF!":
            return Node("error", "REF")
        if self.next == "(":
            return self.call(token)
        if token.upper() in ("TRUE", "FALSE"):
            return Node("value", token.upper() == "TRUE")
        if re.fullmatch(REFERENCE, token):
            return Node("ref", reference(token))
        if re.fullmatch(r"[A-Za-z_][\w.]*", token):
            return Node("name", token)
        raise BadFormula(token)

    def call(self, name: str) -> Node:
        self.take("(")
        parts: list[Node] = []
        if self.next != ")":
            parts.append(self.argument())
            while self.next and self.next in self.separators:
                self.take()
                parts.append(self.argument())
        self.take(")")
        return Node("call", name.upper(), tuple(parts))

    def argument(self) -> Node:
        return Node("value", None) if self.next in (*self.separators, ")") else self.level()


@lru_cache(maxsize=65536)
def parsed(text: str, comma: bool) -> Node:
    """The tree of ``=...``.

    Raises:
        BadFormula: the text does not parse in a locale with (or without) a decimal comma.
    """
    parser = _Parser(_tokens(text[1:], comma), ";" if comma else ",;")
    node = parser.level()
    if parser.next:
        raise BadFormula(parser.next)
    return node


__all__ = ["BadFormula", "Node", "Reference", "parsed"]
