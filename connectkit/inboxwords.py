"""The words that begin an entry of the Log inbox: kinds of contact, given and asked, promises, introductions.

All words are folded (lower case, no accents). One line more is one more spelling.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connectkit.datewords import MONTHS, WEEKDAYS, words


class Keyword(NamedTuple):
    """What a word says: the kind of contact ("" none), the direction ("" none), and whether the word itself tells
    more than the kind does and so stays in the summary (lunch, WhatsApp)."""

    kind: str
    direction: str = ""
    telling: bool = False


def _kinds(table: dict[str, tuple[str, str]]) -> dict[str, Keyword]:
    """Each kind's plain and telling words, separated by commas."""
    found: dict[str, Keyword] = {}
    for kind, lines in table.items():
        for telling, line in enumerate(lines):
            found.update(
                {word.strip(): Keyword(kind, "", bool(telling)) for word in line.split(",") if word.strip()}
            )
    return found


KEYWORDS: dict[str, Keyword] = {
    **_kinds(
        {
            "email": ("email, e-mail, mail, emailed, e-mailed, mailed, correo, courriel", ""),
            "message": (
                "message, messaged, msg, text, texted, wrote, dm, nachricht, mensaje",
                "sms, whatsapp, whatsapped, linkedin, chat, chatted, slack, telegram, pinged",
            ),
            "call": (
                "call, called, phone, phoned, phone call, rang, anruf, angerufen, telefonat, telefoniert, llamada, appel",
                "zoom, video call, facetime, skype",
            ),
            "meeting": (
                "meeting, met, meet, treffen, getroffen, reunion",
                "coffee, had coffee, lunch, had lunch, dinner, had dinner, breakfast, had breakfast, drinks, had drinks,"
                " walk, visit, visited, saw, kaffee, mittagessen, abendessen",
            ),
            "letter": ("letter", "card, postcard, postkarte"),
            "voice note": ("voice note, voice message", "voicemail"),
            "note": ("note, notiz", ""),
            "thank-you": ("thank-you, thank you, thanks, thanked, danke, merci, gracias", ""),
        }
    ),
    **{word: Keyword("", "gave") for word in ("gave", "i gave", "given")},
    **{word: Keyword("", "asked") for word in ("asked", "i asked", "ask")},
}
"""The words an entry may begin or end its head with."""

LONGEST_KEYWORD = 2  # words

TOLD = frozenset(
    words(
        "emailed e-mailed mailed messaged texted wrote whatsapped chatted pinged called phoned rang angerufen telefoniert"
        " met getroffen coffee lunch dinner breakfast drinks visited saw kaffee mittagessen abendessen thanked"
    )
) | {"had coffee", "had lunch", "had dinner", "had breakfast", "had drinks"}
"""Words that tell of something done even in a plain sentence; "call her" may be a plan, "called her" is not."""

MAYBE_DATES = frozenset(
    words("may mai mar mars set out sat sun mon wed so ago sep sex t hier lis paz mag gen dim sie")
)
"""Words that are also no date: without punctuation behind them they are not taken for one."""

PROMISE = re.compile(
    r"(?:(?:i|we|my|i've|i have) )?(?:promise[ds]?|to-?do|versprochen)(?: to(?= ))?(?![a-z'-])", re.IGNORECASE
)
THEIR_PROMISE = re.compile(
    r"(?:(?:they|their|she|he|her|his|them)(?:'ve|'s| have| has)?) promise[ds]?(?: me)?(?: to(?= ))?(?![a-z'-])",
    re.IGNORECASE,
)
INTRO = re.compile(
    r"(?:made (?:an )?)?(?:intro|introduction|introduced|intro'd|vorgestellt)(?: (?:her|him|them))?"
    r"(?: ?:|(?: to| with| an)(?= )|(?= [^\W\d_]))",
    re.IGNORECASE,
)
INTRO_NOT_MINE = re.compile(r"introduced me(?![a-z])", re.IGNORECASE)
DUE = re.compile(r"(?:^|[ ,])(?:by|until|till|due|bis)(?: on)? ", re.IGNORECASE)

_PLAIN_MONTHS = sorted(
    {name for name in MONTHS if len(name) > 3} | set(words("jan feb apr jun jul aug oct nov dec"))
)
_SMELL = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(
        _PLAIN_MONTHS + sorted(name for name in WEEKDAYS if len(name) > 3 or name in ("tue", "thu", "fri"))
    )
    + r"|yesterday|today|tomorrow|ago|gestern|heute|morgen|vorgestern|hier|ayer|weekend"
    r"|(?:last|next|this|past|letzte[nrs]?|nachste[nrs]?) (?:week|month|year|night|time|summer|winter|spring|autumn|fall|quarter|woche|monat|jahr)"
    r"|[0-9]{1,4}[./-][0-9]{1,4}|(?:19|20)[0-9]{2})(?![a-z0-9])"
)


def speaks_of_a_day(folded: str) -> bool:
    """True if the folded text holds words or digits that could place something in time."""
    return _SMELL.search(folded) is not None
