"""What an event's title alone says against a meeting: it was called off, somebody was away, time was only held."""

from __future__ import annotations

import re

from connectkit.text.plain import fold

_OFF = (
    "cancel(?:l?ed|l?ation)|declined|postponed|rescheduled|called off|"
    "abgesagt|storniert|abgelehnt|verschoben|entfallt|fallt aus|annulation|annulee?|reportee?|refusee?|"
    "cancelad[oa]|anulad[oa]|aplazad[oa]|pospuest[oa]|rechazad[oa]|annullat[oa]|rimandat[oa]|rifiutat[oa]|adiad[oa]|desmarcad[oa]|"
    "geannuleerd|afgezegd|uitgesteld|geweigerd|odwolan[aey]|anulowan[aey]|przelozon[aey]|installt?|avbokad|avlyst|aflyst|utsatt|peruttu|"
    "siirretty|iptal(?: edildi)?|ertelendi|отменен[оа]?|отмена|перенесен[оа]?|zrusen[oaey]|odlozen[oaey]|torolve|"
    "已取消|取消|キャンセル|中止|延期|취소|취소됨"
)
_CALLED_OFF = re.compile(
    rf"(?:[\[(【*#\s]*)(?:{_OFF})(?:\s*[\])】*]+.*|\s*[:：|–—-].*|\s*)|.*[\[(【*]\s*(?:{_OFF})\s*[\])】*]+\s*|.*\s[-–—|:]+\s*(?:{_OFF})\s*[.!]*",
    re.DOTALL,
)
_LOUD = re.compile(rf"(?:{_OFF})\b")
_AWAY = re.compile(
    r"(?:ooo|oof|pto|out of (?:the )?office|vacation|annual leave|on leave|parental leave|sick(?: leave| day)?|day off|off work|holidays?|bank holiday|"
    r"urlaub|im urlaub|abwesend|abwesenheit|krank|feiertag|nicht im buro|elternzeit|conges?|en conge|absente?|absence|jour ferie|vacances|"
    r"vacaciones|de vacaciones|ausente|festivo|baja|ferie|in ferie|assente|ferias|de ferias|feriado|ausente|vakantie|afwezig|vrij|urlop|"
    r"nieobecn[yao]\w*|semester|ledig|franvarande|ferie|loma|izin|tatil|отпуск|выходной|休暇|休み|有給|休假|放假|휴가)\b(?:\s*[:(\[–—|-].*|\s*)|"
    r".*\s[-–—|:]\s*(?:ooo|pto|out of (?:the )?office|urlaub|vacation|on leave|abwesend|conges?|vacaciones|ferie|ferias)\s*",
    re.DOTALL,
)
_HELD = re.compile(
    r"(?:hold|on hold|placeholder|block(?:ed|er)?|busy|focus(?: time)?|do not book|dnb|tbc|tbd|reserved|private|travel(?: time)?|commute|lunch break|"
    r"blocker|geblockt|beschaftigt|platzhalter|reserviert|fokuszeit|occupe|bloque|reserve|ocupado|bloqueado|reservado|occupato|bloccato|bezet|zajety)"
    r"(?:\s*[:\[(|–—-].*|\s*)",
    re.DOTALL,
)


def why_no_meeting(title: str, *, whole_day: bool = False) -> str:
    """Why an event of this title was no meeting; ``""`` where the title says nothing against it.

    Words in the middle of a title say nothing: “Cancelled orders review” is a meeting.
    """
    text = fold(title)
    first = re.match(r"\w+", title.strip())
    loud = first is not None and len(first[0]) > 3 and first[0].isupper() and first[0].isascii()
    if _CALLED_OFF.fullmatch(text) or (loud and _LOUD.match(text)):
        return "its title says that it was called off"
    if _AWAY.fullmatch(text):
        return "its title says that somebody was away"
    return "its title says that time was only held" if whole_day and _HELD.fullmatch(text) else ""
