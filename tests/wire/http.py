"""How requests reach the engine: a loopback HTTP server, or a requests adapter in the same process."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections.abc import Mapping
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ReadTimeout
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from tests.wire.engine import Engine, Reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: HttpServer

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length else b""
        reply = self.server.engine.handle(self.command, self.path, dict(self.headers.items()), raw)
        if reply.effect == "reset":
            self._break()
        elif reply.effect == "hang":
            self._hang()
        else:
            self._send(reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815 - the base class looks for these names

    def _send(self, reply: Reply) -> None:
        if reply.seconds:
            self.server.closing.wait(reply.seconds)
        head = [f"HTTP/1.1 {reply.status} {responses.get(reply.status, '')}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head += [f"Content-Length: {len(reply.body)}", "", ""]
        self.wfile.write("\r\n".join(head).encode("latin-1") + reply.body)
        self.wfile.flush()

    def _break(self) -> None:
        """Ends the connection the hard way, with a reset instead of a goodbye."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _hang(self) -> None:
        """Says nothing until the client gives up or the server closes."""
        self.close_connection = True
        while not self.server.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.05)
            if readable:
                return

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the engine keeps the log."""


class HttpServer(ThreadingHTTPServer):
    """Serves one engine on a free loopback port."""

    daemon_threads = True

    def __init__(self, engine: Engine, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.engine = engine
        self.closing = threading.Event()
        self.thread = threading.Thread(
            target=self.serve_forever, args=(0.02,), daemon=True, name="fake-sheets"
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Begins to serve."""
        self.thread.start()

    def stop(self) -> None:
        """Ends; hung requests are let go."""
        self.closing.set()
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing for a client that went away; anything else is a bug of the fake and shows."""
        import sys

        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class InProcessAdapter(BaseAdapter):
    """Answers a requests session without sockets. A client that sets no timeout may not meet a hang."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The engine's answer, as a response of requests."""
        parts = urlsplit(request.url or "")
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        raw = request.body or b""
        reply = self.engine.handle(
            request.method or "GET", target, request.headers, raw if isinstance(raw, bytes) else raw.encode()
        )
        read_timeout = timeout[1] if isinstance(timeout, tuple) else timeout
        if reply.effect == "reset":
            broken = ProtocolError(
                "Connection aborted.", ConnectionResetError(104, "Connection reset by peer")
            )
            raise RequestsConnectionError(broken, request=request)
        if reply.effect == "hang" or (read_timeout is not None and reply.seconds > read_timeout):
            if read_timeout is None:
                raise AssertionError("The client set no timeout: it would hang forever.")
            raise ReadTimeout(f"Read timed out. (read timeout={read_timeout})", request=request)
        if reply.seconds:
            time.sleep(reply.seconds)
        return _response(request, reply)

    def close(self) -> None:
        """Nothing to close."""


def _response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    made = requests.Response()
    made.status_code = reply.status
    made.headers = CaseInsensitiveDict(reply.headers)
    made.encoding = requests.utils.get_encoding_from_headers(made.headers)
    made.reason = responses.get(reply.status, "")
    made.url = request.url or ""
    made.request = request
    made.raw = HTTPResponse(
        BytesIO(reply.body), headers=dict(reply.headers), status=reply.status, preload_content=False
    )
    made._content = reply.body
    return made
