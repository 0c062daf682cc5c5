"""THE table of settings: every key of connectkit.yaml on one line, with its default, its check and its words.

What the file's reader accepts, what an error says, config.example.yaml and the settings table of the docs all come
from here. A new setting is one line of :class:`Config`; the parts are described in ``spec.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectkit import schema
from connectkit.config.reach import Digest, Feed, digest, feed
from connectkit.config.sources import Source, source
from connectkit.config.spec import (
    REQUIRED,
    Listed,
    Section,
    by_key,
    checked,
    like,
    many,
    one_of,
    place,
    setting,
    settings_of,
    text,
    whole,
    word,
)
from connectkit.config.tiers import DEFAULT_TIERS, Tier, tiers


def _known_zone(name: str) -> None:
    from connectkit.text.zones import zone

    if name:
        zone(name)


def _column_keys() -> tuple[str, ...]:
    return schema.CONTACTS.keys


def _tab_keys() -> tuple[str, ...]:
    return tuple(tab.key for tab in schema.TABS)


# fmt: off
@dataclass(frozen=True, slots=True)
class Me:
    """The user: how drafts are signed, and which addresses are never a contact."""

    name: str = setting("", text, "how drafts are signed", "Alex Example")
    emails: tuple[str, ...] = setting((), many(word), "your own addresses, never taken for a contact", "[alex@example.com]")


@dataclass(frozen=True, slots=True)
class Mcp:
    """What an assistant of the user's may see beside names, days and facts."""

    share: tuple[str, ...] = setting((), many(one_of("notes", "email", "phone")), "what else an assistant may see: notes (the Log and last notes too), email, phone", "[notes]")


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """A Google Sheet: its id or URL and how to sign in. Exactly one of the credentials is used, in this order."""

    sheet: str = setting(REQUIRED, word, "its address, or only the id", "https://docs.google.com/spreadsheets/d/…/edit")
    credentials: Path | None = setting(None, place, "the key file of a service account …", "service-account.json")
    oauth: Path | None = setting(None, place, "… or the client file to sign in as yourself", "client-secret.json")
    api_endpoint: str = setting("", text, "only for emulators and proxies")


@dataclass(frozen=True)
class Config:
    """All settings, with the defaults that serve a sheet of three columns; ``path`` is the file they stand in.

    ``tiers`` stand closest first; an empty ``date_order``, ``timezone`` or ``locale`` leaves the matter to the sheet;
    a ``state`` of None is the user's state folder.
    """

    path: Path | None = None

    workbook: Path | None = setting(None, place, "a local workbook (Excel, LibreOffice)", "network.xlsx", store="xlsx", group="Where your people are: one of these two")
    google: GoogleSettings | None = setting(None, Section(GoogleSettings), "a Google Sheet that you share with the account connectkit signs in as", store="google", off=True)

    me: Me = setting(Me(), Section(Me, alone="name"), "you", group="You")

    tiers: tuple[Tier, ...] = setting(DEFAULT_TIERS, tiers, "closest first: contact is wanted after the first figure and late after the second; days, weeks, months, years, in calendar months, or written out as `{aim: 2 months, latest: 3 months}`; after a single figure (`core: 2 months`) a contact is late after half as long again", "\n  inner: 1-2 months\n  core: 2-3 months\n  active: 4-6 months\n  weak: 6-12 months", group="How often, for whom")
    default_tier: str = setting("active", word, "for a row whose Tier cell is empty")
    weak_tier: str = setting("weak", word, "gets at least one draft in `weak_share`, so that old ties are not forgotten")
    weak_share: int = setting(4, whole(1, 50), "one draft in so many goes to the weak tier")
    per_week: int = setting(2, whole(0, 50), "new drafts a week; the others wait")
    soon_days: int = setting(14, whole(0, 90), "shown as soon this many days before they are due")
    later_days: int = setting(14, whole(1, 365), "how long a draft you marked Later rests")
    quiet_days: int = setting(30, whole(1, 3650), "after so many days without any contact connectkit starts small again …")
    restart_picks: int = setting(2, whole(0, 50), "… with so many people, the closest first")
    not_met_tag: str = setting("not met", text, "the tag of people you have not met yet: only they get a first hello that introduces you")
    new_per_month: int = setting(5, whole(0, 1000), "more new people than that in a month are gently mentioned; 0 never says so")

    language: str = setting("en", like(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?", "en or de_DE"), "of the messages: en, de, fr or es; a person's own stands in the column Language", group="How drafts are made")
    formal: tuple[str, ...] = setting((), many(word), "languages in which people are addressed formally (Sie, vous, usted) unless their Greeting says otherwise; people with a title always are", "[de]")
    mail: str = setting("gmail", one_of("gmail", "outlook", "mailto"), "where e-mail drafts open: gmail, outlook or mailto")
    templates: tuple[Path, ...] = setting((), many(place), "folders with templates of your own, beside those that come with connectkit", "[my-templates]")

    timezone: str = setting("", checked(text, _known_zone), "decides what day it is; a Google Sheet has its own", "Europe/Berlin", group="How your sheet is read")
    locale: str = setting("", like(r"([a-z]{2,3}([-_][A-Za-z]{2,4})?)?", "en or de_DE"), "decides how 3/4/2026 is read where nothing else does", "en_GB")
    date_order: str = setting("", one_of("", "dmy", "mdy", "ymd"), "dmy, mdy or ymd; empty: connectkit looks at the other dates of the column")
    headers: Mapping[str, str] = setting({}, by_key(word, _column_keys), "names of columns of your own, where connectkit does not recognise them; none says that no column of yours is this one", "\n  last_contact: Last coffee")
    tabs: Mapping[str, str] = setting({}, by_key(word, _tab_keys), "and of tabs", "\n  contacts: My people")

    sources: tuple[Source, ...] = setting((), Listed(source), "read at every sync, never written, and only for people who are in your sheet; none unless you name some; one that can't be read is told in the report and never stops a sync; needs `me: emails`", group="Where last contact comes from by itself", off=True)

    mcp: Mcp = setting(Mcp(), Section(Mcp), "an assistant of yours, through `connectkit mcp`", group="What an assistant may see", off=True)
    digest: Digest | None = setting(None, digest, "what a sync tells you when it is done, once a day; it goes to nobody but you", group="What comes to you", off=True)
    feed: Feed | None = setting(None, feed, "a calendar file written at every sync, for any calendar program to read", off=True)

    state: Path | None = setting(None, place, "where journal, lock and backups are kept; else the usual folder for this on your system", "~/.local/state/connectkit", group="What connectkit keeps on your computer")
    # fmt: on

    @property
    def sheet(self) -> tuple[str, Any] | None:
        """The package in ``connectkit/stores`` that opens the sheet, and what its setting says; None if none is named."""
        table: type = Config
        named = ((one.store, getattr(self, key)) for key, one in settings_of(table).items() if one.store)
        return next(((store, value) for store, value in named if value is not None), None)

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
