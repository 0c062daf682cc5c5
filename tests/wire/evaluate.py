"""What formulas show. Knows the few functions that contact sheets use; anything else must be told with ``shows``."""

from __future__ import annotations

import math
from datetime import date

from tests.wire.answers import Json
from tests.wire.functions import FUNCTIONS, Failure, number, text_of
from tests.wire.locales import locale
from tests.wire.parsing import BadFormula, Node, parsed
from tests.wire.references import Reference
from tests.wire.state import Cell, CellError, Formula, Sheet, Spreadsheet, Value

Grid = list[list[Value]]


class Evaluator:
    """Computes each cell at most once; make a new one after every change.

    Attributes:
        unknown: the functions that were met and are not known here.
    """

    def __init__(self, book: Spreadsheet, today: date) -> None:
        self.book = book
        self.today = today
        self.comma = locale(book.locale).decimal == ","
        self.unknown: set[str] = set()
        self._done: dict[tuple[int, int, int], Value] = {}
        self._open: set[tuple[int, int, int]] = set()
        self.row = self.column = 0

    def cell(self, sheet: Sheet, row: int, column: int) -> Value:
        """What the cell shows, as a value."""
        cell = sheet.cell(row, column)
        if cell.shows is not None:
            return cell.shows
        if type(cell.value) is not Formula:
            return cell.value
        key = (sheet.sheet_id, row, column)
        if key in self._done:
            return self._done[key]
        if key in self._open:
            return CellError("REF", "Circular dependency detected.")
        self._open.add(key)
        self._done[key] = self._shown(sheet, cell.value, row, column)
        self._open.discard(key)
        return self._done[key]

    def _shown(self, sheet: Sheet, text: Formula, row: int, column: int) -> Value:
        outer, (self.row, self.column) = (self.row, self.column), (row, column)
        try:
            value = self.single(parsed(text, self.comma), sheet)
        except BadFormula:
            return CellError("ERROR", "Formula parse error.")
        except Failure as failure:
            return failure.error
        finally:
            self.row, self.column = outer
        if isinstance(value, float) and value.is_integer() and math.fabs(value) < 1e15:
            return int(value)
        return 0 if value is None else value

    def format(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """The number format a formula's result brings along."""
        cell = sheet.cell(row, column)
        if type(cell.value) is Formula and self._is_day(cell, sheet):
            return {"type": "DATE", "pattern": locale(self.book.locale).pattern}
        return None

    def _is_day(self, cell: Cell, sheet: Sheet) -> bool:
        try:
            return self._gives_day(parsed(str(cell.value), self.comma), sheet)
        except (BadFormula, Failure):
            return False

    def _gives_day(self, tree: Node, sheet: Sheet) -> bool:
        """A day plus or minus a number is a day; the difference of two days is not."""
        if tree.kind == "op" and tree.inner in "+-":
            left, right = (self._gives_day(part, sheet) for part in tree.parts)
            return left != right if tree.inner == "-" else left or right
        if tree.kind == "ref" and tree.inner.last is None:
            target = self.sheet(tree.inner, sheet).cell(tree.inner.first.row, tree.inner.first.column)
            number_format: Json = (target.format or {}).get("numberFormat", {})
            return number_format.get("type") == "DATE"
        return tree.kind == "call" and tree.inner in ("TODAY", "DATE", "EDATE")

    def link(self, sheet: Sheet, row: int, column: int) -> str:
        """Where a HYPERLINK formula leads; empty for any other cell."""
        cell = sheet.cell(row, column)
        if type(cell.value) is not Formula or not cell.value.upper().startswith("=HYPERLINK("):
            return ""
        outer, (self.row, self.column) = (self.row, self.column), (row, column)
        try:
            return text_of(self.single(parsed(cell.value, self.comma).parts[0], sheet))
        except (BadFormula, Failure, IndexError):
            return ""
        finally:
            self.row, self.column = outer

    def sheet(self, found: Reference, own: Sheet) -> Sheet:
        """The tab a reference points to."""
        if found.title is None:
            return own
        for sheet in self.book.sheets:
            if sheet.title.casefold() == found.title.casefold():
                return sheet
        raise Failure("REF")

    def block(self, node: Node, own: Sheet) -> Grid:
        """A node as rows of values: a range's cells, or a single value."""
        if node.kind == "name":
            for named in self.book.named:
                if named["name"].casefold() == node.inner.casefold() and named.get("range"):
                    target = self.book.by_id(named["range"].get("sheetId", 0), "formula")
                    box = target.box(named["range"])
                    return [
                        [self.cell(target, r, c) for c in range(box.left, box.right)]
                        for r in range(box.top, box.bottom)
                    ]
            raise Failure("NAME")
        if node.kind != "ref":
            return [[self.single(node, own)]]
        sheet, box = self.sheet(node.inner, own), node.inner.box
        rows, columns = (
            range(box.top, min(box.bottom, len(sheet.rows))),
            range(box.left, min(box.right, sheet.column_count)),
        )
        return [[self.cell(sheet, row, column) for column in columns] for row in rows] or [[None]]

    def single(self, node: Node, own: Sheet) -> Value:
        """A node as one value; Failure where it is an error."""
        if node.kind == "value":
            literal: Value = node.inner
            return literal
        if node.kind == "error":
            raise Failure(node.inner)
        if node.kind in ("ref", "name"):
            value = self._only(self.block(node, own))
        elif node.kind == "negate":
            return -number(self.single(node.parts[0], own))
        elif node.kind == "op":
            return operate(node.inner, self.single(node.parts[0], own), self.single(node.parts[1], own))
        else:
            value = self._call(node, own)
        if isinstance(value, CellError):
            raise Failure(value.kind, value.message)
        return value

    @staticmethod
    def _only(grid: Grid) -> Value:
        if len(grid) == 1 and len(grid[0]) == 1:
            return grid[0][0]
        raise Failure("VALUE", "An array value could not be found.")

    def _call(self, node: Node, own: Sheet) -> Value:
        function = FUNCTIONS.get(node.inner)
        if function is None:
            self.unknown.add(node.inner)
            raise Failure("NAME", f"Unknown function: '{node.inner}'.")
        return function(self, node.parts, own)


def operate(sign: str, left: Value, right: Value) -> Value:
    """``left sign right`` as a spreadsheet computes it."""
    if sign == "&":
        return text_of(left) + text_of(right)
    if sign in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(sign, left, right)
    a, b = number(left), number(right)
    if sign == "/":
        if b == 0:
            raise Failure("DIVIDE_BY_ZERO")
        return a / b
    if sign == "^":
        return float(a**b)
    return {"+": a + b, "-": a - b, "*": a * b}[sign]


def _compare(sign: str, left: Value, right: Value) -> bool:
    if left is None:
        left = "" if isinstance(right, str) else 0
    if right is None:
        right = "" if isinstance(left, str) else 0
    rank = [
        (2, 0.0, one)
        if isinstance(one, bool)
        else (1, 0.0, one.casefold())
        if isinstance(one, str)
        else (0, float(number(one)), "")
        for one in (left, right)
    ]
    a, b = ((r[0], r[1], str(r[2])) for r in rank)
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]
