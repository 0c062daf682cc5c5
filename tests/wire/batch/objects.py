"""Requests about what is attached to a workbook: names, developer metadata, protection, conditional formats."""

from __future__ import annotations

import re

from tests.wire import masks
from tests.wire.a1 import cells
from tests.wire.answers import Json, invalid
from tests.wire.batch.base import Batch, attached, filled, handles
from tests.wire.metadata import matching

_METADATA_ROOM = 30_000


def _named(batch: Batch, range_id: str, where: str) -> int:
    for index, one in enumerate(batch.book.named):
        if one["namedRangeId"] == range_id:
            return index
    raise invalid(f"Invalid {where}: No NamedRange with id: {range_id}")


def _free_name(batch: Batch, name: str, where: str, own: str = "") -> None:
    looks_like_cell = cells(name) is not None or re.fullmatch(r"[rR]\d*[cC]\d*", name)
    if (
        not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,249}", name)
        or looks_like_cell
        or name.casefold() in ("true", "false")
    ):
        raise invalid(f"Invalid {where}: The name of the named range is invalid: {name}")
    if any(
        one["name"].casefold() == name.casefold() and one["namedRangeId"] != own for one in batch.book.named
    ):
        raise invalid(f"Invalid {where}: A named range with the name {name} already exists.")


@handles("addNamedRange")
def add_namedfilled(batch: Batch, request: Json, where: str) -> Json:
    """A name for a range; name and id must be free."""
    wanted = dict(request.get("namedRange", {}))
    _free_name(batch, wanted.get("name", ""), where)
    wanted.setdefault("namedRangeId", f"named{batch.book.fresh_id()}")
    if any(one["namedRangeId"] == wanted["namedRangeId"] for one in batch.book.named):
        raise invalid(f"Invalid {where}: NamedRange with id {wanted['namedRangeId']} already exists.")
    wanted["range"] = filled(batch, wanted.get("range"), where)[1]
    batch.book.named.append(wanted)
    return {"namedRange": wanted}


@handles("updateNamedRange")
def update_namedfilled(batch: Batch, request: Json, where: str) -> Json:
    """Another name or range for an existing id."""
    wanted = request.get("namedRange", {})
    index = _named(batch, wanted.get("namedRangeId", ""), where)
    mask = masks.write_mask(request.get("fields"), "NamedRange", where)
    new = masks.apply(batch.book.named[index], wanted, mask)
    _free_name(batch, new.get("name", ""), where, new["namedRangeId"])
    new["range"] = filled(batch, new.get("range"), where)[1]
    batch.book.named[index] = new
    return {}


@handles("deleteNamedRange")
def delete_namedfilled(batch: Batch, request: Json, where: str) -> Json:
    """The name goes; 400 when there is no such id."""
    del batch.book.named[_named(batch, request.get("namedRangeId", ""), where)]
    return {}


@handles("createDeveloperMetadata")
def create_metadata(batch: Batch, request: Json, where: str) -> Json:
    """Hidden key and value on the workbook, a tab, one row or one column."""
    wanted = dict(request.get("developerMetadata", {}))
    if not wanted.get("metadataKey") or wanted.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid(f"Invalid {where}: Developer metadata needs a key and a visibility.")
    wanted.setdefault("metadataId", batch.book.fresh_id())
    if any(one["metadataId"] == wanted["metadataId"] for one in batch.book.metadata):
        raise invalid(f"Invalid {where}: Developer metadata with id {wanted['metadataId']} already exists.")
    wanted["location"] = _location(batch, wanted.get("location", {}), where)
    used = sum(
        len(one["metadataKey"]) + len(one.get("metadataValue", "")) for one in [*batch.book.metadata, wanted]
    )
    if used > _METADATA_ROOM:
        raise invalid(
            f"Invalid {where}: The developer metadata storage limit of {_METADATA_ROOM} characters was exceeded."
        )
    batch.book.metadata.append(wanted)
    return {"developerMetadata": wanted}


def _location(batch: Batch, wanted: Json, where: str) -> Json:
    given = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in wanted]
    if len(given) != 1:
        raise invalid(f"Invalid {where}: Developer metadata needs exactly one location.")
    if given == ["spreadsheet"]:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if given == ["sheetId"]:
        batch.book.by_id(wanted["sheetId"], where)
        return {"locationType": "SHEET", "sheetId": wanted["sheetId"]}
    place = wanted["dimensionRange"]
    batch.book.by_id(place.get("sheetId", 0), where)
    if place.get("endIndex", 0) - place.get("startIndex", 0) != 1:
        raise invalid(
            f"Invalid {where}: Developer metadata must be associated with exactly one row or column."
        )
    kind = "ROW" if place.get("dimension") == "ROWS" else "COLUMN"
    return {"locationType": kind, "dimensionRange": {"startIndex": 0, "sheetId": 0, **place}}


