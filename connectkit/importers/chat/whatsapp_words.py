"""The words WhatsApp itself puts into a chat, in the languages people export it in.

A notice may stand where a message does, with a sender before it; a deleted message and a call nobody took are no
contact. Words are compared folded: lower case, without accents.
"""

from __future__ import annotations

import re

from connectkit.text.plain import fold

LONGEST_NOTICE = 120

_ENCRYPTED = (
    "end-to-end encrypted", "end-to-end-encrypted", "ende-zu-ende", "chiffres de bout en bout", "chiffrement de bout en bout",
    "cifrados de extremo a extremo", "cifrado de extremo a extremo", "crittografia end-to-end", "crittografati end-to-end",
    "criptografia de ponta a ponta", "encriptadas ponto a ponto", "end-to-end versleuteld", "paasta paahan",
    "end-to-end-krypter", "totalstrackskrypter", "szyfrowane metoda end-to-end", "szyfrowaniem end-to-end", "сквозным шифрованием",
    "uctan uca sifreli", "エンドツーエンド", "端到端", "端對端", "종단간", "종단 간",
)  # fmt: skip
_DELETED = (
    "this message was deleted", "you deleted this message", "message deleted", "deleted by admin",
    "diese nachricht wurde geloscht", "du hast diese nachricht geloscht", "nachricht geloscht",
    "ce message a ete supprime", "vous avez supprime ce message", "message supprime",
    "se elimino este mensaje", "este mensaje fue eliminado", "eliminaste este mensaje", "has eliminado este mensaje",
    "mensaje eliminado", "questo messaggio e stato eliminato", "hai eliminato questo messaggio",
    "mensagem apagada", "esta mensagem foi apagada", "essa mensagem foi apagada", "voce apagou esta mensagem",
    "mensagem eliminada", "dit bericht is verwijderd", "je hebt dit bericht verwijderd", "u heeft dit bericht verwijderd",
    "tama viesti poistettiin", "poistit taman viestin", "det har meddelandet har tagits bort", "du tog bort det har meddelandet",
    "ta wiadomosc zostala usunieta", "usunieto te wiadomosc", "данное сообщение удалено", "вы удалили данное сообщение",
    "bu mesaj silindi", "bu mesaji sildiniz", "このメッセージは削除されました", "此消息已被删除", "此訊息已刪除", "삭제된 메시지입니다",
)  # fmt: skip
_MISSED = (
    "missed voice call", "missed video call", "missed group", "missed call", "verpasster sprachanruf", "verpasster videoanruf",
    "verpasster anruf", "appel vocal manque", "appel video manque", "appel manque", "llamada perdida", "llamada de voz perdida",
    "videollamada perdida", "chiamata vocale persa", "videochiamata persa", "chiamata persa", "chamada de voz perdida",
    "chamada de video perdida", "ligacao de voz perdida", "ligacao de video perdida", "gemiste spraakoproep", "gemiste video-oproep",
    "gemiste oproep", "vastaamaton aanipuhelu", "vastaamaton videopuhelu", "missat rostsamtal", "missat videosamtal",
    "nieodebrane polaczenie", "пропущенный аудиозвонок", "пропущенный видеозвонок", "пропущенный звонок", "cevapsiz sesli arama",
    "cevapsiz goruntulu arama",
)  # fmt: skip
_SERVICE = (
    "security code", "disappearing messages", "this group", "phone number", "this business", "is a contact", "you blocked", "you unblocked",
    "sicherheitsnummer", "selbstloschende nachrichten", "diese gruppe", "code de securite", "messages ephemeres", "ce groupe",
    "codigo de seguridad", "mensajes temporales", "este grupo", "codigo de seguranca", "mensagens temporarias", "codice di sicurezza",
    "messaggi effimeri", "questo gruppo", "beveiligingscode", "verdwijnende berichten", "deze groep",
)  # fmt: skip
_CALL = re.compile(
    r"(voice call|video call|group call|sprachanruf|videoanruf|appel vocal|appel video|llamada de voz|videollamada|chiamata vocale|"
    r"videochiamata|chamada de voz|chamada de video|ligacao de voz|ligacao de video|spraakoproep|video-oproep|aanipuhelu|videopuhelu|"
    r"rostsamtal|videosamtal)\b[ .,:-]*(.*)"
)
_UNANSWERED = (
    "no answer", "keine antwort", "pas de reponse", "sin respuesta", "nessuna risposta", "sem resposta", "geen antwoord", "ei vastausta",
)  # fmt: skip
_LASTED = re.compile(r"\d+ ?(?:s|sec|sek|seg|min|m|h|hr|std|heure|hora|ora|uur|tim|t|:\d)")
_YOU = frozenset(
    {
        "you",
        "du",
        "vous",
        "tu",
        "usted",
        "voce",
        "jij",
        "u",
        "sina",
        "вы",
        "siz",
        "sie",
        "io",
        "yo",
        "eu",
        "ja",
    }
)
_FILE = re.compile(
    r"(?:whatsapp chat with|whatsapp chat -|whatsapp-chat mit|chat whatsapp con|chat de whatsapp con|discussion whatsapp avec|"
    r"conversa do whatsapp com|conversa de whatsapp com|whatsapp-chat met|whatsapp-gesprek met|whatsapp-chatt med|whatsapp-chat med|"
    r"whatsapp-keskustelu:?|czat whatsapp z|чат whatsapp с(?: контактом)?)[ _]+(.+)"
)


def is_notice(text: str) -> bool:
    """Whether this text after a sender is the one about encryption."""
    return any(words in text for words in _ENCRYPTED) and len(text) < 4 * LONGEST_NOTICE


def is_service(text: str) -> bool:
    """Whether a text that bears WhatsApp's own mark tells of the chat itself: a new code, a group, a number."""
    return len(text) < 2 * LONGEST_NOTICE and any(words in text for words in _SERVICE)


def is_deleted(text: str) -> bool:
    """Whether the message was taken back."""
    return len(text) < LONGEST_NOTICE and text.startswith(_DELETED)


def is_missed(text: str) -> bool:
    """Whether this is a call that was not taken."""
    if len(text) >= LONGEST_NOTICE:
        return False
    if text == "null" or text.startswith(_MISSED):  # older phones write null for it
        return True
    found = _CALL.fullmatch(text)
    return found is not None and found[2].startswith(_UNANSWERED)


def is_call(text: str) -> bool:
    """Whether this is a call that was taken: it says how long it was."""
    found = _CALL.fullmatch(text) if len(text) < 50 else None
    return found is not None and bool(_LASTED.match(found[2]))


def is_you(name: str) -> bool:
    """Whether a sender is called “You”."""
    return fold(name) in _YOU


def contact_in(file_name: str) -> str:
    """The name of the other side in the name of the file, ``""`` where it has none."""
    stem = re.sub(r"(?:\.(?:txt|zip))+$", "", file_name, flags=re.IGNORECASE)
    stem = re.sub(r"\s*\(\d+\)$", "", stem).replace("_", " ").strip()
    found = _FILE.fullmatch(fold(stem))
    return (
        stem[-len(found[1].strip()) :].strip()
        if found and len(fold(stem)) == len(stem)
        else _by_words(stem, found)
    )


def _by_words(stem: str, found: re.Match[str] | None) -> str:
    """The same where folding changed the length: as many words from the end."""
    if found is None:
        return ""
    return " ".join(stem.split()[-len(found[1].split()) :])
