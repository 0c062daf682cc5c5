"""Checks requests against Google's own description of the API, so that a misspelt field fails here as it would there.

The description ships with google-api-python-client. Bodies are checked as proto JSON is: camelCase and snake_case
names are both known, ``null`` means unset, numbers may arrive as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from tests.wire.answers import Json

Found = list[tuple[str, str]]
_Check = Callable[[Any, str, Found], Any]
_PACKAGE = "type.googleapis.com/google.apps.sheets.v4."
_ONE_OF = {"Request": "kind", "ExtendedValue": "value", "Response": "kind"}
_PLAIN_VALUES: dict[str, type | tuple[type, ...]] = {
    "stringValue": str,
    "numberValue": (int, float),
    "boolValue": bool,
    "formulaValue": str,
}


@cache
def document() -> Json:
    """The discovery document of Sheets v4."""
    path = files("googleapiclient") / "discovery_cache" / "documents" / "sheets.v4.json"
    loaded: Json = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def snake(name: str) -> str:
    """camelCase to snake_case, as error paths spell it."""
    return re.sub(r"([A-Z])", lambda found: "_" + found.group(1).lower(), name)


def camel(name: str) -> str:
    """snake_case to camelCase."""
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


@cache
def properties(schema: str) -> Json:
    """The properties of one schema."""
    found: Json = document()["schemas"][schema].get("properties", {})
    return found


def check_body(schema: str, body: Any, path: str = "") -> Found:
    """What in ``body`` does not fit ``schema``; ``body`` is normalised in place (names, nulls, numbers in text)."""
    found: Found = []
    _message(schema)(body, path, found)
    return found


def _unknown(name: str, path: str, found: Found, why: str = "Cannot find field.") -> None:
    at = f" at '{path}'" if path else ""
    found.append((path, f'Invalid JSON payload received. Unknown name "{name}"{at}: {why}'))


def _wrong(value: Any, path: str, kind: str, found: Found) -> Any:
    shown = json.dumps(value) if not isinstance(value, str) else f'"{value}"'
    found.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))
    return value


@cache
def _message(schema: str) -> _Check:
    fields = {name: _field(spec) for name, spec in properties(schema).items()}
    one_of = _ONE_OF.get(schema)
    snakes = {name: snake(name) for name in fields}

    def check(value: Any, path: str, found: Found) -> Any:
        if not isinstance(value, dict):
            if isinstance(value, list):
                _unknown(
                    path.rsplit(".", 1)[-1],
                    path.rpartition(".")[0],
                    found,
                    "Proto field is not repeating, cannot start list.",
                )
                return value
            return _wrong(value, path, _PACKAGE + schema, found)
        if schema == "CellData" and _plain_cell(value):
            return value
        for name in list(value):
            _one_field(value, name, path, found)
        if one_of and len(value) > 1:
            second = list(value)[1]
            found.append(
                (
                    path,
                    f"Invalid value at '{path}' (oneof), oneof field '{one_of}' is already set. Cannot set '{second}'",
                )
            )
        return value

    def _one_field(value: Json, name: str, path: str, found: Found) -> None:
        known = name if name in fields else camel(name)
        if known not in fields:
            _unknown(name, path, found)
            return
        inner = value.pop(name) if (value[name] is None or known != name) else value[name]
        if inner is None:
            return
        below = f"{path}.{snakes[known]}" if path else snakes[known]
        value[known] = fields[known](inner, below, found)

    return check


def _plain_cell(value: Json) -> bool:
    """True for the commonest cell, one typed value; spares the walk on sheets of many thousand rows."""
    if len(value) != 1:
        return not value
    typed = value.get("userEnteredValue")
    if type(typed) is not dict or len(typed) != 1:
        return False
    ((kind, inner),) = typed.items()
    return (
        kind in _PLAIN_VALUES
        and isinstance(inner, _PLAIN_VALUES[kind])
        and (type(inner) is not bool or kind == "boolValue")
    )


def _field(spec: Json) -> _Check:
    if "$ref" in spec:
        return lambda value, path, found: _message(spec["$ref"])(value, path, found)
    kind = spec.get("type", "any")
    if kind == "array":
        return _array(spec["items"])
    if kind == "object":
        return _map(spec.get("additionalProperties", {}))
    return {"string": _string(spec), "integer": _integer, "number": _number, "boolean": _boolean}.get(
        kind, _any
    )


def _any(value: Any, path: str, found: Found) -> Any:
    return value


def _array(items: Json) -> _Check:
    inner = _field(items)
    proto = _PACKAGE + items["$ref"] if "$ref" in items else "type.googleapis.com/google.protobuf.ListValue"

    def check(value: Any, path: str, found: Found) -> Any:
        if not isinstance(value, list):
            return _wrong(value, path, proto, found)
        for index, item in enumerate(value):
            if items.get("type") == "array" and not isinstance(item, list):
                _wrong(item, f"{path}[{index}]", "type.googleapis.com/google.protobuf.ListValue", found)
            elif item is not None:
                value[index] = inner(item, f"{path}[{index}]", found)
        return value

    return check


def _map(spec: Json) -> _Check:
    inner = _field(spec) if spec else _any

    def check(value: Any, path: str, found: Found) -> Any:
        if not isinstance(value, dict):
            return _wrong(value, path, "type.googleapis.com/google.protobuf.Struct", found)
        for key in value:
            value[key] = inner(value[key], f"{path}[{key}]", found)
        return value

    return check


def _string(spec: Json) -> _Check:
    allowed = frozenset(spec.get("enum", ()))

    def check(value: Any, path: str, found: Found) -> Any:
        if not isinstance(value, str):
            return _wrong(value, path, "TYPE_STRING", found)
        if allowed and value not in allowed:
            last = re.sub(r"\[\d+\]", "", path.rsplit(".", 1)[-1])
            return _wrong(value, path, _PACKAGE + camel("_" + last), found)
        return value

    return check


def _integer(value: Any, path: str, found: Found) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        return _wrong(value, path, "TYPE_INT32", found)
    return value


def _number(value: Any, path: str, found: Found) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _wrong(value, path, "TYPE_DOUBLE", found)
    return value


def _boolean(value: Any, path: str, found: Found) -> Any:
    return value if isinstance(value, bool) else _wrong(value, path, "TYPE_BOOL", found)