@handles("updateDeveloperMetadata")
def update_metadata(batch: Batch, request: Json, where: str) -> Json:
    """New key, value or visibility for all that match."""
    mask = masks.write_mask(request.get("fields"), "DeveloperMetadata", where)
    found = matching(batch.book, request.get("dataFilters", []))
    new = []
    for index, one in enumerate(batch.book.metadata):
        if one in found:
            batch.book.metadata[index] = masks.apply(one, request.get("developerMetadata", {}), mask)
            new.append(batch.book.metadata[index])
    return {"developerMetadata": new}


@handles("deleteDeveloperMetadata")
def delete_metadata(batch: Batch, request: Json, where: str) -> Json:
    """All that match go, which may be none."""
    found = matching(batch.book, [request.get("dataFilter", {})])
    batch.book.metadata = [one for one in batch.book.metadata if one not in found]
    return {"deletedDeveloperMetadata": found} if found else {}


@handles("addProtectedRange")
def add_protected(batch: Batch, request: Json, where: str) -> Json:
    """A protection; the account that makes a hard one may always edit it."""
    wanted = dict(request.get("protectedRange", {}))
    sheet, range_ = filled(batch, wanted.get("range"), where)
    wanted = {
        "protectedRangeId": batch.book.fresh_id(),
        **wanted,
        "range": {**wanted.get("range", {}), "sheetId": range_["sheetId"]},
    }
    if not wanted.get("warningOnly"):
        users = wanted.get("editors", {}).get("users", [])
        wanted["editors"] = {
            "users": [*dict.fromkeys([*users, *([batch.rules.robot] if batch.as_robot else [])])]
        }
    sheet.protected.append(wanted)
    return {"protectedRange": wanted}


@handles("updateProtectedRange")
def update_protected(batch: Batch, request: Json, where: str) -> Json:
    """Other properties of a protection that this account may edit."""
    wanted = request.get("protectedRange", {})
    sheet, index = attached(batch, "protected", "protectedRangeId", wanted.get("protectedRangeId", 0), where)
    batch.editable(sheet, sheet.box(sheet.protected[index]["range"]))
    mask = masks.write_mask(request.get("fields"), "ProtectedRange", where)
    sheet.protected[index] = masks.apply(sheet.protected[index], wanted, mask)
    return {}


@handles("deleteProtectedRange")
def delete_protected(batch: Batch, request: Json, where: str) -> Json:
    """The protection goes."""
    sheet, index = attached(batch, "protected", "protectedRangeId", request.get("protectedRangeId", 0), where)
    del sheet.protected[index]
    return {}


@handles("addConditionalFormatRule")
def add_conditional(batch: Batch, request: Json, where: str) -> Json:
    """A rule at an index; the ones behind it move on."""
    rule = request.get("rule", {})
    ranges = [filled(batch, one, where) for one in rule.get("ranges", [])]
    if not ranges or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid(f"Invalid {where}: A rule needs a range and either a boolean rule or a gradient rule.")
    sheet = ranges[0][0]
    sheet.conditional.insert(request.get("index", 0), {**rule, "ranges": [range_ for _, range_ in ranges]})
    return {}


@handles("updateConditionalFormatRule")
def update_conditional(batch: Batch, request: Json, where: str) -> Json:
    """Another rule at an index, or the rule at another index."""
    sheet_id = request.get("sheetId", request.get("rule", {}).get("ranges", [{}])[0].get("sheetId", 0))
    index = request.get("index", 0)
    old = delete_conditional(batch, {"sheetId": sheet_id, "index": index}, where)["rule"]
    add_conditional(batch, {"rule": request.get("rule", old), "index": request.get("newIndex", index)}, where)
    return {"newRule": request.get("rule", old), "newIndex": request.get("newIndex", index), "oldRule": old}


@handles("deleteConditionalFormatRule")
def delete_conditional(batch: Batch, request: Json, where: str) -> Json:
    """The rule at an index goes."""
    sheet = batch.book.by_id(request.get("sheetId", 0), where)
    index = request.get("index", 0)
    if index >= len(sheet.conditional):
        raise invalid(f"Invalid {where}: No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    return {"rule": sheet.conditional.pop(index)}
