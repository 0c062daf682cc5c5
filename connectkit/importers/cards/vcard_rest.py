"""What else stands on a card: what becomes a line of notes, what is told as not taken, what nobody wants; and groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from connectkit.importers.cards.vcard_lines import Card, Property, cards
from connectkit.importers.text import Decoder, one_line
from connectkit.people.records import OWN_PREFIX

_TAKEN = frozenset(
    [
        "FN",
        "N",
        "NICKNAME",
        "EMAIL",
        "TEL",
        "ORG",
        "TITLE",
        "ROLE",
        "BDAY",
        "CATEGORIES",
        "NOTE",
        "ADR",
        "X-SOCIALPROFILE",
        "SOCIALPROFILE",
        "URL",
        "UID",
        "KIND",
        "HOBBY",
        "INTEREST",
        "X-ADDRESSBOOKSERVER-KIND",
        "X-ADDRESSBOOKSERVER-MEMBER",
        "MEMBER",
    ]
)
_ASIDE = {
    "ANNIVERSARY": "Anniversary", "X-ANNIVERSARY": "Anniversary", "X-EVOLUTION-ANNIVERSARY": "Anniversary",
    "X-KADDRESSBOOK-X-ANNIVERSARY": "Anniversary", "X-MS-ANNIVERSARY": "Anniversary", "X-ABDATE": "Day", "X-ABRELATEDNAMES": "Related",
    "RELATED": "Related", "X-SPOUSE": "Spouse", "X-EVOLUTION-SPOUSE": "Spouse", "X-MS-SPOUSE": "Spouse", "X-KADDRESSBOOK-X-SPOUSESNAME": "Spouse",
    "X-CUSTOM1": "Custom 1", "X-CUSTOM2": "Custom 2", "X-CUSTOM3": "Custom 3", "X-CUSTOM4": "Custom 4", "EXPERTISE": "Expertise",
    "X-EVOLUTION-MANAGER": "Manager", "X-EVOLUTION-ASSISTANT": "Assistant", "X-MANAGER": "Manager", "X-ASSISTANT": "Assistant",
    "X-MS-CHILD": "Child",
}  # fmt: skip
"""Properties that become a line of notes, and what it begins with where the card has no label for it."""

UNWANTED = frozenset(
    [
        "VERSION",
        "PRODID",
        "REV",
        "PHOTO",
        "LOGO",
        "SOUND",
        "KEY",
        "SOURCE",
        "NAME",
        "SORT-STRING",
        "CLASS",
        "MAILER",
        "LABEL",
        "AGENT",
        "PROFILE",
        "CLIENTPIDMAP",
        "XML",
        "LANG",
        "TZ",
        "GEO",
        "CALURI",
        "CALADRURI",
        "FBURL",
        "CREATED",
        "X-ABUID",
        "X-ABLABEL",
        "X-ABADR",
        "X-ABSHOWAS",
        "X-ABCROP-RECTANGLE",
        "X-IMAGETYPE",
        "X-IMAGEHASH",
        "X-SHARED-PHOTO-DISPLAY-PREF",
        "X-MS-OL-DESIGN",
        "X-MS-CARDPICTURE",
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
        "X-MS-TEXT",
        "X-PHONETIC-FIRST-NAME",
        "X-PHONETIC-LAST-NAME",
        "X-PHONETIC-MIDDLE-NAME",
        "X-PHONETIC-ORG",
        "X-EVOLUTION-FILE-AS",
        "X-EVOLUTION-WEBDAV-ETAG",
        "X-MOZILLA-HTML",
        "X-WAB-GENDER",
        "BEGIN",
        "END",
    ]
)
"""Properties nobody wants in a sheet of people (docs/import.md)."""

_LABELS = re.compile(r"_\$!<(.*?)>!\$_")
_GROUP = re.compile(rb"KIND[^:\r\n]*:[ \t]*GROUP", re.IGNORECASE)


def asides(card: Card) -> list[str]:
    """Lines of notes for what Contacts has no column for: relations, further days, pages on the web."""
    found = []
    for one in card.properties:
        text = one_line(one.text()).strip(" ;")
        if not text or text.startswith("urn:"):
            continue
        if one.name == "URL" and "linkedin." not in text.casefold():
            found.append(f"{_label(card, one) or 'Website'}: {text}")
        elif one.name in _ASIDE:
            day = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?", text)
            told = "-".join(day.groups()) if day else text
            found.append(f"{_label(card, one) or _ASIDE[one.name]}: {told}")
        elif one.name == "X-ANDROID-CUSTOM":
            found += _android(text)
    return list(dict.fromkeys(found))


def android_nickname(card: Card) -> str:
    """The nickname as Android keeps it."""
    for one in card.all("X-ANDROID-CUSTOM"):
        kind, _, rest = one.value.partition(";")
        if kind.endswith("/nickname"):
            return one_line(rest.split(";")[0])
    return ""


def _android(text: str) -> Iterator[str]:
    kind, _, rest = text.partition(";")
    value = rest.split(";")[0].strip()
    if value and not kind.endswith("/nickname"):
        yield f"{kind.rpartition('/')[2].replace('_', ' ').replace('contact event', 'day').capitalize()}: {value}"


def _label(card: Card, one: Property) -> str:
    """What the card calls a property: Apple's label of the same group, else its type."""
    named = next((other for other in card.all("X-ABLABEL") if one.group and other.group == one.group), None)
    if named is not None:
        return one_line(_LABELS.sub(r"\1", named.text())).capitalize()
    types = sorted(one.types() - {"HOME", "WORK", "PREF", "OTHER", "INTERNET", "TEXT", "DATE", "1"})
    return types[0].capitalize() if types and one.name == "RELATED" else ""


def not_taken(card: Card) -> Iterator[str]:
    """What of a card goes nowhere, in words a user knows."""
    for one in card.properties:
        if not one.value.strip(" ;") or one.name.startswith((OWN_PREFIX, "X-PHONETIC")):
            continue
        if one.name == "ORG" and any(part for part in one.parts()[1:]):
            yield "the department in ORG"
        elif one.name == "ADR" and any(part for at, part in enumerate(one.parts()) if at != 3):
            yield "street, post code and country of ADR"
        elif one.name not in _TAKEN | _ASIDE.keys() | UNWANTED | {"X-ANDROID-CUSTOM"}:
            yield one.name


def groups(path: Path, encoding: str, locale: str) -> dict[str, list[str]]:
    """The names of the lists each card is a member of, by UID or address; empty for a file without lists, at the cost of one look."""
    found: dict[str, list[str]] = {}
    if not _GROUP.search(path.read_bytes()):
        return found
    for card in cards(path, Decoder(encoding, locale)):
        kinds = {one.text().upper() for one in (*card.all("KIND"), *card.all("X-ADDRESSBOOKSERVER-KIND"))}
        name = next((one_line(one.text()) for one in card.all("FN") if one.text()), "")
        if "GROUP" in kinds and name:
            for one in (*card.all("MEMBER"), *card.all("X-ADDRESSBOOKSERVER-MEMBER")):
                found.setdefault(member(one.text()), []).append(name)
    return found


def member(text: str) -> str:
    """A member as lists name it, in one spelling."""
    return re.sub(r"^(?:urn:uuid:|mailto:|uuid:)", "", text.strip(), flags=re.IGNORECASE).casefold()
