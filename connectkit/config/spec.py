"""What connectkit.yaml may say, key by key, and how that becomes a :class:`connectkit.config.config.Config`.

pydantic checks shapes and finds all mistakes at once; it is imported with this module, which only
``configfile.load`` does.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator  # noqa: TID253 - see above

from connectkit import schema
from connectkit.config.config import Config, GoogleSettings, Me, Source, Tier, is_web
from connectkit.text.span import Span
from connectkit.text.spans import half_more, read_span
from connectkit.text.zones import zone

_RANGE = re.compile(r"(.*\S)\s*(?:-|–|\bto\b)\s*(\S.*)", re.IGNORECASE)
_BARE = re.compile(r"\d{1,4}")
_MAX_DAYS = 3660

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def read_length(text: str) -> Span:
    """One length of time: ``6 weeks``, ``3 months``. ValueError, in words, for anything else."""
    span = read_span(text)
    if span is None:
        raise ValueError(f'"{text}" is not a length of time; write for example 6 weeks or 3 months')
    if _days(span) > _MAX_DAYS:
        raise ValueError(f'"{text}" is longer than ten years')
    return span


def read_rhythm(text: str) -> tuple[Span, Span]:
    """Aim and latest of ``2-3 months`` or ``6 weeks to 3 months``; after ``4 months`` alone the latest is half as long again."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        aim = _part(text, text)
        return aim, half_more(aim)
    first, last = found[1].strip(), found[2].strip()
    if _BARE.fullmatch(first):
        first = f"{first} {last.lstrip('0123456789 ')}"
    return _in_order(_part(first, text), _part(last, text), text)


def _part(piece: str, whole: str) -> Span:
    try:
        return read_length(piece)
    except ValueError as error:
        if "longer" in str(error):
            raise
        raise ValueError(
            f'"{whole}" is not a rhythm; write for example 2-3 months, or 6 weeks to 3 months'
        ) from None


def _days(span: Span) -> int:
    return span.months * 30 + span.days


def _in_order(aim: Span, latest: Span, text: str) -> tuple[Span, Span]:
    if _days(aim) > _days(latest):
        raise ValueError(f'"{text}" ends before it begins; the shorter time comes first')
    return aim, latest


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TierFile(_Strict):
    """One tier written out: ``{aim: 2 months, latest: 3 months}``."""

    aim: Word
    latest: Word

    @field_validator("aim", "latest")
    @classmethod
    def _length(cls, text: str) -> str:
        read_length(text)
        return text

    @model_validator(mode="after")
    def _order(self) -> TierFile:
        _in_order(read_length(self.aim), read_length(self.latest), f"{self.aim} to {self.latest}")
        return self


class GoogleFile(_Strict):
    """The ``google`` section."""

    sheet: Word
    credentials: Word | None = None
    oauth: Word | None = None
    api_endpoint: Text = ""


