"""The settings for tiers somebody had before connectkit came."""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.config.file import quoted

_RHYTHMS = {
    1: ("2-3 months",),
    2: ("2-3 months", "6-12 months"),
    3: ("1-2 months", "3-4 months", "6-12 months"),
    4: ("1-2 months", "2-3 months", "4-6 months", "6-12 months"),
}
_SLOWER = (
    "1-2 months",
    "2-3 months",
    "3-4 months",
    "4-6 months",
    "6-12 months",
    "12-18 months",
    "18-24 months",
)


def settings_block(tiers: Mapping[str, int]) -> str:
    """The lines of connectkit.yaml that name these tiers, each with a rhythm; ``""`` for none."""
    if not tiers:
        return ""
    names = list(tiers)
    rhythms = _RHYTHMS.get(len(names), _SLOWER[: len(names)])
    lines = [f"  {quoted(name)}: {rhythm}" for name, rhythm in zip(names, rhythms, strict=True)]
    middle, last = names[len(names) // 2], names[-1]
    return "\n".join(["tiers:", *lines, f"default_tier: {quoted(middle)}", f"weak_tier: {quoted(last)}"])
