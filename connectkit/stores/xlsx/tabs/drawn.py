"""The charts of our own tabs, as XlsxWriter draws them."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from connectkit.schema import Tab
from connectkit.schema.charts import COLOURS, Chart
from connectkit.stores.xlsx.tabs import look

_QUIET = {"name": "Calibri", "size": 9, "color": look.MUTED}


def draw(book: Workbook, sheet: Worksheet, tab: Tab, chart: Chart) -> None:
    """The chart stands in the sheet, over the rows below the header that it draws."""
    header = look.header_row(tab)
    at = {column.key: index for index, column in enumerate(look.columns_of(tab))}
    made = book.add_chart({"type": "column", "subtype": "stacked"} if chart.stacked else {"type": "column"})
    first, last, title = header, header + chart.rows - 1, sheet.get_name()
    for place, key in enumerate(chart.series):
        made.add_series(
            {
                "name": [title, header - 1, at[key]],
                "categories": [title, first, at[chart.category], last, at[chart.category]],
                "values": [title, first, at[key], last, at[key]],
                "fill": {"color": COLOURS[place]},
                "gap": 60,
            }
        )
    made.set_title({"name": chart.title, "name_font": {"size": 12, "bold": True, "color": look.INK}})
    made.set_legend({"position": "bottom", "font": _QUIET})
    made.set_x_axis({"num_font": _QUIET, "line": {"color": "#B4B8BB"}})
    made.set_y_axis(
        {
            "num_font": _QUIET,
            "num_format": "0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#E4E6E8"}},
            "line": {"none": True},
        }
    )
    made.set_size({"width": chart.width, "height": chart.height})
    row, key = chart.place
    place_options = {
        "x_offset": chart.right,
        "y_offset": chart.down,
        "object_position": 2,
        "description": chart.alt,
    }
    sheet.insert_chart(header - 1 + row, at[key], made, place_options)
