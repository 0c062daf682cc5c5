"""What a draft still needs before it is worth sending, in words.

A message that could go to anyone is worth less than none. This reads the text as it stands, the user's own edits
included, and says what is unfilled, worn out, or the same as for somebody else. It advises; it never blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from connectkit.text.lazy import pattern
from connectkit.text.names import first_name, name_words


def _set(words: str) -> frozenset[str]:
    """The words of a line, so that a list of words stays readable as one."""
    return frozenset(words.split())


_GAP = pattern(r"\[\[(.*?)\]\]", re.DOTALL)
_HALF_GAP = pattern(r"\[\[|\]\]")
_LEFTOVER = pattern(r"\{\{|\}\}|\{%|%\}")
_SHOWN = 70

_WORN = (
    "just checking in", "checking in on you", "just wanted to check in", "wanted to check in", "quick check-in",
    "touching base", "touch base", "circling back", "circle back", "just following up", "reaching out to reconnect",
    "just reaching out", "just wanted to reach out", "just wanted to say hi", "just saying hi", "just a quick note",
    "long time no see", "long time no talk", "long time no speak", "it's been too long", "it has been too long",
    "hope you're well", "hope you are well", "hope you're doing well", "hope you are doing well", "hope all is well",
    "hope all's well", "hope everything is well", "hope this finds you well", "hope this email finds you well",
    "hope this message finds you well", "trust this finds you well", "hope you had a great weekend",
    "pick your brain", "how have you been", "what have you been up to", "what's new with you", "keep in touch",
    "let's catch up soon", "we should catch up", "would love to catch up",
    "ich wollte mich nur mal melden", "wollte mich nur mal melden", "wollte mich mal wieder melden",
    "wollte nur mal hören", "wollte mal hören wie es dir geht", "lange nichts gehört", "lange nicht gesehen",
    "ich hoffe es geht dir gut", "ich hoffe dir geht es gut", "ich hoffe es geht ihnen gut", "hoffe es geht dir gut",
    "ich hoffe alles ist gut bei dir", "ich hoffe diese nachricht erreicht", "wie geht's so", "was gibt's neues",
    "kurz nachhaken", "wollte kurz nachfragen", "in kontakt bleiben",
)  # fmt: skip
"""Phrases that everyone writes, without commas, in small letters and with straight apostrophes."""

_COMMON = _set(
    "about after again also always another because been before being best between both call called came coffee come "
    "could days dear does done during each early ever every first from gave give glad going good great have hear "
    "hello here hope into interested interests just keen know last late later lately like likes lives long look "
    "looking loves made make many maybe meet meeting message month months more most much need needs never news next "
    "nice note notes only other over people please really remember said same share should since some someone "
    "something soon started still such take talk talked team than thank thanks that their them then there these they "
    "thing things think this those time times today together told took very want wanted wants week weeks well went "
    "were what when where which while will wish with work working works would year years your yours and are but can "
    "did for get got had has her him his how its let may met new not now off old one our out own said see she the "
    "too two use was way who why you yes "
    "aber alle alles auch auf aus bald bei beim beste dann dass das dein deine dem den der des dich die dir doch du "
    "durch eine einem einen einer ein euch für ganz gern gerne gut haben hallo hat hatte ich ihm ihn ihr immer ins "
    "ist jetzt jahr jahre kann kein keine letzte liebe liebe lieber mal mehr mein meine melden mich mir mit mich "
    "monat monate nach nicht noch nur oder ohne schon sehr seit sich sie sind soll treffen über und uns vom von vor "
    "war waren was weil wenn wer wie wieder will wir wird woche wochen würde zeit zum zur zwischen"
)
_NOT_OWN = _set(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter zoom teams google linkedin whatsapp email pdf english "
    "ok hi hello dear best thanks thank warmly cheers regards mon tue wed thu fri sat sun"
)
_GERMAN = _set("und ich dir dich nicht eine einen das der wir mit für auf ist")
_SIGNATURE = pattern(
    r"(?i)\b(?:best|cheers|regards|wishes|thanks|thank you|warmly|yours|love),?\s+\S+(?: \S+)?\s*$"
)
_UNSPACED = pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


def needs(
    subject: str, message: str, *, facts: Sequence[str], recent: Sequence[tuple[str, str]], name: str
) -> str:
    """What the text still lacks, as sentences; ``""`` when it is ready to send.

    ``facts`` are what the sheet knows of this person alone, ``recent`` the name and message of other recent drafts,
    ``name`` the whole name of the contact. An empty subject is fine: many channels have none.
    """
    if not message.strip():
        return "The message is empty."
    both = f"{subject}\n{message}"
    said = [_gaps(both), _leftover(both), _worn(both)]
    if not said[0]:
        said += [_same(message, recent, name) or _own(both, facts, name)]
    return " ".join(sentence for sentence in said if sentence)


def distinctive(text: str) -> frozenset[str]:
    """The words of a fact that can be about one person only: no everyday words, in small letters."""
    words = {
        word for word in re.findall(r"[^\W_]+", text) if len(word) > 2 or _capitals(word) or word.isdigit()
    }
    found = {word.casefold() for word in words} - _COMMON
    for run in _UNSPACED.findall(text):
        found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found)


def _capitals(word: str) -> bool:
    return len(word) == 2 and word.isupper()


def _gaps(text: str) -> str:
    found = [" ".join(gap.split()) for gap in _GAP.findall(text)]
    if found:
        return f"Fill in: {', '.join(f'“{_short(gap)}”' for gap in found)}."
    return (
        "A [[ or ]] is left over: finish what stands there or take it out." if _HALF_GAP.search(text) else ""
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def _leftover(text: str) -> str:
    found = _LEFTOVER.search(text)
    return f"“{found.group()}” is left over from a template: write the words it stood for." if found else ""


def _worn(text: str) -> str:
    plain = _plain(text)
    found = [phrase for phrase in _WORN if f" {_plain(phrase)} " in f" {plain} "]
    longest = [phrase for phrase in found if not any(phrase != other and phrase in other for other in found)]
    if not longest:
        return ""
    return f"“{longest[0]}” could go to anyone: say why you thought of them."


def _plain(text: str) -> str:
    """Small letters, straight apostrophes, no other marks, single blanks."""
    straight = text.casefold().replace("’", "'").replace("-", " ")
    return " ".join(re.sub(r"[^\w' ]+", " ", straight).split())


def _same(message: str, recent: Iterable[tuple[str, str]], name: str) -> str:
    mine = _nameless(message, name)
    for other, text in recent:
        if other.casefold().strip() != name.casefold().strip() and _nameless(text, other) == mine:
            return f"This is word for word what {other} gets: change more than the name."
    return ""


def _nameless(text: str, name: str) -> tuple[str, ...]:
    hers = name_words(name)
    return tuple(word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in hers)


def _own(text: str, facts: Sequence[str], name: str) -> str:
    """Whether nothing here is only true of this person, said in a sentence."""
    known = frozenset().union(*(distinctive(fact) for fact in facts)) - name_words(name)
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    words |= {run[i : i + 2] for run in _UNSPACED.findall(text) for i in range(len(run) - 1)}
    who = first_name(name) or name
    if known & words or _names_something(text, name):
        return ""
    if not known:
        return f"The sheet knows nothing of {who} yet: is there a line here that fits nobody else?"
    return f"Nothing here is only true of {who}: add a line from your notes, or what you remember."


def _names_something(text: str, name: str) -> bool:
    """A proper name or a figure in mid-sentence: a place, a project, a child. Says nothing in German, where every noun has a capital."""
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    if _reads_german(words):
        return False
    inside = re.findall(r"(?<=[\w,;:] )([A-ZÀ-Þ][\w'’]+|\d[\w.]*)", _SIGNATURE.sub("", text))
    own = {re.sub(r"['’]s$", "", word).casefold() for word in inside}
    return bool({word for word in own if word.split("'")[0] not in _NOT_OWN} - name_words(name))


def _reads_german(words: set[str]) -> bool:
    return len(words & _GERMAN) >= 2
