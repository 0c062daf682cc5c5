"""The one-click link beside a draft: it opens the message where the user sends it, and does nothing else.

Two forms of the same link. A workbook file gets a static :class:`Link`, made anew at each sync. A Google Sheet gets
a :class:`Formula` over the row's own cells, so that the link follows the user's edits; no text of a contact ever
stands inside the formula. Only ``https`` and ``mailto`` are ever opened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlsplit

from connectkit.model import Formula, Link
from connectkit.text.dates import say
from connectkit.text.lazy import pattern

LIMIT = 2000
"""The longest URL, in characters, that mail programs, browsers and .xlsx cells all take."""

TOO_LONG = "The message is too long for a link: the link opens without it, so paste the text from Message."

_MAIL = {  # before the address, before the subject, before the body
    "gmail": ("https://mail.google.com/mail/?view=cm&fs=1&to=", "&su=", "&body="),
    "outlook": ("https://outlook.office.com/mail/deeplink/compose?to=", "&subject=", "&body="),
    "mailto": ("mailto:", "?subject=", "&body="),
}
_MAIL_LABEL = {"gmail": "Open in Gmail", "outlook": "Open in Outlook", "mailto": "Open in mail"}
_CHAT_LABEL = "Open WhatsApp"
_PROFILE_LABEL = "Open LinkedIn, paste"
_WHATSAPP = "https://wa.me/"
_NUMBER_LINKS = {
    "telegram": ("https://t.me/", "Open Telegram, paste"),
    "signal": ("https://signal.me/#p/", "Open Signal, paste"),
}
_CODE = "without its country code (such as +49) it can't be opened"
_GAP = r"(?s)\s*\[\[(?:[^\[\]]|\[\[[^\[\]]*\]\]|\[|\])*?\]\]"
"""A gap and the blanks before it; one pattern for Python and for the spreadsheet's own function."""
_LINKEDIN = "https://www.linkedin.com/"
_SEPARATORS = pattern(r"\s*(?::::|[,;\n])\s*")
_ADDRESS = pattern(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"/?#%&]+\.[^\s@<>()\[\]\\,;:\"/?#%&.]+")
_EXTENSION = pattern(r"(?i)\s*(?:ext\.?|x|#|durchwahl)\s*\d*\s*$")


