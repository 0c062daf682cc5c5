"""Which developer metadata a data filter finds."""

from __future__ import annotations

from tests.wire import a1
from tests.wire.answers import Json
from tests.wire.state import Box, Spreadsheet


def matching(book: Spreadsheet, filters: list[Json]) -> list[Json]:
    """The metadata that any of the filters finds, each once."""
    return [one for one in book.metadata if any(_matches(book, one, wanted) for wanted in filters)]


def _matches(book: Spreadsheet, one: Json, wanted: Json) -> bool:
    lookup = wanted.get("developerMetadataLookup")
    if lookup is not None:
        return _looked_up(book, one, lookup)
    place = (
        a1.place(book, wanted["a1Range"])
        if "a1Range" in wanted
        else a1.grid_place(book, wanted.get("gridRange", {}))
    )
    return _within(one, place)


def _looked_up(book: Spreadsheet, one: Json, lookup: Json) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and lookup[name] != one.get(name):
            return False
    if lookup.get("locationType", one["location"]["locationType"]) != one["location"]["locationType"]:
        return False
    where = lookup.get("metadataLocation")
    if not where:
        return True
    if "dimensionRange" in where:
        return bool(where["dimensionRange"] == one["location"].get("dimensionRange"))
    if "sheetId" in where:
        dimension = one["location"].get("dimensionRange", {})
        return where["sheetId"] in (
            one["location"].get("sheetId"),
            dimension.get("sheetId", 0) if dimension else None,
        )
    return bool(one["location"].get("spreadsheet"))


def _within(one: Json, place: a1.Place) -> bool:
    dimension = one["location"].get("dimensionRange")
    if not dimension or dimension.get("sheetId", 0) != place.sheet.sheet_id:
        return False
    start, end = dimension["startIndex"], dimension["endIndex"]
    far = 10_000_000
    box = Box(start, end, 0, far) if dimension["dimension"] == "ROWS" else Box(0, far, start, end)
    return box.meets(place.box)


def places(book: Spreadsheet, filters: list[Json]) -> list[tuple[Json, a1.Place]]:
    """The blocks of cells that data filters mean, with the filter that found each."""
    found: list[tuple[Json, a1.Place]] = []
    for wanted in filters:
        if "developerMetadataLookup" in wanted:
            found += [
                (wanted, _home(book, one))
                for one in matching(book, [wanted])
                if "spreadsheet" not in one["location"]
            ]
        elif "a1Range" in wanted:
            found.append((wanted, a1.place(book, wanted["a1Range"])))
        else:
            found.append((wanted, a1.grid_place(book, wanted.get("gridRange", {}))))
    return found


def _home(book: Spreadsheet, one: Json) -> a1.Place:
    location = one["location"]
    if "sheetId" in location:
        sheet = book.by_id(location["sheetId"], "dataFilters")
        return a1.Place(sheet, sheet.all)
    dimension = location["dimensionRange"]
    sheet = book.by_id(dimension.get("sheetId", 0), "dataFilters")
    start, end = dimension["startIndex"], dimension["endIndex"]
    if dimension["dimension"] == "ROWS":
        return a1.Place(sheet, Box(start, end, 0, sheet.column_count))
    return a1.Place(sheet, Box(0, sheet.row_count, start, end))
