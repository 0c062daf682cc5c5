"""Servers on this computer for standing sources: a web host of one calendar, and a mailbox that can only be read."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Host:
    """What a web host answers: a status, a text, headers. ``asked`` are the headers of each request."""

    text: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def web(host: Host) -> Iterator[Host]:
    """The host at its ``url``. It answers 304 to whoever has its ETag already."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(dict(self.headers))
            known = host.headers.get("ETag", "none") == self.headers.get("If-None-Match")
            self.send_response(304 if known else host.status)
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not known:
                self.wfile.write(host.text)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_port}/secret-token/basic.ics"
    with _running(server):
        yield host


@dataclass
class Mailboxes:
    """Folders of mails by UID. ``said`` is every command a client gave, without its tag and password."""

    folders: dict[str, dict[int, bytes]]
    password: str = "letmein"
    validity: int = 7
    breaks: bool = False
    said: list[str] = field(default_factory=list)
    port: int = 0


class _Reader(socketserver.StreamRequestHandler):
    """One connection. What could change a mailbox is answered BAD."""

    disable_nagle_algorithm = True
    boxes: Mailboxes
    uids: dict[int, bytes]

    def handle(self) -> None:
        """Answers until the client leaves or the server breaks off."""
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.boxes.said.append(re.sub(r"^(LOGIN \S+) .*", r"\1 …", command))
            words = command.split(" ", 2)
            name = "_".join(words[:2] if words[0] == "UID" else words[:1]).lower()
            result = getattr(self, f"do_{name}", self.do_anything_else)(words[-1])
            if result == "GONE":
                return
            self.say(f"{tag} {result}")

    def say(self, text: str) -> None:
        """One line."""
        self.wfile.write(text.encode() + b"\r\n")

    def do_anything_else(self, _: str) -> str:
        """Not in this server."""
        return "BAD not here"

    def do_capability(self, _: str) -> str:
        """What the server can do."""
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, rest: str) -> str:
        """Lets in who knows the password."""
        return "OK done" if self.boxes.password in rest else "NO no"

    def do_logout(self, _: str) -> str:
        """The client leaves."""
        self.say("* BYE")
        return "OK done"

    def do_examine(self, name: str) -> str:
        """Opens a folder for reading."""
        if name.strip('"') not in self.boxes.folders:
            return "NO no such folder"
        self.uids = self.boxes.folders[name.strip('"')]
        self.say(f"* {len(self.uids)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.boxes.validity}] valid")
        return "OK done"

    def do_uid_search(self, criteria: str) -> str:
        """All mails, or those from a UID on; where there is none, the last one, as the standard has it."""
        first = re.search(r"UID (\d+):\*", criteria)
        found = [uid for uid in self.uids if first is None or uid >= int(first[1])] or list(self.uids)[-1:]
        self.say(f"* SEARCH {' '.join(map(str, found))}")
        return "OK done"

    def do_uid_fetch(self, rest: str) -> str:
        """The headers of mails."""
        if self.boxes.breaks:
            return "GONE"
        if "BODY.PEEK[HEADER]" not in rest:
            return "BAD not here"
        for uid in map(int, rest.split()[0].split(",")):
            head, _, text = self.uids[uid].partition(b"\r\n\r\n")
            kind = '"TEXT" "CALENDAR" ("METHOD" "REPLY")' if b"METHOD" in text else '"TEXT" "PLAIN" NIL'
            told = f"UID {uid} BODYSTRUCTURE ({kind}) BODY[HEADER]<0> {{{len(head) + 4}}}"
            self.wfile.write(f"* {uid} FETCH ({told}\r\n".encode() + head + b"\r\n\r\n)\r\n")
        return "OK done"


@contextmanager
def imap(boxes: Mailboxes) -> Iterator[Mailboxes]:
    """The mailboxes at their ``port``, as much of IMAP4rev1 as reading takes."""
    handler = type("Reader", (_Reader,), {"boxes": boxes})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    boxes.port = server.server_address[1]
    with _running(server):
        yield boxes