def safe_url(text: str) -> str | None:
    """The URL as it may be opened, or None.

    Only ``https`` with a host and ``mailto`` pass. Control characters, blanks, backslashes and a user name before
    the host (``https://bank.example@evil.example``) are refused, whatever the scheme.
    """
    url = text.strip()
    if not url or "\\" in url or any(_invisible(char) or char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
        host, named = parts.hostname, parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return url if not parts.netloc and email_address(parts.path) == parts.path != "" else None
    return url if parts.scheme == "https" and host and not named else None


def email_address(text: str) -> str:
    """The first usable address of a cell that may hold several, without ``mailto:`` or a display name; ``""`` if none."""
    for part in _SEPARATORS.split(text):
        candidate = part.strip().removeprefix("mailto:")
        inside = re.search(r"<([^<>]*)>\s*$", candidate)
        candidate = (inside.group(1) if inside else candidate).strip()
        if _ADDRESS.fullmatch(candidate) and not any(_invisible(char) for char in candidate):
            return candidate
    return ""


def international(text: str) -> str:
    """The first phone number with a country code as ``+`` and 8 to 15 digits; ``""`` if none has one.

    A number without country code is never guessed. The ``(0)`` that is dialled only inside the country is left
    out.
    """
    for part in re.split(r"\s*(?::::|[,;/\n])\s*", text):
        number = _EXTENSION.sub("", part.strip().removeprefix("tel:").replace("(0)", ""))
        if number.startswith("00"):
            number = "+" + number[2:]
        digits = re.sub(r"[\s().\-\u00a0\u2010-\u2015]", "", number)
        if re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
            return digits
    return ""


def linkedin_profile(text: str) -> str:
    """The profile's address on ``www.linkedin.com``, from a URL with or without ``https://``; ``""`` for any other site."""
    found = text.strip()
    if re.match(r"(?i)([a-z]+\.)?linkedin\.com/", found):
        found = "https://" + found
    found = re.sub(r"(?i)^http://", "https://", found)
    url = safe_url(found)
    parts = urlsplit(url) if url else None
    if (
        parts is None
        or parts.port is not None
        or not re.fullmatch(r"(?:[a-z]+\.)?linkedin\.com", parts.hostname or "")
    ):
        return ""
    path = quote(parts.path.lstrip("/"), safe="/%-._~")
    return _LINKEDIN + path if path else ""


def without_gaps(text: str) -> str:
    """The text as it may leave the sheet: what stands in ``[[ ]]`` is taken out, with the blanks before it."""
    return re.sub(_GAP, "", text)


def open_link(
    channel: str, *, to: str, subject: str, message: str, mail: str = "gmail", today: date | None = None
) -> tuple[Link | None, str]:
    """The static link that opens a draft without its gaps, and a sentence on what the link can't do (``""`` when all is well).

    None where nothing can be opened: no usable address, or a channel that has no link (a call, a letter); the
    latter without a sentence. Over :data:`LIMIT` characters the text is left out and the sentence says so.
    ``mail`` is ``gmail``, ``outlook`` or ``mailto``. ``today`` is said in the label of a link that carries the text:
    such a link can't follow later edits.
    """
    subject, message = without_gaps(subject), without_gaps(message)
    link, note = _opened(channel, to, (subject, message), mail)
    if link is not None and today is not None and message and not note and channel not in _WITHOUT_TEXT:
        link = Link(link.url, f"{link.label}, text of {say(today, today)}")
    return link, note


_WITHOUT_TEXT = ("linkedin", "voice note", "signal", "telegram")


def _opened(channel: str, to: str, texts: tuple[str, str], mail: str) -> tuple[Link | None, str]:
    subject, message = texts
    if channel == "linkedin":
        return _profile(to)
    if channel == "whatsapp":
        return _chat(to, message)
    if channel in _NUMBER_LINKS:
        return _number(channel, to)
    if channel in ("email", ""):
        return _letter(to, subject, message, mail) if channel or "@" in to else (None, "")
    if channel == "meeting":
        return _letter(to, subject, message, mail) if "@" in to or not to else _spoken(to, message)
    return _spoken(to, "") if channel == "voice note" else (None, "")


def _number(channel: str, to: str) -> tuple[Link | None, str]:
    """The chat of a messenger that takes no text in its link: the text is pasted."""
    number = international(to)
    before, label = _NUMBER_LINKS[channel]
    return (
        (Link(before + number, label), "")
        if number
        else (None, _unusable("phone number", to, _CODE if to.strip() else ""))
    )


def open_formula(channel: str, *, mail: str, letters: Mapping[str, str]) -> Formula | None:
    """The Google Sheets formula that does what :func:`open_link` does, from the cells of its own row.

    ``letters`` gives the column letters of ``to``, ``subject`` and ``message``. The text holds no row number, so
    it survives sorts and moves; it separates arguments by ``;``, which every locale reads. It shows nothing while
    the address is missing or not usable. None for a channel that has no link.
    """
    cell = {key: f"INDEX(${letter}:${letter};ROW())" for key, letter in letters.items()}
    to, subject, message = cell["to"], cell["subject"], cell["message"]
    subject, message = (f'REGEXREPLACE({one};"{_GAP}";"")' for one in (subject, message))
    letter, profile = _letter_formula(to, subject, message, mail), _profile_formula(to)
    chat = _chat_formula(to, message)
    formulas = {
        "email": letter,
        "": letter,
        "linkedin": profile,
        "whatsapp": chat,
        **{key: _number_formula(to, *one) for key, one in _NUMBER_LINKS.items()},
        "meeting": f'IF(ISNUMBER(FIND("@";{to}));{letter};IF(LEFT({to};1)="+";{chat};{profile}))',
        "voice note": f'IF(LEFT({to};1)="+";{_chat_formula(to, "")};{profile})',
    }
    return Formula("=" + formulas[channel]) if channel in formulas else None


def _two(to: str) -> list[str]:
    """Both addresses of a cell that holds exactly two, as connectkit writes them for an introduction; else none."""
    pieces = to.split(",")
    found = [email_address(piece) for piece in pieces]
    return found if len(found) == 2 and found == pieces and found[0] != found[1] else []


def _letter(to: str, subject: str, message: str, mail: str) -> tuple[Link | None, str]:
    address = ",".join(both) if (both := _two(to)) else email_address(to)
    if not address:
        return None, _unusable("e-mail address", to)
    before_to, before_subject, before_body = _MAIL[mail]
    bare = before_to + _encoded(address).replace("%40", "@").replace("%2C", ",")
    short = bare + before_subject + _encoded(" ".join(subject.split()))
    return _within(short + before_body + _encoded(message), (short, bare), _MAIL_LABEL[mail])


def _chat(to: str, message: str) -> tuple[Link | None, str]:
    number = international(to)
    if not number:
        reason = "without its country code (such as +49) WhatsApp can't open it" if to.strip() else ""
        return None, _unusable("phone number", to, reason)
    bare = _WHATSAPP + number.removeprefix("+")
    return _within(f"{bare}?text={_encoded(message)}" if message else bare, (bare,), _CHAT_LABEL)


def _profile(to: str) -> tuple[Link | None, str]:
    url = linkedin_profile(to)
    if not url or len(url) > LIMIT:
        return None, _unusable("LinkedIn profile", to)
    return Link(url, _PROFILE_LABEL), ""


def _spoken(to: str, message: str) -> tuple[Link | None, str]:
    """The chat or profile where something is said or arranged: whichever the address is."""
    return _profile(to) if linkedin_profile(to) else _chat(to, message) if to.strip() else (None, "")


def _within(full: str, shorter: tuple[str, ...], label: str) -> tuple[Link | None, str]:
    if len(full) <= LIMIT:
        return Link(full, label), ""
    for url in shorter:
        if len(url) <= LIMIT:
            return Link(url, label), TOO_LONG
    return None, TOO_LONG


def _unusable(what: str, value: str, reason: str = "") -> str:
    if not value.strip():
        return f"There is no {what}: add it in Contacts, and the next draft has a link."
    shown = value.strip() if len(value.strip()) <= 60 else value.strip()[:59] + "…"
    shown = "".join("�" if _invisible(char) else char for char in shown)
    return f"“{shown}” is no {what} to open{': ' + reason if reason else ''}; put it right in Contacts."


def _encoded(text: str) -> str:
    kept = "".join(char for char in text.replace("\r\n", "\n") if char in "\n\t" or not _control(char))
    return quote(kept, safe="", errors="replace")


def _control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"


def _invisible(char: str) -> bool:
    """Control characters, and the format characters that make an address look like another one."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _letter_formula(to: str, subject: str, message: str, mail: str) -> str:
    before_to, before_subject, before_body = _MAIL[mail]
    bare = f'"{before_to}"&SUBSTITUTE(SUBSTITUTE(ENCODEURL({to});"%40";"@");"%2C";",")'
    short = f'{bare}&"{before_subject}"&ENCODEURL({subject})'
    full = f'{short}&"{before_body}"&ENCODEURL({message})'
    url = f"IF(LEN({full})<={LIMIT};{full};IF(LEN({short})<={LIMIT};{short};{bare}))"
    return f'IF(ISNUMBER(FIND("@";{to}));HYPERLINK({url};"{_MAIL_LABEL[mail]}");"")'


def _chat_formula(to: str, message: str) -> str:
    bare = f'"{_WHATSAPP}"&ENCODEURL(SUBSTITUTE({to};"+";""))'
    full = f'{bare}&"?text="&ENCODEURL({message})'
    url = f"IF(LEN({full})<={LIMIT};{full};{bare})" if message else bare
    return f'IF(LEFT({to};1)="+";HYPERLINK({url};"{_CHAT_LABEL}");"")'


def _number_formula(to: str, before: str, label: str) -> str:
    return f'IF(LEFT({to};1)="+";HYPERLINK("{before}"&{to};"{label}");"")'


def _profile_formula(to: str) -> str:
    return f'IF(LEFT({to};{len(_LINKEDIN)})="{_LINKEDIN}";HYPERLINK({to};"{_PROFILE_LABEL}");"")'
