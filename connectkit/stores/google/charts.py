"""The charts of our own tabs, as Google Sheets draws them: made once with the tab, over rows that keep their place."""

from __future__ import annotations

import zlib
from typing import Any

from connectkit.model import TabLayout
from connectkit.schema.charts import COLOURS, Chart
from connectkit.stores.google.grid import Box, grid_range


def add_chart(chart: Chart, layout: TabLayout, sheet: int) -> dict[str, Any]:
    """The request that makes the chart; the same each time it is made, its id included."""
    header, last = layout.header_row, layout.header_row + chart.rows

    def column(key: str) -> dict[str, Any]:
        at = layout.columns[key]
        return {"sourceRange": {"sources": [grid_range(sheet, Box(header, at, last, at))]}}

    basic = {
        "chartType": "COLUMN",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": column(chart.category)}],
        "series": [
            {
                "series": column(key),
                "targetAxis": "LEFT_AXIS",
                "colorStyle": {"rgbColor": _colour(COLOURS[place])},
            }
            for place, key in enumerate(chart.series)
        ],
    }
    if chart.stacked:
        basic["stackedType"] = "STACKED"
    row, key = chart.place
    anchor = {"sheetId": sheet, "rowIndex": header - 1 + row, "columnIndex": layout.columns[key] - 1}
    overlay = {
        "anchorCell": anchor,
        "offsetXPixels": chart.right,
        "offsetYPixels": chart.down,
        "widthPixels": chart.width,
        "heightPixels": chart.height,
    }
    number = zlib.crc32(f"{sheet}/{chart.key}".encode()) & 0x7FFF_FFFF or 1
    spec = {"title": chart.title, "altText": chart.alt, "basicChart": basic}
    return {
        "addChart": {"chart": {"chartId": number, "spec": spec, "position": {"overlayPosition": overlay}}}
    }


def _colour(code: str) -> dict[str, float]:
    red, green, blue = (round(int(code[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return {"red": red, "green": green, "blue": blue}
