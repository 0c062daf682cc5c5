"""What connectkit will not write to, and the proof that a save changes only what was planned.

A workbook is refused by name and with a way out before anything is computed, and a finished save is compared with
the snapshot before it reaches the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.inventory import inventory
from connectkit.stores.xlsx.package.package import CONTENT_TYPES, Package, Sheet
from connectkit.stores.xlsx.package.xml_tree import parse, run, safe_parser
from connectkit.stores.xlsx.save.proof import self_audit

__all__ = ["Blocks", "Finding", "check", "inventory", "refuse_unsafe", "self_audit"]

_TRUE = ("1", "true", "on")
_SHEET_KINDS = {
    "chartsheet": "holds only a chart",
    "dialogsheet": "is a dialog of an old macro",
    "xlMacrosheet": "is a sheet of old macros",
    "xlIntlMacrosheet": "is a sheet of old macros",
}


class Blocks(Enum):
    """What a finding stands in the way of."""

    EVERYTHING = "any change to the workbook"
    NEW_TABS = "adding a tab"
    SHEET = "writing to that sheet"


class Finding(NamedTuple):
    """Something connectkit can't keep or must not go round. ``part`` is the sheet's for ``Blocks.SHEET``."""

    name: str
    message: str
    hint: str
    blocks: Blocks
    part: str = ""


def check(package: Package) -> list[Finding]:
    """Everything that would stop a write to this workbook, worst first; [] for nearly all workbooks."""
    return [*_workbook(package), *(one for sheet in package.sheets() for one in _sheet(package, sheet))]


def refuse_unsafe(package: Package, write_to: Collection[str], *, new_tabs: bool = False) -> None:
    """Returns when these sheet parts may be written, and tabs added if ``new_tabs``.

    Raises:
        WorkbookRefused: the first thing that stands in the way, and the way out.
    """
    sheets = [sheet for sheet in package.sheets() if sheet.part in write_to]
    for finding in [*_workbook(package), *(one for sheet in sheets for one in _sheet(package, sheet))]:
        if finding.blocks is not Blocks.NEW_TABS or new_tabs:
            raise WorkbookRefused(finding.message, finding.hint)


def _workbook(package: Package) -> Iterator[Finding]:
    yield from _signed(package)
    yield from _shared(package)
    yield from _doubled(package)
    for part in [CONTENT_TYPES, package.workbook_part(), *_texts_and_formats(package)]:
        yield from _unreadable(package, part, Blocks.EVERYTHING, "")
    yield from _reserved(package)
    yield from _locked(package)
    if package.strict:
        yield Finding(
            "strict",
            'The workbook is saved as "Strict Open XML", to which connectkit can\'t add a tab.',
            "In your spreadsheet program, save it as the usual Excel Workbook (.xlsx) and use that file.",
            Blocks.NEW_TABS,
        )


def _texts_and_formats(package: Package) -> list[str]:
    parts = (package.part_of_kind(kind) for kind in ("sharedStrings", "styles"))
    return [part for part in parts if part is not None]


def _signed(package: Package) -> Iterator[Finding]:
    rels = package.rels("")
    if any(rel.type.endswith("/digital-signature/origin") for rel in rels) or any(
        name.lower().startswith("_xmlsignatures/") for name in package.names
    ):
        yield Finding(
            "signed",
            "The workbook is digitally signed, and any change would make the signature invalid.",
            "Remove the signature (in Excel: File, Info, View Signatures), or use an unsigned copy.",
            Blocks.EVERYTHING,
        )


def _shared(package: Package) -> Iterator[Finding]:
    kinds = {rel.kind for rel in package.rels(package.workbook_part())}
    if kinds & {"revisionHeaders", "usernames"}:
        yield Finding(
            "shared",
            "The workbook is shared in the old way, with a log of changes that only Excel can continue.",
            "In Excel, stop sharing it (Review, Unshare Workbook), save it and run again.",
            Blocks.EVERYTHING,
        )


def _doubled(package: Package) -> Iterator[Finding]:
    seen: set[str] = set()
    parts: set[str] = set()
    for sheet in package.sheets():
        if sheet.name.casefold() in seen or sheet.part in parts:
            yield Finding(
                "doubled",
                f"The workbook lists its sheet {sheet.name} twice.",
                "Open it in your spreadsheet program, save it as .xlsx under a new name, and use that file.",
                Blocks.EVERYTHING,
            )
        seen.add(sheet.name.casefold())
        parts.add(sheet.part)


def _reserved(package: Package) -> Iterator[Finding]:
    sharing = package.workbook.child("fileSharing")
    if sharing is not None and {"reservationPassword", "hashValue"} & sharing.attrs.keys():
        yield Finding(
            "reserved",
            "The workbook asks for a password before it may be changed.",
            "In Excel, save it without one (Save As, Tools, General Options), then run again.",
            Blocks.EVERYTHING,
        )


def _locked(package: Package) -> Iterator[Finding]:
    protection = package.workbook.child("workbookProtection")
    if protection is not None and protection.attrs.get("lockStructure", "0") in _TRUE:
        yield Finding(
            "locked",
            "The workbook's structure is protected, so connectkit adds no tab.",
            "Take the protection off (Review, Protect Workbook), run again, and put it back if you like.",
            Blocks.NEW_TABS,
        )


def _sheet(package: Package, sheet: Sheet) -> Iterator[Finding]:
    if sheet.kind in _SHEET_KINDS:
        yield Finding(
            "kind",
            f"The tab {sheet.name} {_SHEET_KINDS[sheet.kind]}, so it has no rows to write.",
            "Give your contacts a tab of their own.",
            Blocks.SHEET,
            sheet.part,
        )
        return
    unreadable = list(_unreadable(package, sheet.part, Blocks.SHEET, sheet.part))
    yield from unreadable
    if not unreadable and _protected(package.read(sheet.part), sheet.part):
        yield Finding(
            "protected",
            f"The tab {sheet.name} is protected, so connectkit does not write to it.",
            "Take the protection off (Review, Unprotect Sheet), or choose another tab, then run again.",
            Blocks.SHEET,
            sheet.part,
        )


def _unreadable(package: Package, part: str, blocks: Blocks, sheet: str) -> Iterator[Finding]:
    """A part that edits would need but that is not well-formed UTF-8 XML without a document type."""
    data = package.read(part)
    try:
        run(safe_parser(data, part), data, part)
    except WorkbookRefused as refusal:
        yield Finding("unreadable", refusal.message, refusal.hint, blocks, sheet)


def _protected(data: bytes, part: str) -> bool:
    """True when protection is on; a sheet may keep the settings of one that was taken off."""
    if b"sheetProtection" not in data:
        return False
    start = data.find(b"sheetData")
    end = data.rfind(b"sheetData")
    cut = (
        data[: data.find(b">", start)].removesuffix(b"/") + b"/" + data[data.find(b">", end) :]
        if start > 0
        else data
    )
    protection = parse(cut, part).child("sheetProtection")
    return protection is not None and protection.attrs.get("sheet", "0") in _TRUE
