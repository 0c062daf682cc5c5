"""The last look before the disk: the bytes to save hold every part the user had, changed only where planned."""

from __future__ import annotations

from collections.abc import Collection

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.package import CONTENT_TYPES, Package, rels_part
from connectkit.stores.xlsx.package.xml_tree import run, safe_parser

_HINT = (
    "This is a mistake in connectkit: please report it, with the name of the program that made the workbook. "
    "Your file stands as it was."
)


def self_audit(before: Package, after_bytes: bytes, touched: Collection[str]) -> None:
    """Returns when the bytes are the workbook ``before`` with changes in the ``touched`` parts only.

    ``before`` is the package as it was read, ``touched`` are the parts that were put, added or removed. Checked:
    every other part is there and the same, nothing else was added, every tab is still listed, what a tab that was
    not written to shows is not touched, changed XML can be read, every part has a content type, and no
    relationship leads nowhere that did not before.

    Raises:
        WorkbookRefused: the save would do more than planned, and was not made.
    """
    after = Package.from_bytes(after_bytes)
    planned = frozenset(touched)
    _only_planned(before, after, planned)
    _tabs_are_there(before, after, planned)
    for name in sorted(planned & set(after.names)):
        if name.endswith((".xml", ".rels")):
            data = after.read(name)
            run(safe_parser(data, name), data, name)
    _typed(before, after)
    _connected(before, after, planned)


def _refusal(what: str) -> WorkbookRefused:
    return WorkbookRefused(f"Nothing was written, because {what}.", _HINT)


def _only_planned(before: Package, after: Package, planned: frozenset[str]) -> None:
    for name in before.names:
        if name not in planned and name not in after:
            raise _refusal(f"the workbook's part {name} would be lost")
        if name not in planned and after.read(name) != before.read(name):
            raise _refusal(f"the workbook's part {name} would change, which this run does not write to")
    strange = set(after.names) - set(before.names) - planned
    if strange:
        raise _refusal(f"the part {min(strange)} would be added, which was not planned")


def _tabs_are_there(before: Package, after: Package, planned: frozenset[str]) -> None:
    former, now = before.sheets(), {sheet.name: sheet for sheet in after.sheets()}
    for sheet in former:
        if sheet.name not in now:
            raise _refusal(f"the tab {sheet.name} would be lost")
        if sheet.part in planned:
            continue
        if now[sheet.name] != sheet:
            raise _refusal(f"the tab {sheet.name} would be listed in another way")
        changed = _shown_by(before, sheet.part) & planned
        if changed:
            raise _refusal(f"the tab {sheet.name} would change in its part {min(changed)}")


def _shown_by(package: Package, part: str) -> set[str]:
    """The parts a sheet leads to: drawings, charts, images, notes, tables."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        targets = {
            rel.target for rel in package.rels(waiting.pop()) if not rel.external and rel.target in package
        }
        waiting += targets - found
        found |= targets
    return found - _of_the_workbook(package)


def _of_the_workbook(package: Package) -> set[str]:
    """What a sheet may lead back to: the workbook and what is listed there, other sheets included."""
    workbook = package.workbook_part()
    return {workbook, *(rel.target for rel in package.rels(workbook))}


def _typed(before: Package, after: Package) -> None:
    """Every part has a content type, unless it came without one."""
    typed_before, typed_after = _Types(before), _Types(after)
    for name in after.names:
        if name == CONTENT_TYPES or name.endswith("/") or name in typed_after:
            continue
        if name not in before or name in typed_before:
            raise _refusal(f"the part {name} would have no content type")


class _Types:
    """The names that have a content type, by part or by ending."""

    def __init__(self, package: Package) -> None:
        root = package.tree(CONTENT_TYPES)
        self._parts = {node.attrs.get("PartName", "").lower() for node in root.all("Override")}
        self._endings = {node.attrs.get("Extension", "").lower() for node in root.all("Default")}

    def __contains__(self, name: str) -> bool:
        return f"/{name.lower()}" in self._parts or name.rpartition(".")[2].lower() in self._endings


def _connected(before: Package, after: Package, planned: frozenset[str]) -> None:
    """No relationship leads to a part that is gone."""
    for name in after.names:
        if rels_part(name) not in after:
            continue
        loose = {rel.target for rel in after.rels(name) if not rel.external and rel.target not in after}
        known = {rel.target for rel in before.rels(name)} - planned if name in before else set()
        missing = {target for target in loose if target not in known or target in before}
        if missing:
            raise _refusal(f"the part {name} would lead to {min(missing)}, which is not there")
