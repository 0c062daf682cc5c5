"""Patterns that are compiled when they are first used: most runs need few of them, and compiling costs."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """A compiled pattern to be; after the first use of a method that method is the compiled pattern's own."""

    def __init__(self, text: str, flags: int) -> None:
        self._made_of = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._made_of), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, later: a mistake in the text shows at the first use."""
    return cast(re.Pattern[str], _Lazy(text, flags))
