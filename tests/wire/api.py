"""The methods of the API: which one a URL means, what it may carry, what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.wire import a1, answers, batch, masks, metadata, values
from tests.wire.answers import Json, NotModelled, invalid, violations
from tests.wire.batch.base import HANDLERS, Batch, Rules
from tests.wire.discovery import check_body, document
from tests.wire.metadata import places
from tests.wire.render import Renderer
from tests.wire.state import Spreadsheet

__all__ = ["Api", "Call", "batch", "call_of"]
_READS_BY_POST = ("getByDataFilter", "batchGetByDataFilter", "search")
_BOOLEANS = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}


class Call(NamedTuple):
    """One request, understood: ``name`` is like ``spreadsheets.values.get``."""

    name: str
    path: dict[str, str]
    query: Json
    body: Json

    @property
    def is_read(self) -> bool:
        """True for what Google's read quota counts."""
        return self.name.rsplit(".", 1)[-1] in ("get", "batchGet", *_READS_BY_POST)

    @property
    def kinds(self) -> list[str]:
        """The kinds of requests in a batch, in order."""
        return [next(iter(one), "") for one in self.body.get("requests", [])]


class _Method(NamedTuple):
    name: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Json
    body: str
    response: str


def _methods(resource: Json) -> Iterator[_Method]:
    for spec in resource.get("methods", {}).values():
        names = "|".join(name for name, one in spec["parameters"].items() if one["location"] == "path")
        pattern = (
            re.sub(rf"\\{{({names})\\}}", r"(?P<\1>[^/]+?)", re.escape(spec["path"]))
            if names
            else re.escape(spec["path"])
        )
        query = {name: one for name, one in spec["parameters"].items() if one["location"] == "query"}
        body, response = spec.get("request", {}).get("$ref", ""), spec["response"]["$ref"]
        yield _Method(
            spec["id"].removeprefix("sheets."),
            spec["httpMethod"],
            re.compile("/" + pattern),
            query,
            body,
            response,
        )
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


@cache
def _all_methods() -> tuple[_Method, ...]:
    """All methods, those with a verb after a colon first."""
    return tuple(sorted(_methods(document()), key=lambda one: -one.pattern.pattern.count(":")))


