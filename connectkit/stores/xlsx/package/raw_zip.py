"""The zip container of a workbook, with every untouched member carried over as the bytes it was.

``zipfile`` can't copy a member without packing it anew, so that a user's file would change where nothing changed;
and it reads archives that a spreadsheet program refuses. This module reads the central directory strictly,
copies members raw and writes deterministically.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from connectkit.errors import WorkbookRefused

MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 256 * 1024 * 1024
MAX_TOTAL_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FLOOR = 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_NEW_YEAR_1980 = 0x21
_DAMAGED_HINT = (
    "Restore it from a backup or an earlier version, or open and save it in your spreadsheet program."
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive: its central record and the bytes it occupies (header, data, what follows)."""

    name: str
    central: bytes
    local: bytes
    data_at: int
    method: int
    crc: int
    packed: int
    size: int

    def content(self) -> bytes:
        """The decompressed bytes.

        Raises:
            WorkbookRefused: they do not unpack to the size and checksum the archive states.
        """
        raw = self.local[self.data_at : self.data_at + self.packed]
        try:
            data = raw if self.method == _STORED else _inflate(raw, self.size)
        except zlib.error:
            data = b""
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise damaged(f"its part {self.name} does not match its checksum")
        return data


def _inflate(raw: bytes, size: int) -> bytes:
    unpack = zlib.decompressobj(-15)
    data = unpack.decompress(raw, size + 1)
    return data if unpack.eof and not unpack.unused_data else b""


def damaged(what: str) -> WorkbookRefused:
    """The refusal of a file that is not whole."""
    return WorkbookRefused(f"The workbook is damaged: {what}.", _DAMAGED_HINT)


def _unusual(what: str) -> WorkbookRefused:
    return WorkbookRefused(
        f"The workbook can't be kept whole: {what}.",
        "Open it in your spreadsheet program, save it as .xlsx under a new name, and use that file.",
    )


