"""The cells of any well-formed worksheet, read event by event: whatever its prefixes, comments or missing names."""

from __future__ import annotations

from collections.abc import Callable

from connectkit.model import CellValue, Formula, Row, cell_name
from connectkit.stores.xlsx.package.raw_zip import damaged
from connectkit.stores.xlsx.package.xml_tree import run, safe_parser
from connectkit.stores.xlsx.values.values import MAX_COLUMNS, MAX_ROWS, UnknownText, Values, column_index


class SheetPass:
    """One pass over one sheet. ``title`` is for messages; ``values`` None reads all but the cells."""

    def __init__(self, title: str, values: Values | None) -> None:
        self.found: dict[int, Row] = {}
        self.hidden: set[int] = set()
        self.hyperlinks: list[dict[str, str]] = []
        self.protected = False
        self._title, self._values = title, values
        self._row = self._column = 0
        self._cells: Row = []
        self._kind, self._style, self._value = "", "0", ""
        self._formula: str | None = None
        self._mute = False
        self._chunks: list[str] = []

    def read(self, data: bytes, part: str) -> None:
        """The pass is over.

        Raises:
            WorkbookRefused: the XML can't be read, or a cell names a string that is not there.
        """
        self._parser = parser = safe_parser(data, part)

        def root(tag: str, _: dict[str, str]) -> None:
            prefix = tag.rpartition(":")[0] + ":" * (":" in tag)
            starts = {prefix + name: handler for name, handler in self._starts().items()}
            ends = {prefix + name: handler for name, handler in self._ends().items()}
            parser.StartElementHandler = lambda tag, attrs: starts[tag](attrs) if tag in starts else None
            parser.EndElementHandler = lambda tag: ends[tag]() if tag in ends else None

        parser.StartElementHandler = root
        run(parser, data, part)

    def _starts(self) -> dict[str, Callable[[dict[str, str]], None]]:
        return {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_text,
            "f": self._start_text,
            "t": self._start_text,
            "rPh": self._start_phonetic,
            "hyperlink": self.hyperlinks.append,
            "sheetProtection": self._start_protection,
        }

    def _ends(self) -> dict[str, Callable[[], None]]:
        return {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_text,
            "f": self._end_formula,
            "t": self._end_text,
            "rPh": self._end_phonetic,
        }

    def _start_row(self, attrs: dict[str, str]) -> None:
        number = attrs.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        if not 1 <= self._row <= MAX_ROWS:
            raise damaged(f"its sheet {self._title} has a row {self._row}")
        if attrs.get("hidden", "0") in ("1", "true"):
            self.hidden.add(self._row)
        self._column = 0
        self._cells = []

    def _end_row(self) -> None:
        if self._cells:
            self.found[self._row] = self._cells

    def _start_cell(self, attrs: dict[str, str]) -> None:
        name = attrs.get("r")
        self._column = self._column + 1 if name is None else column_index(name.rstrip("0123456789"))
        if not 1 <= self._column <= MAX_COLUMNS:
            raise damaged(
                f"its sheet {self._title} has a cell with the name {name or 'beyond the last column'}"
            )
        self._kind, self._style = attrs.get("t", ""), attrs.get("s", "")
        self._value, self._formula = "", None

    def _start_text(self, _: dict[str, str]) -> None:
        if not self._mute:
            self._parser.CharacterDataHandler = self._chunks.append

    def _end_text(self) -> None:
        self._value += self._taken()

    def _end_formula(self) -> None:
        self._formula = self._taken()

    def _taken(self) -> str:
        self._parser.CharacterDataHandler = None
        text = "".join(self._chunks)
        self._chunks.clear()
        return text

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._mute = True

    def _end_phonetic(self) -> None:
        self._mute = False

    def _start_protection(self, attrs: dict[str, str]) -> None:
        self.protected = attrs.get("sheet", "0") in ("1", "true")

    def _end_cell(self) -> None:
        if self._values is None:
            return
        try:
            shown = self._values.value(self._kind, self._value, self._style) if self._value else None
        except UnknownText:
            where = cell_name(self._row, self._column)
            raise damaged(f"cell {where} of its sheet {self._title} names a text that is not there") from None
        self._place(shown if self._formula is None else Formula("=" + self._formula, shown))

    def _place(self, value: CellValue) -> None:
        cells = self._cells
        if value is None:
            return
        if self._column <= len(cells):
            cells[self._column - 1] = value
            return
        cells.extend([None] * (self._column - len(cells) - 1))
        cells.append(value)