def call_of(verb: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[Call, _Method]:
    """The method a request means, its parameters and body checked.

    Raises:
        ApiError: 400 for what does not fit the schema; 501 for a URL the API does not have.
    """
    for method in _all_methods():
        found = method.pattern.fullmatch(path)
        if found and method.verb == verb:
            parts = {name: unquote(text) for name, text in found.groupdict().items()}
            wrong = _check_query(method, query)
            if method.body:
                body = {} if body is None else body
                at = {"ValueRange": "data"}.get(method.body, "")
                wrong += check_body(method.body, body, at)
            if wrong:
                raise violations(wrong)
            return Call(method.name, parts, _query(method, query), body or {}), method
    raise NotModelled(f"{verb} {path}")


def _check_query(method: _Method, query: dict[str, list[str]]) -> list[tuple[str, str]]:
    wrong = []
    for name, given in query.items():
        spec = method.parameters.get(name)
        if spec is None and name not in document()["parameters"]:
            wrong.append(
                (
                    "",
                    f"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message.",
                )
            )
        elif spec and "enum" in spec and given[-1] not in spec["enum"]:
            wrong.append(
                (
                    name,
                    f"Invalid value at '{name}' (type.googleapis.com/google.apps.sheets.v4.{name[0].upper()}{name[1:]}), \"{given[-1]}\"",
                )
            )
        elif spec and spec["type"] == "boolean" and given[-1] not in _BOOLEANS:
            wrong.append((name, f"Invalid value at '{name}' (TYPE_BOOL), \"{given[-1]}\""))
    return wrong


def _query(method: _Method, query: dict[str, list[str]]) -> Json:
    shown: Json = {}
    for name, given in query.items():
        spec = method.parameters.get(name, {})
        if spec.get("repeated"):
            shown[name] = given
        else:
            shown[name] = _BOOLEANS[given[-1]] if spec.get("type") == "boolean" else given[-1]
    return shown


class Api:
    """Answers calls over the workbooks it is given; ``before_apply`` runs just before a write is carried out."""

    def __init__(self, books: dict[str, Spreadsheet], rules: Rules) -> None:
        self.books = books
        self.rules = rules
        self.before_apply: Callable[[Call], None] = lambda _call: None
        self.unknown_functions: set[str] = set()

    def answer(self, call: Call, response: str) -> Json:
        """The document a call is answered with, cut to the ``fields`` of its query."""
        book = self._book(call)
        fields = call.query.get("fields")
        mask = masks.parse(fields, response) if fields else {}
        method = _METHODS.get(call.name)
        if method is None:
            raise NotModelled(f"the method {call.name}")
        if call.is_read:
            return method(self, book, call, mask)
        self.before_apply(call)
        saved = book.checkpoint()
        try:
            return method(self, book, call, mask)
        except BaseException:
            book.restore(saved)
            raise

    def _book(self, call: Call) -> Spreadsheet:
        book = self.books.get(call.path.get("spreadsheetId", ""))
        if book is None:
            raise answers.not_found()
        if book.access == "none" or (book.access == "viewer" and not call.is_read):
            raise answers.not_shared()
        if book.excel:
            raise answers.excel_file()
        return book

    def rendered(
        self, book: Spreadsheet, mask: masks.Mask, found: list[a1.Place] | None, with_data: bool
    ) -> Json:
        """The Spreadsheet document."""
        renderer = Renderer(book, self.rules)
        shown = renderer.spreadsheet(mask, found, with_data)
        self.unknown_functions |= renderer.evaluator.unknown
        return shown


def _with_data(call: Call, mask: masks.Mask, asked: bool, *above: str) -> bool:
    """Grid data comes when the mask reaches it, or when there is no mask and it was asked for."""
    return masks.wants(mask, *above, "sheets", "data") if "fields" in call.query else asked


def _get(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    found = [a1.place(book, text) for text in call.query["ranges"]] if call.query.get("ranges") else None
    return api.rendered(book, mask, found, _with_data(call, mask, call.query.get("includeGridData", False)))


def _get_by_filter(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    filters = call.body.get("dataFilters", [])
    found = [place for _, place in places(book, filters)] if filters else None
    return api.rendered(book, mask, found, _with_data(call, mask, call.body.get("includeGridData", False)))


def _batch_update(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    work = Batch(book, api.rules)
    replies: list[Json] = []
    for index, request in enumerate(requests):
        if not request:
            raise invalid(f"Invalid requests[{index}]: No request set.")
        ((kind, inner),) = request.items()
        handler = HANDLERS.get(kind)
        if handler is None:
            raise NotModelled(f"the request {kind}")
        reply = handler(work, inner, f"requests[{index}].{kind}")
        replies.append({kind: reply} if reply else {})
    answer: Json = {"spreadsheetId": book.spreadsheet_id, "replies": replies}
    shown: Json = masks.prune(answer, mask)
    if call.body.get("includeSpreadsheetInResponse") and masks.wants(mask, "updatedSpreadsheet"):
        ranges = call.body.get("responseRanges")
        found = [a1.place(book, text) for text in ranges] if ranges else None
        inner_mask = masks.below(mask, "updatedSpreadsheet") or {}
        data = _with_data(call, mask, call.body.get("responseIncludeGridData", False), "updatedSpreadsheet")
        shown["updatedSpreadsheet"] = api.rendered(book, inner_mask, found, data)
    return shown


def _values_get(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    block = _rendering(api, book, call.query).block(a1.place(book, call.path["range"]))
    shown: Json = masks.prune(block, mask)
    return shown


def _rendering(api: Api, book: Spreadsheet, options: Json) -> values.Rendering:
    return values.Rendering(Batch(book, api.rules).evaluator, options)


def _values_batch_get(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    rendering = _rendering(api, book, call.query)
    blocks = [rendering.block(a1.place(book, text)) for text in call.query.get("ranges", [])]
    shown: Json = masks.prune({"spreadsheetId": book.spreadsheet_id, "valueRanges": blocks}, mask)
    return shown


def _values_by_filter(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    rendering = _rendering(api, book, call.body)
    blocks = [
        {"valueRange": rendering.block(place), "dataFilters": [wanted]}
        for wanted, place in places(book, call.body.get("dataFilters", []))
    ]
    shown: Json = masks.prune({"spreadsheetId": book.spreadsheet_id, "valueRanges": blocks}, mask)
    return shown


def _values_update(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    option = call.query.get("valueInputOption", "")
    return values.update(Batch(book, api.rules), call.path["range"], call.body, option)


def _values_append(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    insert = call.query.get("insertDataOption") == "INSERT_ROWS"
    option = call.query.get("valueInputOption", "")
    return values.append(Batch(book, api.rules), call.path["range"], call.body, option, insert)


def _values_batch_update(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    work, option = Batch(book, api.rules), call.body.get("valueInputOption", "")
    data = call.body.get("data", [])
    done = [
        values.update(work, one.get("range", ""), one, option, where=f"Invalid data[{i}]: ")
        for i, one in enumerate(data)
    ]
    total = sum(one.get("updatedCells", 0) for one in done)
    return {"spreadsheetId": book.spreadsheet_id, "totalUpdatedCells": total, "responses": done}


def _values_clear(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    return values.clear(Batch(book, api.rules), call.path["range"])


def _metadata_search(api: Api, book: Spreadsheet, call: Call, mask: masks.Mask) -> Json:
    filters = call.body.get("dataFilters", [])
    found = metadata.matching(book, filters)
    return (
        {"matchedDeveloperMetadata": [{"developerMetadata": one, "dataFilters": filters} for one in found]}
        if found
        else {}
    )


_METHODS: dict[str, Callable[[Api, Spreadsheet, Call, masks.Mask], Json]] = {
    "spreadsheets.get": _get,
    "spreadsheets.getByDataFilter": _get_by_filter,
    "spreadsheets.batchUpdate": _batch_update,
    "spreadsheets.developerMetadata.search": _metadata_search,
    "spreadsheets.values.get": _values_get,
    "spreadsheets.values.batchGet": _values_batch_get,
    "spreadsheets.values.batchGetByDataFilter": _values_by_filter,
    "spreadsheets.values.update": _values_update,
    "spreadsheets.values.append": _values_append,
    "spreadsheets.values.batchUpdate": _values_batch_update,
    "spreadsheets.values.clear": _values_clear,
}