def _end_record(data: bytes) -> tuple[int, int, int, int]:
    """Where the end record stands; the number of members; where the directory starts; its size."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if at < 0 or at + _END.size > len(data):
        raise damaged("its end is missing, so it was cut off while it was copied or saved")
    _, disk, start_disk, here, count, size, start, comment = _END.unpack_from(data, at)
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, start):
        raise _unusual("it is a zip64 archive, made for files of more than 4 GB")
    if disk or start_disk or here != count:
        raise _unusual("it is one part of an archive in several parts")
    if at + _END.size + comment != len(data) or start + size > at:
        raise damaged("its table of contents does not fit the file")
    return at, count, start, size


def read_members(data: bytes) -> tuple[list[Member], bytes]:
    """All members in the order of the directory, and the archive's comment.

    Raises:
        WorkbookRefused: truncated, zip64, encrypted, overlapping, with a name twice, or beyond the caps.
    """
    end, count, start, size = _end_record(data)
    if count > MAX_MEMBERS:
        raise _unusual(f"it has {count:,} parts, more than {MAX_MEMBERS:,}")
    records = _central_records(data, count, start, start + size)
    offsets = [_CENTRAL.unpack_from(record)[16] for _, record in records]
    limits = dict(zip(sorted(offsets), [*sorted(offsets)[1:], start], strict=True))
    members = [
        _member(data, name, record, offset, limits[offset])
        for (name, record), offset in zip(records, offsets, strict=True)
    ]
    _no_name_twice(members)
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        raise _unusual(f"its parts unpack to more than {MAX_TOTAL_BYTES // 1024 // 1024:,} MB in all")
    return members, data[end + _END.size :]


def _central_records(data: bytes, count: int, at: int, end: int) -> list[tuple[str, bytes]]:
    records = []
    for _ in range(count):
        if data[at : at + 4] != b"PK\1\2" or at + _CENTRAL.size > end:
            raise damaged("its table of contents can't be read")
        fields = _CENTRAL.unpack_from(data, at)
        name_end = at + _CENTRAL.size + fields[10]
        following = name_end + fields[11] + fields[12]
        raw = data[at + _CENTRAL.size : name_end]
        try:
            name = raw.decode("utf-8" if fields[3] & _UTF8 else "cp437")
        except UnicodeDecodeError:
            raise damaged("the name of one of its parts can't be read") from None
        records.append((name, data[at:following]))
        at = following
    if at > end:
        raise damaged("its table of contents can't be read")
    return records


def _member(data: bytes, name: str, record: bytes, offset: int, limit: int) -> Member:
    _, _, _, flags, method, _, _, crc, packed, size, name_size, _, _, _, _, _, _ = _CENTRAL.unpack(
        record[: _CENTRAL.size]
    )
    if flags & 0x1:
        raise WorkbookRefused(
            "The workbook is protected with a zip password.", "Save it without a password and run again."
        )
    if method not in (_STORED, _DEFLATED):
        raise _unusual(f"its part {name} is packed with a method that spreadsheet programs do not use")
    if 0xFFFFFFFF in (packed, size, offset):
        raise _unusual(f"its part {name} is a zip64 member, made for files of more than 4 GB")
    _within_caps(name, packed, size)
    if data[offset : offset + 4] != b"PK\3\4" or offset + _LOCAL.size > limit:
        raise damaged(f"its part {name} does not stand where the table of contents says")
    local = _LOCAL.unpack_from(data, offset)
    data_at = _LOCAL.size + local[9] + local[10]
    here = data[offset + _LOCAL.size : offset + _LOCAL.size + local[9]]
    if here != record[_CENTRAL.size : _CENTRAL.size + name_size] or offset + data_at + packed > limit:
        raise damaged(f"its part {name} does not stand where the table of contents says")
    return Member(name, record, data[offset:limit], data_at, method, crc, packed, size)


def _within_caps(name: str, packed: int, size: int) -> None:
    if size > MAX_MEMBER_BYTES:
        raise _unusual(f"its part {name} unpacks to more than {MAX_MEMBER_BYTES // 1024 // 1024} MB")
    if size > _RATIO_FLOOR and size > MAX_RATIO * packed:
        raise _unusual(f"its part {name} unpacks to more than {MAX_RATIO} times its size")


def _no_name_twice(members: list[Member]) -> None:
    seen: set[str] = set()
    for member in members:
        folded = member.name.lower()
        if folded in seen:
            raise damaged(f"it has two parts with the name {member.name}")
        seen.add(folded)


def pack(name: str, content: bytes, former: Member | None = None) -> Member:
    """A member made from content: deflated, with the former member's time stamp and attributes, else 1980-01-01."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflate.compress(content) + deflate.flush()
    crc, raw = zlib.crc32(content), name.encode("utf-8")
    flags = 0 if name.isascii() else _UTF8
    made_by, time, day, inner, outer = 20, 0, _NEW_YEAR_1980, 0, 0
    if former:
        fields = _CENTRAL.unpack(former.central[: _CENTRAL.size])
        made_by, time, day, inner, outer = fields[1], fields[5], fields[6], fields[14], fields[15]
    sizes = (crc, len(packed), len(content), len(raw))
    local = _LOCAL.pack(b"PK\3\4", 20, flags, _DEFLATED, time, day, *sizes, 0) + raw
    central = (
        _CENTRAL.pack(b"PK\1\2", made_by, 20, flags, _DEFLATED, time, day, *sizes, 0, 0, 0, inner, outer, 0)
        + raw
    )
    return Member(name, central, local + packed, len(local), _DEFLATED, crc, len(packed), len(content))


def write_members(members: list[Member], comment: bytes = b"") -> bytes:
    """The archive of these members, in this order.

    Raises:
        WorkbookRefused: it would need zip64.
    """
    pieces, central, at = [], [], 0
    for member in members:
        pieces.append(member.local)
        central.append(member.central[:42] + struct.pack("<L", at & 0xFFFFFFFF) + member.central[46:])
        at += len(member.local)
    directory = b"".join(central)
    if at + len(directory) >= 0xFFFFFFFF or len(members) >= 0xFFFF:
        raise _unusual("with the changes it would grow beyond 4 GB")
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), at, len(comment))
    return b"".join([*pieces, directory, end, comment])
