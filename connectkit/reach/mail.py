"""THE one place that sends a mail: a finished text, to the owner's own address, and to nothing else.

It knows no sheet and no row. Who may receive is checked here again, whatever the caller checked before.
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from connectkit.errors import AccessDenied, ConnectkitError, StoreUnavailable, UsageError

TIMEOUT = 30.0
"""Seconds a server may take for one answer."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class Post(NamedTuple):
    """A mail server and how to sign in. ``tls`` is ``starttls``, ``tls`` or ``none``; ``sender`` stands in From."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    ssl_cafile: Path | None = None


class Words(NamedTuple):
    """A finished mail: subject, plain text, HTML."""

    subject: str
    text: str
    html: str


def is_address(text: str) -> bool:
    """True for one plain mail address and nothing else."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def send(words: Words, post: Post, *, to: str, owner: Iterable[str], now: datetime) -> bool:
    """Sends the text to ``to``, which has to be one of the owner's own addresses.

    Returns False where the connection was cut after the text had gone out: it counts as sent, for a second mail is
    worse than none.

    Raises:
        UsageError: the receiver is not the owner, an address is none, or the server refuses for good.
        AccessDenied: user or password are refused.
        StoreUnavailable: the server can't be reached or asks to come back later.
    """
    if to.casefold() not in {one.casefold() for one in owner} or not is_address(to):
        raise UsageError(
            "The digest goes to nobody but you, and the address it should go to is not one of yours.",
            "Write your own address under me: emails in connectkit.yaml.",
        )
    if not is_address(post.sender):
        raise UsageError("The digest has no sender.", "Write from: under digest: mail as one plain address.")
    if post.tls == "none" and post.host not in LOCAL:
        raise UsageError("tls: none is only for a mail server on this computer.", "Use starttls or tls.")
    try:
        with _connect(post) as server:
            return _hand_over(server, _message(words, post.sender, to, now), post.sender, to)
    except ConnectkitError:
        raise
    except smtplib.SMTPAuthenticationError:
        raise AccessDenied(
            f"The mail server {post.host} refuses the user or the password.",
            "Many servers want a password made for programs (app password).",
        ) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(post, error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError:
        raise UsageError(
            f"The mail server {post.host} does not offer what the settings ask for (tls: {post.tls}, or signing in).",
            "Look at tls and port under digest: mail.",
        ) from None
    except ssl.SSLError as error:
        raise UsageError(
            f"The connection to {post.host} can't be made safe ({error.reason or 'TLS failed'}).",
            "Look at host, port and tls; a server with a certificate of its own needs ssl_cafile.",
        ) from None
    except (OSError, smtplib.SMTPException) as error:
        raise StoreUnavailable(
            f"The mail server {post.host} can't be reached ({type(error).__name__}).",
            "Look at host and port under digest: mail; the next run tries again.",
        ) from None


def _connect(post: Post) -> smtplib.SMTP:
    """A server one is signed in to."""
    secure = ssl.create_default_context(cafile=str(post.ssl_cafile) if post.ssl_cafile else None)
    if post.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            post.host, post.port, local_hostname="localhost", timeout=TIMEOUT, context=secure
        )
    else:
        server = smtplib.SMTP(post.host, post.port, local_hostname="localhost", timeout=TIMEOUT)
    try:
        if post.tls == "starttls":
            server.starttls(context=secure)
        server.ehlo_or_helo_if_needed()
        if post.user:
            _sign_in(server, post.user, post.password)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Signs in; smtplib itself only knows passwords of plain ASCII."""
    if (user + password).isascii():
        server.login(user, password)
        return
    told = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, said = server.docmd("AUTH", f"PLAIN {told}")
    if code not in (235, 503):
        raise smtplib.SMTPAuthenticationError(code, said)


def _message(words: Words, sender: str, to: str, now: datetime) -> bytes:
    """The mail as it goes over the wire. Its only receiver is To; headers hold one line each."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    plain = "".join(char if char.isprintable() else " " for char in words.subject)
    mail["Subject"] = " ".join(plain.split())
    mail["Date"] = format_datetime(now)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.text, cte="quoted-printable")
    mail.add_alternative(words.html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def _hand_over(server: smtplib.SMTP, message: bytes, sender: str, to: str) -> bool:
    """MAIL, RCPT, DATA, step by step, so that it is known whether the text had gone out when a connection breaks."""
    for code, said in (server.mail(sender), server.rcpt(to), server.docmd("DATA")):
        if code not in (250, 251, 354):
            raise smtplib.SMTPResponseException(code, said)
    server.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")
    try:
        code, said = server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected):
        server.close()
        return False
    if code != 250:
        raise smtplib.SMTPResponseException(code, said)
    return True


def _refused(post: Post, code: int, said: bytes | str) -> ConnectkitError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = " ".join("".join(char for char in text if char.isprintable() or char.isspace()).split())[:160]
    if 400 <= code < 500:
        return StoreUnavailable(
            f"The mail server {post.host} can't take the digest now ({code} {text}).",
            "The next run tries again.",
        )
    return UsageError(
        f"The mail server {post.host} refuses the digest ({code} {text}).",
        "Look at user, from and me: emails in connectkit.yaml.",
    )
