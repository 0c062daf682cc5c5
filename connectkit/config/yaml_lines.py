"""YAML read the way a person meant it: every value keeps its line, and what YAML would bend is a mistake to name.

YAML turns ``no`` into false, ``012`` into 10 and ``2026-01-05`` into a date, keeps the last of two equal keys,
and says nothing. Here each of these is a mistake with a line and the way to write it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import yaml

Where = tuple[str | int, ...]
"""The way to a value: ``("tiers", "core", "aim")``."""

MAX_BYTES = 50_000
MAX_DEPTH = 20
MAX_OPENED = 500
"""More brackets, or dashes at a line's start, than settings can need; PyYAML takes their number squared."""

_TAG = "tag:yaml.org,2002:"


class Mistake(NamedTuple):
    """One thing wrong in a file; line and column count from 1, line 0 is the whole file."""

    line: int
    column: int
    message: str


@dataclass
class Reading:
    """What a YAML text says: plain data, where each value stands, how it was typed, and what is wrong with it."""

    data: Any = None
    places: dict[Where, tuple[int, int]] = field(default_factory=dict)
    typed: dict[Where, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def place(self, where: Where) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places.get(where, (0, 0))


def read_yaml(raw: bytes) -> Reading:
    """The data of a YAML file of any content; never raises, and never takes long."""
    reading = Reading()
    text = _decode(raw, reading)
    if text is None:
        return reading
    root = _compose(text, reading)
    if root is not None:
        reading.data = _Walk(reading).value(root, ())
    return reading


def _decode(raw: bytes, reading: Reading) -> str | None:
    if len(raw) > MAX_BYTES:
        reading.mistakes.append(Mistake(0, 0, "the file is larger than 50 kB; it can't be a settings file"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reading.mistakes.append(
            Mistake(line, 0, "the file is not UTF-8 text; save it as UTF-8 in your editor")
        )
        return None


def _compose(text: str, reading: Reading) -> yaml.Node | None:
    import yaml

    if max(text.count("["), text.count("{"), text.count("- - "), text.count("? ? ")) > MAX_OPENED:
        reading.mistakes.append(Mistake(0, 0, "the file is nested too deeply"))
        return None
    try:
        node: yaml.Node | None = _quickly(text) or yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        reading.mistakes.append(
            Mistake(line, 0, f"a character that YAML can't hold (code {error.character:#x}); delete it")
        )
        return None
    except yaml.MarkedYAMLError as error:
        reading.mistakes.append(_syntax_mistake(error, text))
        return None
    except RecursionError:
        reading.mistakes.append(Mistake(0, 0, "the file is nested too deeply"))
        return None
    return node


def _quickly(text: str) -> yaml.Node | None:
    """The same from libyaml, which takes a tenth of the time; None where it is missing or finds a mistake."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", None)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=loader) if loader is not None else None
    except yaml.YAMLError:
        return None  # the other reader says what is wrong in the words that are known here
    return node


def _syntax_mistake(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    lines = text.splitlines()
    if 0 < line <= len(lines) and "\t" in lines[line - 1][: max(column, 1)]:
        return Mistake(line, column, "the line is indented with a tab; YAML takes blanks only")
    problem = " ".join((error.problem or "it is not YAML").split())
    if "mapping values are not allowed" in problem:
        problem = "a colon where none can stand; quote the text, or check the indentation"
    elif "expected a single document" in problem or "but found another document" in problem:
        problem = "a second document begins (---); a settings file has one"
    return Mistake(line, column, problem)


class _Walk:
    """Nodes to plain data, once each: an anchor used twice could otherwise grow without end."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, where: Where) -> Any:
        import yaml

        mark = node.start_mark
        self.reading.places.setdefault(where, (mark.line + 1, mark.column + 1))
        if id(node) in self.seen:
            self._wrong(node, "anchors and aliases (& and *) are not used here; write the value out")
            return None
        self.seen.add(id(node))
        if len(where) > MAX_DEPTH:
            self._wrong(node, "the file is nested too deeply")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*where, index)) for index, one in enumerate(node.value)]
        return self._scalar(node, where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in result:
                first = self.reading.places[(*where, key)][0]
                self._wrong(key_node, f'the key "{key}" stands here again, first in line {first}; keep one')
                continue
            mark = key_node.start_mark
            self.reading.places[(*where, key)] = (mark.line + 1, mark.column + 1)
            result[key] = self.value(value_node, (*where, key))
        return result

    def _key(self, node: yaml.Node) -> str | None:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, "a key has to be a single word")
            return None
        kind = node.tag.removeprefix(_TAG)
        if kind == "merge":
            self._wrong(node, "anchors and aliases (& and *) are not used here; write the value out")
            return None
        if kind in ("bool", "null", "timestamp", "int", "float"):
            self._wrong(node, f'{node.value} as a key is not text in YAML; quote it: "{node.value}"')
        return str(node.value)

    def _scalar(self, node: yaml.Node, where: Where) -> Any:
        kind, text = node.tag.removeprefix(_TAG), str(node.value)
        self.reading.typed[where] = text
        if kind == "null":
            return None
        if kind == "str":
            return text
        if kind == "int":
            return self._whole(node, where, text)
        if kind == "float":
            return _float(text)
        if kind == "bool":
            return YesNo(text)
        if kind == "timestamp":
            self._wrong(node, f'{_key(where)}{text} is a date in YAML, not text; quote it: "{text}"')
        else:
            self._wrong(node, f"the tag {node.tag} is not used here; write the plain value")
        return _Unusable(text)

    def _whole(self, node: yaml.Node, where: Where, text: str) -> Any:
        plain = text.lstrip("+-")
        if plain.isdecimal() and plain.isascii() and str(int(plain[:18])) == plain:
            return int(text)
        problem = f'{text} is not the number it seems in YAML; write it plainly, or quote it: "{text}"'
        self._wrong(node, _key(where) + problem)
        return _Unusable(text)

    def _wrong(self, node: yaml.Node, message: str) -> None:
        mark = node.start_mark
        self.reading.mistakes.append(Mistake(mark.line + 1, mark.column + 1, message))


class _Unusable(str):
    """A value that already has its mistake; it passes as text so that it does not get a second one."""

    __slots__ = ()


class YesNo(str):
    """What YAML takes for a yes or a no, as it was typed: a mistake wherever text was meant."""

    __slots__ = ()

    @property
    def meant(self) -> bool:
        """True for a yes."""
        return self.casefold() in ("yes", "true", "on")


def already_named(value: object) -> bool:
    """True for a value whose mistake :func:`read_yaml` has listed."""
    return isinstance(value, _Unusable)


def _key(where: Where) -> str:
    return ".".join(str(part) for part in where) + ": " if where else ""


def _float(text: str) -> float:
    lowered = text.lower().replace("_", "")
    for word, value in ((".inf", "inf"), (".nan", "nan")):
        lowered = lowered.replace(word, value)
    try:
        return float(lowered)
    except ValueError:  # base 60, as in 190:20:30.15
        return float("nan")
