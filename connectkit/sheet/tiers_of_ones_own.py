"""Tiers somebody had before connectkit came (A, B, C; Gold; 1 to 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from connectkit.config.config import Config
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

_RANK = pattern(
    r"(?:(?:tier|level|circle|ring|list|prio|priority|p|t|kreis|stufe) ?)?(?:[a-f][+-]?|[0-9]{1,2})"
)
_ORDER = (
    "vip", "diamond", "platinum", "platin", "gold", "silver", "silber", "bronze", "inner", "inner circle", "close", "hot",
    "high", "hoch", "top", "warm", "medium", "mittel", "mid", "normal", "low", "niedrig", "cold", "outer", "outer circle",
)  # fmt: skip
"""Words for how close somebody is, the closest first within each family of them."""

MOST = 7
"""More words than that are no tiers."""


def is_rank(text: str) -> bool:
    """True for a word that says how close somebody is, whoever uses it: A, tier 2, Gold, VIP."""
    plain = fold(text).strip(" .")
    return plain in _ORDER or _RANK.fullmatch(plain) is not None


def own_tiers(cells: Iterable[str], config: Config) -> dict[str, int]:
    """The words of a Tier column that the settings do not know, the closest first, each with its count.

    Empty where the settings know most of the filled cells, so that the others are slips, and where there are too
    many different words to be tiers.
    """
    filled = [text.strip() for text in cells if text.strip()]
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in filled:
        if config.tier_named(text) is None:
            counts[first.setdefault(text.casefold(), text)] += 1
    if 2 * counts.total() <= len(filled) or len(counts) > MOST:
        return {}
    return dict(sorted(counts.items(), key=lambda item: _closeness(item[0])))


def _closeness(text: str) -> tuple[int, int, str, str]:
    plain = fold(text).strip(" .")
    if plain in _ORDER:
        return 0, _ORDER.index(plain), "", ""
    digits = "".join(filter(str.isdigit, plain))
    letter = plain.rstrip("+-")
    return 1, int(digits or 0), letter, {"+": "a", "": "b", "-": "c"}.get(plain.removeprefix(letter), "d")
