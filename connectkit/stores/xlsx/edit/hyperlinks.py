"""The addresses that cells of one sheet open: set, replaced and dropped without anything left behind."""

from __future__ import annotations

from connectkit.errors import WorkbookRefused
from connectkit.model import cell_name
from connectkit.stores.xlsx.package.package import OFFICE_RELS, STRICT_RELS, Package
from connectkit.stores.xlsx.package.sheet_xml import SheetXml
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, tag
from connectkit.stores.xlsx.values.values import area

MAX_URL = 2_079
MAX_LINKS = 65_530


class Hyperlinks:
    """Collects the link changes of one sheet; :meth:`edits` gives them, with relationships already made."""

    def __init__(self, package: Package, xml: SheetXml) -> None:
        self._package, self._xml = package, xml
        self._list = xml.child("hyperlinks")
        self._nodes = self._list.all("hyperlink") if self._list is not None else []
        self._wanted: dict[tuple[int, int], str | None] = {}
        self._areas = [(area(node.attrs.get("ref", "A1")), node) for node in self._nodes]

    def set(self, row: int, column: int, url: str, where: str) -> None:
        """The cell will open this address.

        Raises:
            WorkbookRefused: the address is longer than a cell can hold, or a link over several cells covers it.
        """
        if len(url) > MAX_URL:
            raise WorkbookRefused(
                f"The link for {where} has {len(url):,} characters; a cell holds at most {MAX_URL:,}.",
                "Shorten the message and run again. Nothing was written.",
            )
        self._check_alone(row, column, where)
        self._wanted[row, column] = url

    def drop(self, row: int, column: int, where: str) -> None:
        """The cell will open nothing."""
        if self._at(row, column):
            self._check_alone(row, column, where)
            self._wanted[row, column] = None

    def _at(self, row: int, column: int) -> list[Node]:
        return [
            node
            for (top, left, bottom, right), node in self._areas
            if top <= row <= bottom and left <= column <= right
        ]

    def _check_alone(self, row: int, column: int, where: str) -> None:
        for node in self._at(row, column):
            if ":" in node.attrs.get("ref", "") and area(node.attrs["ref"]) != (row, column, row, column):
                raise WorkbookRefused(
                    f"{where} is part of a link that covers several cells.",
                    "Nothing was written. Remove that link in the spreadsheet and run again.",
                )

    def edits(self) -> list[Edit]:
        """The edits of the sheet's list of links; the relationships are in the package."""
        targets = {rel.id: rel.target for rel in self._package.rels(self._xml.sheet.part)}
        gone: list[Node] = []
        wanted: list[tuple[int, int, str]] = []
        for (row, column), url in sorted(self._wanted.items()):
            standing = self._at(row, column)
            if len(standing) == 1 and url is not None and self._opens(standing[0], targets, url):
                continue
            gone += standing
            if url is not None:
                wanted.append((row, column, url))
        if len(self._nodes) - len(gone) + len(wanted) > MAX_LINKS:
            raise WorkbookRefused(
                f"The sheet {self._xml.sheet.name} would have more than {MAX_LINKS:,} links.",
                "Nothing was written. Move old rows to another sheet and run again.",
            )
        self._forget(gone)
        added = [self._new(row, column, url) for row, column, url in wanted]
        edits = [Edit(node.start, node.end, b"") for node in gone]
        return self._listed(edits, added, len(self._nodes) - len(gone))

    def _listed(self, edits: list[Edit], added: list[bytes], left: int) -> list[Edit]:
        new = b"".join(added)
        if self._list is None:
            return (
                [self._xml.insert("hyperlinks", tag(self._xml.name("hyperlinks"), {}, new.decode("utf-8")))]
                if new
                else []
            )
        if not left and not new and edits:
            return [Edit(self._list.start, self._list.end, b"")]
        return [*edits, insert_into(self._xml.data, self._list, new)] if new else edits

    @staticmethod
    def _opens(node: Node, targets: dict[str, str], url: str) -> bool:
        return targets.get(node.attr_ending("id")) == url and "location" not in node.attrs

    def _forget(self, gone: list[Node]) -> None:
        """Relationships that no other link uses are removed."""
        kept = {node.attr_ending("id") for node in self._nodes if node not in gone}
        for rel_id in {node.attr_ending("id") for node in gone} - kept - {""}:
            self._package.remove_rel(self._xml.sheet.part, rel_id)

    def _new(self, row: int, column: int, url: str) -> bytes:
        rel_id = self._package.add_rel(self._xml.sheet.part, "hyperlink", url, external=True)
        prefix = self._xml.rel_prefix()
        declared = {} if prefix else {"xmlns:r": STRICT_RELS if self._package.strict else OFFICE_RELS}
        attrs = {**declared, "ref": cell_name(row, column), f"{prefix or 'r:'}id": rel_id}
        return tag(self._xml.name("hyperlink"), attrs)
