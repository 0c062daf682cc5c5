"""A workbook as parts: content types, relationships, sheets, and which parts a run has changed.

One package is made from one snapshot of the file; everything a run writes is put here, and :meth:`Package.to_bytes`
gives the file to save, in which every part not put or removed is the same packed bytes as before.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.opc import (
    CONTENT_TYPES,
    NOT_ONE,
    OFFICE_RELS,
    RELATIONSHIPS_TYPE,
    SAVE_AS,
    STRICT_RELS,
    DefinedName,
    Rel,
    Sheet,
    default,
    defined_names,
    empty_rels,
    is_module,
    override,
    refuse_others,
    rels_part,
    what_zip,
)
from connectkit.stores.xlsx.package.raw_zip import Member, damaged, pack, read_members, write_members
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, parse, set_attrs, splice, tag

__all__ = [
    "CONTENT_TYPES",
    "OFFICE_RELS",
    "STRICT_RELS",
    "DefinedName",
    "Package",
    "Rel",
    "Sheet",
    "rels_part",
]


class Package:
    """The parts of one workbook, read from one snapshot and changed in memory."""

    def __init__(self, members: list[Member], comment: bytes = b"", original: bytes = b"") -> None:
        self._before = {member.name: member for member in members}
        self._members: dict[str, Member | None] = dict(self._before)  # None: see what was put
        self._put: dict[str, bytes] = {}
        self._comment = comment
        self._original = original
        self._cache: dict[str, bytes] = {}
        self._trees: dict[str, tuple[bytes, Node]] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> Package:
        """The package in these bytes, with every part's checksum checked.

        Raises:
            WorkbookRefused: not an .xlsx, encrypted, truncated, damaged, beyond the caps, or with parts whose
                XML is not plain UTF-8.
        """
        refuse_others(data)
        members, comment = read_members(data)
        package = cls(members, comment, data)
        if CONTENT_TYPES not in package:
            what = what_zip(package.read("mimetype") if "mimetype" in package else b"")
            raise WorkbookRefused(f"{NOT_ONE}: {what}.", SAVE_AS)
        for name in package.names:
            package._content(name)
        package.sheets()
        return package

    # --- parts

    @property
    def names(self) -> list[str]:
        """All part names, in the order of the archive."""
        return list(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """A part's content; KeyError if there is none."""
        return self._content(name)

    def _content(self, name: str) -> bytes:
        if name in self._put:
            return self._put[name]
        if name in self._cache:
            return self._cache[name]
        member = self._members[name]
        assert member is not None  # noqa: S101 - else it was put
        data = member.content()
        if name.endswith((".xml", ".rels")):
            self._cache[name] = data
        return data

    def tree(self, name: str) -> Node:
        """A part's root element, with offsets into what :meth:`read` gives for it now."""
        data = self.read(name)
        known = self._trees.get(name)
        if known is None or known[0] is not data:
            known = self._trees[name] = (data, parse(data, name))
        return known[1]

    def put(self, name: str, data: bytes, content_type: str | None = None) -> None:
        """The part has this content; a new one stands at the end. A content type is declared where it is missing."""
        if name not in self or self._content(name) != data:
            before = self._before.get(name)
            if before is not None and before.size == len(data) and before.content() == data:
                self._members[name] = before
                self._put.pop(name, None)
            else:
                self._members[name] = None
                self._put[name] = data
        if content_type is not None:
            self._declare(name, content_type)

    def remove(self, name: str) -> None:
        """The part, its relationships and its content type are gone; nothing happens if there is no such part."""
        for gone in (name, rels_part(name)):
            if gone in self:
                del self._members[gone]
                self._put.pop(gone, None)
                self._undeclare(gone)

    def original(self, name: str) -> bytes | None:
        """The content the part had in the snapshot, or None."""
        return self._before[name].content() if name in self._before else None

    def changed(self) -> set[str]:
        """The names of all parts put with other content, added or removed since the snapshot."""
        return self._put.keys() | (self._before.keys() - self._members.keys())

    def to_bytes(self) -> bytes:
        """The file to save; the snapshot itself when nothing changed."""
        if self._original and not self.changed():
            return self._original
        members = [
            member or pack(name, self._put[name], self._before.get(name))
            for name, member in self._members.items()
        ]
        return write_members(members, self._comment)

    # --- content types

    def content_type(self, name: str) -> str:
        """The declared content type of a part, or nothing."""
        root = self.tree(CONTENT_TYPES)
        own = override(root, name)
        if own is not None:
            return own.attrs.get("ContentType", "")
        standard = default(root, name)
        return standard.attrs.get("ContentType", "") if standard is not None else ""

    def _declare(self, name: str, content_type: str) -> None:
        if self.content_type(name) == content_type:
            return
        data, root = self.read(CONTENT_TYPES), self.tree(CONTENT_TYPES)
        own = override(root, name)
        if own is not None:
            edit = set_attrs(data, own, {"ContentType": content_type})
        else:
            attrs = {"PartName": "/" + name, "ContentType": content_type}
            edit = insert_into(data, root, tag(root.prefix + "Override", attrs))
        self.put(CONTENT_TYPES, splice(data, [edit]))

    def declare_default(self, extension: str, content_type: str) -> None:
        """Parts with this extension have this content type unless one is declared for them."""
        data, root = self.read(CONTENT_TYPES), self.tree(CONTENT_TYPES)
        if default(root, "x." + extension) is None:
            new = tag(root.prefix + "Default", {"Extension": extension, "ContentType": content_type})
            self.put(CONTENT_TYPES, splice(data, [Edit(root.inner, root.inner, new)]))

    def _undeclare(self, name: str) -> None:
        own = override(self.tree(CONTENT_TYPES), name)
        if own is not None:
            data = self.read(CONTENT_TYPES)
            self.put(CONTENT_TYPES, splice(data, [Edit(own.start, own.end, b"")]))

    # --- relationships

    def rels(self, part: str) -> list[Rel]:
        """The relationships of a part (``""``: of the package), in order."""
        name = rels_part(part)
        if name not in self:
            return []
        return [self._rel(part, node.attrs) for node in self.tree(name).all("Relationship")]

    def _rel(self, part: str, attrs: dict[str, str]) -> Rel:
        mode, target = attrs.get("TargetMode", "Internal"), attrs.get("Target", "")
        if mode != "External":
            target = self._resolve(part, target)
        return Rel(attrs.get("Id", ""), attrs.get("Type", ""), target, mode)

    def _resolve(self, part: str, target: str) -> str:
        folder = posixpath.dirname(part)
        joined = posixpath.normpath(posixpath.join("/" + folder, target.partition("#")[0])).lstrip("/")
        for name in (joined, unquote(joined)):
            if name in self:
                return name
        return next((name for name in self._members if name.lower() == joined.lower()), joined)

    def add_rel(self, part: str, rel_type: str, target: str, external: bool = False) -> str:
        """The id of a new relationship of a part; ``rel_type`` is the whole address or its last word."""
        if "/" not in rel_type:
            rel_type = f"{STRICT_RELS if self.strict else OFFICE_RELS}/{rel_type}"
        taken = {rel.id.lower() for rel in self.rels(part)}
        rel_id = next(f"rId{n}" for n in range(len(taken) + 1, 2 * len(taken) + 3) if f"rid{n}" not in taken)
        name = rels_part(part)
        if name not in self:
            self.declare_default("rels", RELATIONSHIPS_TYPE)
            self.put(name, empty_rels())
        data, root = self.read(name), self.tree(name)
        if not external:
            target = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        attrs = {"Id": rel_id, "Type": rel_type, "Target": target} | (
            {"TargetMode": "External"} if external else {}
        )
        self.put(name, splice(data, [insert_into(data, root, tag(root.prefix + "Relationship", attrs))]))
        return rel_id

    def remove_rel(self, part: str, rel_id: str) -> None:
        """The relationship is gone, and with the last one the relationships part; the target stays."""
        name = rels_part(part)
        nodes = self.tree(name).all("Relationship") if name in self else []
        kept = [node for node in nodes if node.attrs.get("Id") != rel_id]
        if nodes and not kept:
            self.remove(name)
        elif len(kept) < len(nodes):
            gone = [Edit(node.start, node.end, b"") for node in nodes if node.attrs.get("Id") == rel_id]
            self.put(name, splice(self.read(name), gone))

    # --- the workbook

    def workbook_part(self) -> str:
        """The name of the workbook part.

        Raises:
            WorkbookRefused: there is none, or it is of another kind of document.
        """
        for rel in self.rels(""):
            if rel.kind == "officeDocument" and rel.target in self:
                if rel.target.endswith(".bin"):
                    raise WorkbookRefused(f"{NOT_ONE}: it is a binary workbook (.xlsb).", SAVE_AS)
                return rel.target
        raise damaged("it does not say which of its parts is the workbook")

    @property
    def workbook(self) -> Node:
        """The root element of the workbook part."""
        root = self.tree(self.workbook_part())
        if root.tag.rpartition(":")[2] != "workbook":
            raise WorkbookRefused(f"{NOT_ONE}: it is another kind of Office document.", SAVE_AS)
        return root

    @property
    def strict(self) -> bool:
        """True for a workbook saved as "Strict Open XML"."""
        return any(rel.type == f"{STRICT_RELS}/officeDocument" for rel in self.rels(""))

    @property
    def date1904(self) -> bool:
        """True when serial 0 is 1904-01-01."""
        properties = self.workbook.child("workbookPr")
        return properties is not None and properties.attrs.get("date1904", "0") in ("1", "true", "on")

    def sheets(self) -> list[Sheet]:
        """All sheets, in the order of their tabs."""
        rels = {rel.id: rel for rel in self.rels(self.workbook_part())}
        listed = self.workbook.child("sheets")
        nodes = listed.all("sheet") if listed is not None else []
        return [self._sheet(node, rels) for node in nodes if not is_module(node)]

    def _sheet(self, node: Node, rels: dict[str, Rel]) -> Sheet:
        name, rel = node.attrs.get("name", ""), rels.get(node.attr_ending("id"))
        if rel is None or rel.target not in self:
            raise damaged(f"its sheet {name} is missing")
        number, state = node.attrs.get("sheetId", ""), node.attrs.get("state", "visible")
        sheet_id = int(number) if number.isdecimal() else 0
        return Sheet(name, sheet_id, rel.target, state, rel.id, rel.kind)

    def defined_names(self) -> list[DefinedName]:
        """All defined names of the workbook."""
        data, listed = self.read(self.workbook_part()), self.workbook.child("definedNames")
        return list(defined_names(data, listed)) if listed is not None else []

    def part_of_kind(self, kind: str) -> str | None:
        """The workbook's part of this relationship kind (``styles``, ``sharedStrings``), or None."""
        rels = self.rels(self.workbook_part())
        return next((rel.target for rel in rels if rel.kind == kind and rel.target in self), None)
