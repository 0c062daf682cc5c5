"""Every way a run can end without its result, with the exit code a script can act on.

::

    ConnectkitError                 1   a bug, or anything not foreseen
    ├── UsageError                  2   the command line is off
    │   ├── ConfigError             2   connectkit.yaml: file, line, key
    │   ├── TemplateError           2   a template: file, line, name
    │   └── ImportFailed            2   a file to import: what was looked for, what was found
    ├── Refused                     3   going on could cost the user data
    │   ├── HeaderError             3   a header is missing or stands twice
    │   ├── GuardTripped            3   the numbers look like an accident
    │   └── WorkbookRefused         3   this workbook can't be kept whole
    ├── StoreUnavailable            4   busy, locked or out of reach: try again
    │   └── ChangedMeanwhile        4   somebody saved while the run was under way
    └── AccessDenied                5   sign-in, sharing, permissions

A message says what happened and where; the hint says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class ConnectkitError(Exception):
    """An end of the run that the user can read: one line and a hint."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ConnectkitError):
    """What was asked for can't be done as asked."""

    exit_code = 2


class ConfigError(UsageError):
    """The configuration file can't be read or holds a wrong value."""


class TemplateError(UsageError):
    """A message template is not one connectkit can render safely."""


class ImportFailed(UsageError):  # noqa: N818 - reads as what happened
    """A file to import holds nothing that could be taken; ``details`` say what it holds, as plain data for scripts."""

    def __init__(self, message: str, hint: str = "", details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, hint)
        self.details = details or {}


class Refused(ConnectkitError):  # noqa: N818 - reads as what happened
    """Nothing was written, because writing could have cost the user data."""

    exit_code = 3


class HeaderError(Refused):
    """A required column is missing, or one header stands twice."""


class GuardTripped(Refused):
    """The sheet differs from the last run in a way that looks like an accident; ``--force`` goes on."""


class WorkbookRefused(Refused):
    """The workbook holds something that could not be kept, or where a write would damage it."""


class StoreUnavailable(ConnectkitError):  # noqa: N818 - reads as what happened
    """The sheet is busy, locked or out of reach; the same command may work later."""

    exit_code = 4


class ChangedMeanwhile(StoreUnavailable):
    """Somebody saved the sheet between read and write. Nothing was written; the run starts over."""


class ColumnsMoved(ChangedMeanwhile):
    """Columns of a Google Sheet were moved in the moment of the write. What stood under them is back; the run starts over."""


class AccessDenied(ConnectkitError):  # noqa: N818 - reads as what happened
    """The sheet exists but this account may not do what the run needs."""

    exit_code = 5
