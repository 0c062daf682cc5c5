"""Which store opens the sheet of these settings: the only place that tells kinds of stores apart.

A setting that names a sheet says which package of this room opens it (``store=`` in ``config/config.py``); the
package's module ``home`` has a class ``Home`` that is made from the setting.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from connectkit.errors import UsageError

if TYPE_CHECKING:
    from connectkit.config.config import Config
    from connectkit.stores.base import Home


def home_of(config: Config) -> Home:
    """Where the sheet of these settings lives.

    Raises:
        UsageError: the settings name no sheet.
        ConfigError: what they say is no address of one.
    """
    found = config.sheet
    if found is None:
        raise UsageError(
            f"{config.path} names no sheet.",
            "Add the line workbook: people.xlsx with your file, or a google section; see config.example.yaml.",
        )
    package, setting = found
    home: Home = importlib.import_module(f"connectkit.stores.{package}.home").Home(setting)
    return home


def walker(package: str) -> Callable[..., tuple[str, Path]]:
    """What goes through the set-up of such a store with the person: ``walk`` of its module ``walk``."""
    found: Callable[..., tuple[str, Path]] = importlib.import_module(f"connectkit.stores.{package}.walk").walk
    return found
