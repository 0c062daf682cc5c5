"""The words that begin an entry of the Log inbox: kinds of contact, given and asked, promises, introductions.

All words are folded (lower case, no accents). One line more is one more spelling.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connectkit.text.day_words import COMING_DAYS, MONTHS, WEEKDAYS, words


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


_SPAN = r"(?:[0-9]{1,4}|an?|one|two|three|four|five|six|a few|ein(?:em|er)?|zwei|drei|deux|trois|dos|tres)"
_TIME = r"(?:week|month|year|quarter|weekend|time|spring|summer|autumn|fall|winter)"
_DAYS_NAMED = "|".join(sorted({*WEEKDAYS, *MONTHS}, key=len, reverse=True))
_COMING = (
    rf"(?:{'|'.join(sorted(COMING_DAYS, key=len, reverse=True))}|tonight"
    rf"|(?:next|coming) (?:{_TIME}|{_DAYS_NAMED})"
    r"|(?:nachste|kommende)[nrs]? (?:woche|monat|jahr|mal|[a-z]+tag)|(?:la )?semaine prochaine|mois prochain"
    r"|(?:la )?proxima semana|(?:la )?prossima settimana|settimana prossima"
    rf"|in {_SPAN} (?:days?|weeks?|months?|years?|tagen?|wochen?|monaten?)|dans {_SPAN} (?:jours?|semaines?|mois))"
)
_COMING_FIRST = re.compile(rf"(?:on |by |am )?(?:{_COMING})(?![a-z0-9])")
_COMING_ONLY = re.compile(rf"(?:on |by |am )?(?:{_COMING})(?: (?:at|um|a) [0-9:.hapm ]+)?[ .!]*")
_PLAN = re.compile(
    r"(?:i|we) (?:will|shall|should|must|need to|have to|want to|plan to|hope to|intend to|would like to|are going to|am going to)(?![a-z])"
    r"|(?:i|we)'ll |(?:going|plan(?:ning)?|planned|hoping|want|need|have|remember|meaning) to(?![a-z])"
    r"|(?:should|must|let's|lets|don't forget|dont forget|ich (?:will|muss|sollte|werde)|wir (?:wollen|werden|mussen))(?![a-z])"
    r"|will (?:call|phone|ring|write|e-?mail|text|message|ping|meet|see|visit|ask|send|reply|reach|invite)(?![a-z])"
)
_PRESENT = re.compile(
    rf"(?:i|we)(?:'m|'re| am| are)? (?:meet|see|call|speak|talk|have|go|do|dine|lunch|travel|visit)(?:ing)?(?![a-z]).*(?<![a-z]){_COMING}(?![a-z0-9])"
)
_FAILED = re.compile(
    r"no (?:answer|reply|response|luck|pick-?up)(?![a-z])|nobody (?:home|answered|there)|went unanswered|unanswered"
    r"|left no (?:message|voicemail)|(?:line |phone )?(?:was )?(?:busy|engaged)[ .!]*$"
    r"|(?:i |we |but |and )?(?:did not|didn't|didnt|could not|couldn't|couldnt|cannot|can't|was not able to|never) "
    r"(?:reach|get hold of|get through|pick up|answer|catch|manage to reach)(?![a-z])"
    r"|(?:i |we )?(?:tried|trying|attempted)(?: again)? (?:to (?:call|phone|ring|reach|contact|get hold of|meet|catch)|calling|phoning|ringing|reaching)(?![a-z])"
    r"|(?:went|straight|only)(?: straight)? to voice ?mail|(?:she|he|they) (?:did|do|does)(?: not|n't) (?:pick up|answer|reply)"
    r"|nicht erreicht|niemand(?:en)? erreicht|keine antwort|pas de reponse|sin respuesta|nessuna risposta"
)
_MISSED_LATER = re.compile(
    r"[,.;:–—-] ?(?:but )?(?:"
    + _FAILED.pattern
    + r")|(?<![a-z])(?:but no|with no|without) (?:answer|reply|response)"
)


def speaks_of_the_future(folded: str) -> bool:
    """True if the folded text, which names no day gone by, tells of what is to come: a plan, not a contact."""
    return any(one.match(folded) for one in (_COMING_FIRST, _PLAN, _PRESENT))


def is_coming_day(folded: str) -> bool:
    """True if the folded text is nothing but a day to come: "tomorrow", "next Friday at 10"."""
    return _COMING_ONLY.fullmatch(folded) is not None


def names_a_coming_day(folded: str) -> bool:
    """True if a day to come is named anywhere in the folded text."""
    return re.search(rf"(?<![a-z]){_COMING}(?![a-z0-9])", folded) is not None


def tells_of_a_failed_try(folded: str) -> bool:
    """True if the folded text says that nobody was reached."""
    return _FAILED.match(folded) is not None or _MISSED_LATER.search(folded) is not None


def speaks_of_a_day(folded: str) -> bool:
    """True if the folded text holds words or digits that could place something in time."""
    return _SMELL.search(folded) is not None
