"""Words people use for a way to reach somebody, and the channel each means."""

from __future__ import annotations

from connectkit.schema import CHANNELS
from connectkit.text.plain import fold

_WORDS = {
    "email": "mail e-mail mails gmail outlook e_mail email correo courriel mél posta poczta e-post sähköposti courrier-électronique",
    "linkedin": "li linked-in inmail",
    "whatsapp": "wa whats-app watsapp",
    "telegram": "tg",
    "signal": "",
    "sms": "text texts texting imessage textmessage message messages messenger chat handy textnachricht mensaje nachricht",
    "phone": "call calls calling telephone tel telefon anruf anrufen telefonieren téléphone appel appeler llamada teléfono telefono "
    "chiamata bellen telefonisch mobile mobil portable móvil cell ring facetime",
    "voice note": "voice voicenote sprachnachricht audio vocal nota-de-voz memo",
    "letter": "letters post card postcard brief karte postkarte lettre carte carta postal handwritten note snail-mail",
    "meeting": "meet in-person inperson person lunch coffee kaffee treffen persönlich rencontre café déjeuner reunión comida "
    "encuentro face-to-face visit besuch",
}
"""What people write in a Channel cell; the channel's own name is always understood."""

_KNOWN = {
    fold(word.replace("-", " ")).replace(" ", ""): channel
    for channel in CHANNELS
    for word in (channel, *_WORDS[channel].split())
}


_NEVER = frozenset(
    [
        "no",
        "not",
        "never",
        "kein",
        "keine",
        "keinen",
        "nicht",
        "nie",
        "pas",
        "jamais",
        "sin",
        "nunca",
        "hates",
        "hasst",
    ]
)


def read_channel(text: str) -> str | None:
    """The channel a cell means: ``E-Mail`` is ``email``, ``call`` is ``phone``; ``""`` for a blank one, None for an unknown word.

    Of several words the first that is known decides: ``WhatsApp or mail``.
    """
    if not text.strip():
        return ""
    whole = fold(text).replace("-", "").replace("_", "").replace(" ", "").strip(" .,!")
    if whole in _KNOWN:
        return _KNOWN[whole]
    plain = fold(text).replace("-", "")
    if _NEVER & set(plain.split()):
        return None
    for word in plain.replace("/", " ").replace(",", " ").replace(";", " ").replace("+", " ").split():
        if word.strip(".!?()") in _KNOWN:
            return _KNOWN[word.strip(".!?()")]
    return None