class MeFile(_Strict):
    """The ``me`` section."""

    name: Text = ""
    emails: list[Word] = []

    @field_validator("emails", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class ImapFile(_Strict):
    """A mailbox under ``sources``."""

    host: Word
    user: Word
    password_env: Text = ""
    password_file: Word | None = None
    folder: list[Word] = ["INBOX"]
    port: Annotated[int, Field(ge=0, le=65535)] = 993
    tls: bool = True

    @field_validator("folder", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class SourceFile(_Strict):
    """One entry of ``sources``: one of its keys."""

    calendar: Word | None = None
    maildir: Word | None = None
    imap: ImapFile | None = None

    @field_validator("calendar")
    @classmethod
    def _only_https(cls, place: str | None) -> str | None:
        if place and place.casefold().startswith("http:") and not is_web(place):
            raise ValueError("an address has to begin with https://")
        return place

    @model_validator(mode="after")
    def _one_kind(self) -> SourceFile:
        if sum(one is not None for one in (self.calendar, self.maildir, self.imap)) != 1:
            raise ValueError("an entry of sources is one of calendar, maildir and imap")
        return self

    def to_source(self, base: Path) -> Source:
        """The source, with relative paths taken from the file's own folder."""
        if self.imap is not None:
            one = self.imap
            return Source(
                "imap", one.host, one.user, tuple(one.folder), one.port, one.tls, one.password_env,
                _path(base, one.password_file),
            )  # fmt: skip
        if self.maildir is not None:
            return Source("maildir", str(_path(base, self.maildir)))
        place = re.sub(r"^webcal://", "https://", self.calendar or "", flags=re.IGNORECASE)
        place = re.sub(r"^https?:", lambda found: found[0].casefold(), place, flags=re.IGNORECASE)
        return Source("calendar", place if is_web(place) else str(_path(base, place)))


class File(_Strict):
    """All keys of connectkit.yaml. The field names are the keys."""

    workbook: Word | None = None
    google: GoogleFile | None = None
    me: MeFile = MeFile()
    tiers: dict[str, Any] | None = None
    default_tier: Word | None = None
    weak_tier: Word | None = None
    per_week: Annotated[int, Field(ge=0, le=50)] = 2
    weak_share: Annotated[int, Field(ge=1, le=50)] = 4
    soon_days: Annotated[int, Field(ge=0, le=90)] = 14
    quiet_days: Annotated[int, Field(ge=1, le=3650)] = 30
    restart_picks: Annotated[int, Field(ge=0, le=50)] = 2
    new_per_month: Annotated[int, Field(ge=0, le=1000)] = 5
    later_days: Annotated[int, Field(ge=1, le=365)] = 14
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}([-_][A-Za-z]{2,4})?$")] = "en"
    date_order: Literal["", "dmy", "mdy", "ymd"] = ""
    timezone: Text = ""
    locale: Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}([-_][A-Za-z]{2,4})?)?$")] = ""
    mail: Literal["gmail", "outlook", "mailto"] = "gmail"
    templates: list[Word] = []
    headers: dict[str, Word] = {}
    tabs: dict[str, Word] = {}
    sources: list[SourceFile] = []
    state: Word | None = None

    @field_validator("me", mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value

    @field_validator("templates", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name:
            zone(name)
        return name

    def to_config(self, path: Path | None, tiers: tuple[Tier, ...]) -> Config:
        """The settings, with every relative path taken from the file's own folder."""
        base = path.parent if path is not None else Path()
        return Config(
            path=path,
            workbook=_path(base, self.workbook),
            google=self._google(base),
            me=Me(self.me.name, tuple(self.me.emails)),
            tiers=tiers,
            default_tier=_named(self.default_tier, "active", tiers),
            weak_tier=_named(self.weak_tier, "weak", tiers),
            per_week=self.per_week,
            weak_share=self.weak_share,
            soon_days=self.soon_days,
            quiet_days=self.quiet_days,
            restart_picks=self.restart_picks,
            new_per_month=self.new_per_month,
            later_days=self.later_days,
            language=self.language,
            date_order=self.date_order,
            timezone=self.timezone,
            locale=self.locale,
            mail=self.mail,
            templates=tuple(base / Path(one).expanduser() for one in self.templates),
            headers=dict(self.headers),
            tabs=dict(self.tabs),
            sources=tuple(one.to_source(base) for one in self.sources),
            state=_path(base, self.state),
        )

    def _google(self, base: Path) -> GoogleSettings | None:
        if self.google is None:
            return None
        one = self.google
        return GoogleSettings(
            one.sheet, _path(base, one.credentials), _path(base, one.oauth), one.api_endpoint
        )


def _path(base: Path, text: str | None) -> Path | None:
    return None if text is None else base / Path(text).expanduser()


def _named(wanted: str | None, usual: str, tiers: tuple[Tier, ...]) -> str:
    """The tier the file names; else the usual one; else the last, which is the loosest."""
    for name in (wanted, usual):
        for tier in tiers:
            if name is not None and tier.name.casefold() == name.casefold():
                return tier.name
    return tiers[-1].name


KNOWN: dict[tuple[str, ...], tuple[str, ...]] = {
    (): tuple(File.model_fields),
    ("google",): tuple(GoogleFile.model_fields),
    ("me",): tuple(MeFile.model_fields),
    ("tiers", "*"): tuple(TierFile.model_fields),
    ("sources", "*"): tuple(SourceFile.model_fields),
    ("sources", "*", "imap"): tuple(ImapFile.model_fields),
    ("headers",): schema.CONTACTS.keys,
    ("tabs",): tuple(tab.key for tab in schema.TABS),
}
"""The keys each section may hold."""
