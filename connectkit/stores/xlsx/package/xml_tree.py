"""Small XML parts as a tree that knows where in the bytes each element stands.

A user's part is never re-serialised: what changes is cut in at these offsets, and every other byte stays. The
tree serves parts of up to a few megabytes (styles, workbook, relationships, tables); worksheets go through
``sheetmap``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from connectkit.errors import WorkbookRefused

_START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_RESAVE = "Open it in your spreadsheet program, save it as .xlsx under a new name, and use that file."


class Edit(NamedTuple):
    """Bytes ``start:stop`` become ``new``."""

    start: int
    stop: int
    new: bytes


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made. Edits at one place are made in the order given; they must not overlap."""
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.stop)):
        if edit.start < at:
            raise AssertionError("two edits overlap")
        pieces += (data[at : edit.start], edit.new)
        at = edit.stop
    pieces.append(data[at:])
    return b"".join(pieces)


@dataclass(slots=True)
class Node:
    """One element. ``start:inner`` is its start tag, ``inner:stop`` its content, ``stop:end`` its end tag.

    A self-closing element has ``inner == stop == end``. ``tag`` is as written, prefix included.
    """

    tag: str
    attrs: dict[str, str]
    start: int
    inner: int
    stop: int = 0
    end: int = 0
    parent: Node | None = field(default=None, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def closed(self) -> bool:
        """True for ``<a/>``."""
        return self.inner == self.end

    @property
    def prefix(self) -> str:
        """The namespace prefix with its colon, or nothing."""
        head, colon, _ = self.tag.rpartition(":")
        return head + colon

    def all(self, name: str) -> list[Node]:
        """The children of this name in the element's own namespace prefix."""
        tag = self.prefix + name
        return [child for child in self.children if child.tag == tag]

    def child(self, name: str) -> Node | None:
        """The first child of this name in the element's own namespace prefix, or None."""
        return next(iter(self.all(name)), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def attr_ending(self, name: str) -> str:
        """The value of the attribute of this local name under any prefix (``r:id``), or nothing."""
        return next((v for k, v in self.attrs.items() if k.endswith(":" + name)), "")


def safe_parser(data: bytes, part: str) -> expat.XMLParserType:
    """An expat parser for a UTF-8 part without a document type.

    Raises:
        WorkbookRefused: the part is in another encoding, where offsets would lie.
    """
    head = data[:200].removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(head)
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if (
        head[:2] in (b"\xff\xfe", b"\xfe\xff")
        or b"\0" in head[:4]
        or name not in ("utf-8", "utf8", "us-ascii")
    ):
        raise WorkbookRefused(
            f"The workbook's part {part} is not in UTF-8, so it can't be edited safely.", _RESAVE
        )
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    return parser


def _refuse_doctype(part: str) -> Callable[[str, str | None, str | None, bool], None]:
    def refuse(*_: object) -> None:
        raise WorkbookRefused(
            f"The workbook's part {part} declares a document type, which no spreadsheet program writes.",
            _RESAVE,
        )

    return refuse


def run(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """The parser has seen all of the data.

    Raises:
        WorkbookRefused: it is not well-formed XML.
    """
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise WorkbookRefused(f"The workbook's part {part} is damaged: {error}.", _RESAVE) from error


def start_tag_end(data: bytes, start: int) -> int:
    """Where the start tag that begins at ``start`` ends."""
    match = _START_TAG.match(data, start)
    assert match is not None  # noqa: S101 - expat has just read this tag
    return match.end()


def parse(data: bytes, part: str) -> Node:
    """The root element of a part.

    Raises:
        WorkbookRefused: not well-formed, not UTF-8, or with a document type.
    """
    parser = safe_parser(data, part)
    top = Node("", {}, 0, 0)
    stack = [top]

    def start(tag: str, attrs: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        node = Node(tag, attrs, at, start_tag_end(data, at), parent=stack[-1])
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        node = stack.pop()
        if data[node.inner - 2 : node.inner] == b"/>":
            node.stop = node.end = node.inner
        else:
            node.stop = parser.CurrentByteIndex
            node.end = data.index(b">", node.stop) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    run(parser, data, part)
    root = top.children[0]
    root.parent = None
    return root


def escape(text: str) -> str:
    """Text as it stands in XML content or in a double-quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def tag(name: str, attrs: dict[str, str], inner: str | None = None) -> bytes:
    """An element as bytes; ``inner`` is XML already, None for a self-closing one."""
    listed = "".join(f' {key}="{escape(value)}"' for key, value in attrs.items())
    return (f"<{name}{listed}/>" if inner is None else f"<{name}{listed}>{inner}</{name}>").encode()


def start_tag(name: str, attrs: dict[str, str]) -> bytes:
    """A start tag as bytes."""
    return tag(name, attrs, "").removesuffix(f"</{name}>".encode())


def set_attrs(data: bytes, node: Node, changes: dict[str, str | None]) -> Edit:
    """The edit that gives an element's start tag these attributes and drops those set to None.

    All other attributes keep their bytes and their order.
    """
    old = data[node.start : node.inner]
    for key, value in changes.items():
        found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(key.encode()), old)
        new = b"" if value is None else f' {key}="{escape(value)}"'.encode()
        if found:
            old = old[: found.start()] + new + old[found.end() :]
        else:
            cut = len(old) - (2 if old.endswith(b"/>") else 1)
            old = old[:cut].rstrip() + new + old[cut:]
    return Edit(node.start, node.inner, old)


def insert_into(data: bytes, node: Node, new: bytes) -> Edit:
    """The edit that puts XML at the end of an element's content, opening a self-closing one."""
    if not node.closed:
        return Edit(node.stop, node.stop, new)
    opened = data[node.start : node.inner].removesuffix(b"/>").rstrip()
    return Edit(node.start, node.end, opened + b">" + new + f"</{node.tag}>".encode())
