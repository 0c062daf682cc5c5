"""Which mails are between people: not lists, robots, drafts, spam, answers to invitations."""

from __future__ import annotations

import re

from connectkit.importers.mail.mail_headers import Headers, decoded, raw
from connectkit.text.plain import fold

_ROBOT = re.compile(
    r"(?:no|do|dont|do-?not|keine|ne|pas|nao)[-_.]?(?:t[-_.]?)?(?:reply|responder|respond|antwort(?:en)?|repondre|responda)|.*[-_.]?no-?reply.*|"
    r"mailer-daemon|postmaster|(?:.*[-_.+])?bounces?(?:[-_.+=].*)?|notifications?(?:[-_.+].*)?|notify|alerts?|newsletters?|"
    r"calendar-notification|.*-noreply|listserv|majordomo|.*-(?:request|owner|bounces)|robot|automailer|abuse|hostmaster|"
    r"invitations|jobalerts.*|messages-noreply|updates?|.*dmarc.*|.*tls-report(?:s|ing)?|(?:.*[-_.])?bot|root|cron|daemon"
)
_ROBOT_HOSTS = (
    "reply.github.com",
    "googlegroups.com",
    "noreply.github.com",
    "calendar.google.com",
    "bounces.google.com",
    "unknownemail",
)
_LABELS = {
    "drafts": "a draft", "draft": "a draft", "entwurfe": "a draft", "entwurf": "a draft", "brouillons": "a draft",
    "borradores": "a draft", "bozze": "a draft", "rascunhos": "a draft", "concepten": "a draft", "utkast": "a draft",
    "wersje robocze": "a draft", "luonnokset": "a draft", "kladder": "a draft", "черновики": "a draft", "下書き": "a draft", "草稿": "a draft",
    "spam": "spam", "junk": "spam", "junk e-mail": "spam", "junk email": "spam", "bulk mail": "spam", "courrier indesirable": "spam",
    "correo no deseado": "spam", "posta indesiderata": "spam", "lixo eletronico": "spam", "spamverdacht": "spam", "спам": "spam",
    "trash": "in the bin", "bin": "in the bin", "deleted items": "in the bin", "deleted messages": "in the bin", "papierkorb": "in the bin",
    "geloschte elemente": "in the bin", "corbeille": "in the bin", "papelera": "in the bin", "cestino": "in the bin", "lixeira": "in the bin",
    "lixo": "in the bin", "prullenbak": "in the bin", "papperskorgen": "in the bin", "roskakori": "in the bin", "kosz": "in the bin", "корзина": "in the bin",
    "templates": "a template", "vorlagen": "a template", "outbox": "not sent yet", "postausgang": "not sent yet", "unsent messages": "not sent yet",
}  # fmt: skip
_SENT = frozenset(
    {
        "sent", "sent mail", "sent items", "sent messages", "gesendet", "gesendete objekte", "gesendete elemente", "envoyes",
        "messages envoyes", "elements envoyes", "enviados", "mensajes enviados", "elementos enviados", "itens enviados", "inviati",
        "posta inviata", "verzonden", "verzonden items", "verzonden berichten", "skickat", "sendt", "lahetetyt", "wyslane", "отправленные",
        "送信済み", "已发送邮件",
    }
)  # fmt: skip
_LISTS = re.compile(r"(?:lists?|mailman|listserv|groups|yahoogroups)\.|(?:.*\.)?groups\.io$")
_ANSWER = re.compile(r"method=\"?(?:reply|counter|refresh|cancel|declinecounter)", re.IGNORECASE)
_REPLY = re.compile(
    rb"text/calendar[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*method=\"?(?:REPLY|COUNTER|REFRESH)", re.IGNORECASE
)


def folder_says(name: str) -> str:
    """What a folder or label of this name makes of its mails (``a draft``, ``spam`` …); ``""`` for any other."""
    name = re.sub(r"^\[[^\]]*\]/", "", name.strip().strip('"'))
    return _LABELS.get(fold(name.rsplit("/", 1)[-1].rsplit(".", 1)[-1]), "") or _LABELS.get(fold(name), "")


def is_sent_folder(name: str) -> bool:
    """Whether a folder or label of this name holds what the user sent."""
    name = fold(name.strip().strip('"'))
    return name in _SENT or re.split(r"[/.]", name)[-1] in _SENT


def labelled_sent(headers: Headers) -> bool:
    """Whether Gmail keeps the mail among those the user sent, from whichever address."""
    labels = decoded(raw(headers, "x-gmail-labels"))
    return any(map(is_sent_folder, labels.split(","))) if labels else False


def is_robot(address: str) -> bool:
    """Whether no person reads what is sent to this address: a machine's, or a list's."""
    name, _, host = address.casefold().rpartition("@")
    return _ROBOT.fullmatch(name) is not None or host.endswith(_ROBOT_HOSTS) or _LISTS.match(host) is not None


def marked(headers: Headers) -> str:
    """Why the mail's own program says that it is no mail between people; ``""`` where it says nothing."""
    for label in decoded(raw(headers, "x-gmail-labels")).split(","):
        if why := folder_says(label):
            return f"it is {why}"
    status = raw(headers, "x-mozilla-status")
    if re.fullmatch(r"[0-9a-fA-F]{4}", status) and int(status, 16) & 0x8:
        return "it was deleted"
    if "x-mozilla-draft-info" in headers and "message-id" not in headers:
        return "it is a draft"
    if "mail-draft" in raw(headers, "x-uniform-type-identifier"):
        return "it is a draft"
    if fold(raw(headers, "x-spam-flag")) == "yes" or fold(raw(headers, "x-spam-status")).startswith("yes"):
        return "it is spam"
    return ""


def automatic(headers: Headers) -> str:
    """Why no person wrote this mail to a person; ``""`` for a mail of a person."""
    if fold(raw(headers, "content-type")).startswith("multipart/report"):
        return "it is a report of a mail program"
    if any(
        name in headers
        for name in ("list-id", "list-unsubscribe", "list-post", "list-help", "x-mailing-list")
    ):
        return "it came through a mailing list"
    if fold(raw(headers, "precedence")) in ("bulk", "list", "junk", "auto_reply"):
        return "it was sent in bulk"
    submitted = fold(raw(headers, "auto-submitted")).split(";")[0].strip()
    if submitted not in ("", "no") or any(
        name in headers for name in ("x-autoreply", "x-autorespond", "x-autoresponder")
    ):
        return "it was sent automatically"
    if raw(headers, "return-path") == "<>":
        return "it was sent automatically"
    if "feedback-id" in headers and "x-campaign" in headers:
        return "it was sent in bulk"
    return ""


def answers_invitation(headers: Headers, peek: bytes) -> bool:
    """Whether the mail is a calendar's answer to an invitation: pressed, not written."""
    kind = fold(raw(headers, "content-type"))
    if kind.startswith("text/calendar"):
        return _ANSWER.search(kind) is not None
    if kind.startswith("text/plain") or not kind:
        return False
    return _REPLY.search(peek) is not None
