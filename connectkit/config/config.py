"""The settings of one sheet, as plain frozen data; ``config/file.py`` reads them from connectkit.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from connectkit.text.span import Span

_WEB = re.compile(r"https://|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?]|$)")


@dataclass(frozen=True, slots=True)
class Tier:
    """How close a circle is: contact is wanted after ``aim`` and late after ``latest``."""

    name: str
    aim: Span
    latest: Span


DEFAULT_TIERS = (
    Tier("inner", Span(1, 0), Span(2, 0)),
    Tier("core", Span(2, 0), Span(3, 0)),
    Tier("active", Span(4, 0), Span(6, 0)),
    Tier("weak", Span(6, 0), Span(12, 0)),
)
"""Core ties every 2 to 3 months, weak ties once or twice a year: the article's figures (design, section 1)."""


@dataclass(frozen=True, slots=True)
class Me:
    """The user: how drafts are signed, and which addresses are never a contact."""

    name: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """A Google Sheet: its id or URL and how to sign in. Exactly one of the credentials is used, in this order."""

    sheet: str
    credentials: Path | None = None  # service account key
    oauth: Path | None = None  # installed-app client secret; the token is stored in the state folder
    api_endpoint: str = ""  # for emulators and proxies; empty is Google's own


def is_web(place: str) -> bool:
    """Whether a source is fetched from the web: https, or http where the server is this computer itself."""
    return _WEB.match(place) is not None


@dataclass(frozen=True, slots=True)
class Source:
    """Something every sync reads for interactions, and never writes: a calendar, a Maildir, a mailbox.

    Attributes:
        kind: ``calendar``, ``maildir`` or ``imap``.
        place: a file or folder, an https address, or the host of a mailbox.
        folders: the folders of a mailbox.
        password_env, password_file: where the password is; neither: the system's keyring.
    """

    kind: str
    place: str
    user: str = ""
    folders: tuple[str, ...] = ()
    port: int = 0
    tls: bool = True
    password_env: str = ""
    password_file: Path | None = None


@dataclass(frozen=True)
class Config:
    """All settings, with the defaults that serve a sheet of three columns.

    Attributes:
        tiers: closest first.
        default_tier: the tier of a row whose Tier cell is blank or unknown.
        weak_tier: the tier that gets at least one draft in ``weak_share``.
        per_week: new drafts per ISO week.
        soon_days: a contact is ``soon`` this many days before due.
        quiet_days: after so many days without any interaction the queue restarts with ``restart_picks`` people.
        new_per_month: more new people than that in a calendar month are gently mentioned; 0 never.
        later_days: how long a draft marked Later rests.
        date_order: ``dmy``, ``mdy`` or ``ymd`` for dates such as 3/4/2026; empty: the column's evidence, then the sheet's locale.
        mail: where e-mail drafts open: ``gmail``, ``outlook`` or ``mailto``.
        headers: column key to the header the user's sheet has for it, where aliases are not enough.
        tabs: tab key to the user's title for it.
        sources: what every sync reads for interactions; none unless the user names some.
    """

    path: Path | None = None
    workbook: Path | None = None
    google: GoogleSettings | None = None
    me: Me = Me()
    tiers: tuple[Tier, ...] = DEFAULT_TIERS
    default_tier: str = "active"
    weak_tier: str = "weak"
    per_week: int = 2
    weak_share: int = 4
    soon_days: int = 14
    quiet_days: int = 30
    restart_picks: int = 2
    new_per_month: int = 5
    later_days: int = 14
    language: str = "en"
    date_order: str = ""
    timezone: str = ""
    locale: str = ""
    mail: str = "gmail"
    templates: tuple[Path, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    tabs: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    state: Path | None = None  # journal, backups, lock; None is the user's state folder

    def tier_named(self, name: str) -> Tier | None:
        """The tier of this name, compared without case and outer blanks; None if there is none."""
        wanted = name.strip().casefold()
        return next((tier for tier in self.tiers if tier.name.casefold() == wanted), None)

    def rank(self, name: str) -> int:
        """0 for the closest tier."""
        return next(
            (i for i, tier in enumerate(self.tiers) if tier.name.casefold() == name.casefold()),
            len(self.tiers),
        )
