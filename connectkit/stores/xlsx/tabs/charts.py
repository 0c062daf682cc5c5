"""Charts that look alike in every workbook: what XlsxWriter leaves to Excel 2007's defaults is written out.

In a workbook that Excel 2007 did not make, a missing element means something else: LibreOffice then smooths
lines, rounds corners and moves the plot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.dom import minidom
from xml.dom.minidom import Element


class _Parent(NamedTuple):
    """The order of an element's children, and which of them are written out with which value."""

    order: tuple[str, ...]
    values: Mapping[str, str]


_PLOT_HEAD = ("barDir", "grouping", "scatterStyle", "radarStyle", "wireframe", "varyColors")
_PLOT = _Parent(_PLOT_HEAD, {"varyColors": "0"})
_TITLE = _Parent(("tx", "legendPos", "legendEntry", "layout", "overlay"), {"overlay": "0"})
_LABELS = _Parent(
    (
        "dLbl",
        "delete",
        "numFmt",
        "spPr",
        "txPr",
        "dLblPos",
        "showLegendKey",
        "showVal",
        "showCatName",
        "showSerName",
        "showPercent",
        "showBubbleSize",
    ),
    dict.fromkeys(
        ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"), "0"
    ),
)
_AXIS = _Parent(
    (
        "axId",
        "scaling",
        "delete",
        "axPos",
        "majorGridlines",
        "minorGridlines",
        "title",
        "numFmt",
        "majorTickMark",
        "minorTickMark",
        "tickLblPos",
    ),
    {"delete": "0", "majorTickMark": "out", "minorTickMark": "none", "tickLblPos": "nextTo"},
)
_LINE_SERIES = _Parent(
    (
        "idx",
        "order",
        "tx",
        "spPr",
        "marker",
        "dPt",
        "dLbls",
        "trendline",
        "errBars",
        "cat",
        "xVal",
        "val",
        "yVal",
        "smooth",
    ),
    {"smooth": "0"},
)
_BAR_SERIES = _Parent(("idx", "order", "tx", "spPr", "invertIfNegative"), {"invertIfNegative": "0"})

_PARENTS: Mapping[str, _Parent] = {
    "chartSpace": _Parent(("date1904", "lang", "roundedCorners"), {"roundedCorners": "0"}),
    "chart": _Parent(
        (
            "title",
            "autoTitleDeleted",
            "pivotFmts",
            "view3D",
            "floor",
            "sideWall",
            "backWall",
            "plotArea",
            "legend",
            "plotVisOnly",
            "dispBlanksAs",
        ),
        {"autoTitleDeleted": "0", "plotVisOnly": "1", "dispBlanksAs": "gap"},
    ),
    "title": _TITLE,
    "legend": _TITLE,
    "dLbls": _LABELS,
    "barChart": _PLOT,
    "lineChart": _PLOT,
    "scatterChart": _PLOT,
    "areaChart": _PLOT,
    "catAx": _AXIS,
    "valAx": _AXIS,
    "dateAx": _AXIS,
}
_SERIES: Mapping[str, _Parent] = {
    "lineChart": _LINE_SERIES,
    "scatterChart": _LINE_SERIES,
    "barChart": _BAR_SERIES,
}


def explicit_chart(chart_xml: bytes) -> bytes:
    """The chart part with the defaults written out; a value that is there stays."""
    document = minidom.parseString(chart_xml)  # noqa: S318 - XlsxWriter has just made it
    # The list is taken first: elements are added while going through it.
    for element in list(document.getElementsByTagName("*")):
        name = element.tagName.removeprefix("c:")
        rules = _SERIES.get(_above(element)) if name == "ser" else _PARENTS.get(name)
        if rules is not None and element.tagName.startswith("c:"):
            _write_out(document, element, rules)
    return document.toxml(encoding="UTF-8", standalone=True)


def _above(element: Element) -> str:
    parent = element.parentNode
    return parent.tagName.removeprefix("c:") if isinstance(parent, Element) else ""


def _write_out(document: minidom.Document, element: Element, rules: _Parent) -> None:
    present = {child.tagName.removeprefix("c:"): child for child in _elements(element)}
    for name, value in rules.values.items():
        if name in present:
            continue
        new = document.createElement(f"c:{name}")
        new.setAttribute("val", value)
        before = rules.order[: rules.order.index(name)]
        follower = next((c for c in _elements(element) if c.tagName.removeprefix("c:") not in before), None)
        element.insertBefore(new, follower)


def _elements(element: Element) -> list[Element]:
    return [child for child in element.childNodes if isinstance(child, Element)]
