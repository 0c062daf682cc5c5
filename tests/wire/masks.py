"""Field masks: ``sheets(properties.title,data.rowData)`` picks parts of a document."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tests.wire.answers import ApiError, Json, invalid, violations
from tests.wire.discovery import camel, properties

Mask = dict[str, Any]
"""Field name to the mask below it; an empty mask means all of it."""

_TOKEN = re.compile(r"[A-Za-z_*][A-Za-z0-9_]*|\*|[(),./]")


def _bad(text: str) -> ApiError:
    told = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{text}'."
    return violations([(text, told)], "Request contains an invalid argument.")


@lru_cache(maxsize=256)
def parse(text: str, schema: str) -> Mask:
    """The mask a text means for a schema.

    Raises:
        ApiError: 400 for a path the schema does not have, or an unbalanced mask.
    """
    cleaned = re.sub(r"\s", "", text)
    tokens = _TOKEN.findall(cleaned)
    if "".join(tokens) != cleaned or not tokens:
        raise _bad(text)
    mask, end = _alternatives(tokens, 0, schema, text)
    if end != len(tokens):
        raise _bad(text)
    return mask


def _alternatives(tokens: list[str], at: int, schema: str, text: str) -> tuple[Mask, int]:
    """``a,b(c),d.e`` up to a closing bracket or the end."""
    mask: Mask = {}
    while True:
        at = _path(mask, tokens, at, schema, text)
        if at >= len(tokens) or tokens[at] != ",":
            return mask, at
        at += 1


def _path(mask: Mask, tokens: list[str], at: int, schema: str, text: str) -> int:
    """One path, merged into ``mask``."""
    if at >= len(tokens) or tokens[at] in "(),./":
        raise _bad(text)
    name = tokens[at]
    if name == "*":
        mask["*"] = {}
        return at + 1
    known, below = _known(schema, name, text)
    at += 1
    if at < len(tokens) and tokens[at] in (".", "/"):
        inner: Mask = {}
        at = _path(inner, tokens, at + 1, below, text)
    elif at < len(tokens) and tokens[at] == "(":
        inner, at = _alternatives(tokens, at + 1, below, text)
        if at >= len(tokens) or tokens[at] != ")":
            raise _bad(text)
        at += 1
    else:
        inner = {}
    _merge(mask, known, inner)
    return at


def _known(schema: str, name: str, text: str) -> tuple[str, str]:
    """The field's name in camelCase and the schema below it (empty for a scalar)."""
    if not schema:
        raise _bad(text)
    if schema == "?":
        return name, "?"
    fields = properties(schema)
    known = name if name in fields else camel(name)
    if known not in fields:
        raise _bad(text)
    spec = fields[known]
    spec = spec.get("items", spec)
    if "additionalProperties" in spec:
        return known, "?"
    return known, spec.get("$ref", "")


def _merge(mask: Mask, name: str, inner: Mask) -> None:
    if name not in mask:
        mask[name] = inner
    elif not mask[name] or not inner:
        mask[name] = {}
    else:
        for key, below in inner.items():
            _merge(mask[name], key, below)


def below(mask: Mask | None, name: str) -> Mask | None:
    """The mask under one field; None when the field is not wanted."""
    if mask is None:
        return None
    if not mask or "*" in mask:
        return {}
    return mask.get(name)


def wants(mask: Mask | None, *names: str) -> bool:
    """True when the mask reaches the field at this path."""
    for name in names:
        mask = below(mask, name)
    return mask is not None


def prune(value: Any, mask: Mask | None) -> Any:
    """The part of a document that a mask wants."""
    if mask is None:
        return None
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [prune(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: prune(inner, mask[name]) for name, inner in value.items() if name in mask}


def write_mask(text: str | None, schema: str, where: str) -> Mask:
    """The mask of an update request, which must name at least one field."""
    if not text:
        raise invalid(
            f"Invalid {where}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    try:
        return parse(text, schema)
    except ApiError as error:
        raise invalid(f"Invalid {where}: Cannot find matching fields for path '{text}'.") from error


def apply(target: Json, source: Json, mask: Mask) -> Json:
    """``target`` with the masked fields taken from ``source``; a masked field that ``source`` lacks goes away."""
    if not mask or "*" in mask:
        return dict(source)
    changed = dict(target)
    for name, inner in mask.items():
        if not inner or "*" in inner:
            if name in source:
                changed[name] = source[name]
            else:
                changed.pop(name, None)
        else:
            part = apply(target.get(name) or {}, source.get(name) or {}, inner)
            if part:
                changed[name] = part
            else:
                changed.pop(name, None)
    return changed
