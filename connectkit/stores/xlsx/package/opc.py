"""The vocabulary of an Office package: relationships, sheets, defined names, content types, and what is not one."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.xml_tree import Node, tag

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
NOT_ONE = "The file is not an .xlsx workbook"
SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx, and use that file."


class Rel(NamedTuple):
    """One relationship. ``target`` is a part's name for an internal one, else the address as written."""

    id: str
    type: str
    target: str
    mode: str

    @property
    def kind(self) -> str:
        """The last word of the type, alike in transitional and strict workbooks: ``worksheet``, ``hyperlink``."""
        return self.type.rsplit("/", 1)[-1]

    @property
    def external(self) -> bool:
        """True when the target is an address outside the workbook."""
        return self.mode == "External"


class Sheet(NamedTuple):
    """One sheet of the workbook. ``kind`` is ``worksheet``, ``chartsheet``, ``dialogsheet`` or ``xlMacrosheet``."""

    name: str
    sheet_id: int
    part: str
    state: str
    rel_id: str
    kind: str


class DefinedName(NamedTuple):
    """One defined name; ``sheet`` is the index of the sheet it is local to, None for the whole workbook."""

    name: str
    text: str
    sheet: int | None
    hidden: bool


def rels_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def empty_rels() -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + tag("Relationships", {"xmlns": _PACKAGE_RELS}, "")


def override(root: Node, name: str) -> Node | None:
    wanted = "/" + name.lower()
    return next((n for n in root.all("Override") if n.attrs.get("PartName", "").lower() == wanted), None)


def default(root: Node, name: str) -> Node | None:
    ending = name.rpartition(".")[2].lower()
    return next((n for n in root.all("Default") if n.attrs.get("Extension", "").lower() == ending), None)


def defined_names(data: bytes, listed: Node) -> Iterator[DefinedName]:
    for node in listed.all("definedName"):
        text = unescape(data[node.inner : node.stop].decode("utf-8"))
        local = node.attrs.get("localSheetId")
        hidden = node.attrs.get("hidden", "0") in ("1", "true")
        sheet = int(local) if local is not None and local.isdecimal() else None
        yield DefinedName(node.attrs.get("name", ""), text, sheet, hidden)


def refuse_others(data: bytes) -> None:
    """Returns for a zip archive; names what else the file is."""
    if not data:
        raise WorkbookRefused(f"{NOT_ONE}: it is empty.", "Restore it from a backup or an earlier version.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookRefused(
                "The workbook is encrypted with a password.", "Save it without a password and run again."
            )
        raise WorkbookRefused(f"{NOT_ONE}: it is a workbook of Excel 97-2003 (.xls).", SAVE_AS)
    if not data.startswith(b"PK"):
        raise WorkbookRefused(f"{NOT_ONE}: it does not start like one.", SAVE_AS)


def what_zip(mimetype: bytes) -> str:
    """What an archive that is no workbook is, by its part of that name."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "it is an OpenDocument file (.ods)"
    return "it is a zip archive of something else"


def is_module(node: Node) -> bool:
    """True for what stands for a module of macros in a workbook that was an .xls once: very hidden, and without a part."""
    return node.attrs.get("state") == "veryHidden" and not node.attr_ending("id")
