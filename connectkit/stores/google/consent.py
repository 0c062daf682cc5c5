"""A person's own sign-in: they allow access in a browser, on this machine or on any other.

The address is always told. Google sends the browser back to this machine; where that is another device, its page can't
be reached, and the person copies that page's address into the terminal instead. Both ways are open at once.
"""

from __future__ import annotations

import queue
import threading
import webbrowser
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectkit.errors import AccessDenied, StoreUnavailable
from connectkit.stores.base import Person

LOOPBACK = "127.0.0.1"
PAGE = "<!doctype html><meta charset=utf-8><title>connectkit</title><p>Done: you may close this page and go back to the terminal."
AGAIN = "Run the command again and allow access to Google Sheets."


def allow(client: Mapping[str, Any], scopes: tuple[str, ...], person: Person) -> Any:
    """Credentials of the person's own account, once they have allowed access.

    Raises:
        AccessDenied: they refused, or what they typed was no answer of Google's.
        StoreUnavailable: nobody answered in time.
    """
    from google_auth_oauthlib.flow import InstalledAppFlow
    from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]

    flow = InstalledAppFlow.from_client_config(client, scopes=list(scopes))
    with _Listener() as listener:
        flow.redirect_uri = f"http://localhost:{listener.port}/"
        address, _state = flow.authorization_url(access_type="offline", prompt="consent")
        _ask(person, address)
        threading.Thread(target=listener.hear, args=(person,), daemon=True).start()
        answer = listener.answer(person.seconds)
    try:
        flow.fetch_token(**_read(answer))
    except (OAuth2Error, ValueError, Warning) as refused:  # a Warning: fewer rights than were asked for
        raise AccessDenied("Google did not give access to your spreadsheets.", AGAIN) from refused
    return flow.credentials


def _ask(person: Person, address: str) -> None:
    minutes = round(person.seconds / 60)
    person.say(
        "Allow access to your spreadsheets at this address, signed in to Google as the owner of the sheet:\n\n"
        f"{address}\n\n"
        f"connectkit waits {minutes} minutes for your answer. If Google calls the app unverified: it is your own client; "
        "choose Advanced, then Go to it.\n"
        "In a browser on another device the last page can't be reached; that is as it should be. Copy its whole address "
        "(it begins with http://localhost), paste it here and press Enter."
    )
    threading.Thread(target=open_page, args=(person.browser, address), daemon=True).start()


def open_page(name: str, address: str) -> None:
    """Opens the address where a browser with a window is; one that would take over the terminal is left alone."""
    try:
        browser = webbrowser.get(name or None)
        in_terminal = isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
            browser, webbrowser.BackgroundBrowser
        )
        if not in_terminal:
            browser.open(address, new=1)
    except (webbrowser.Error, OSError):
        return  # the address stands in the terminal


class _Listener:
    """Google's answer, by whichever of the two ways it comes first."""

    def __init__(self) -> None:
        answers: queue.Queue[str] = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not {"code", "error"} & set(parse_qs(urlsplit(self.path).query)):
                    self.send_error(404)  # a browser also asks for an icon
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE.encode())
                answers.put(f"http://localhost{self.path}")

            def log_message(self, *_: object) -> None:
                pass  # the answer is a secret

        self._answers = answers
        self._server = HTTPServer((LOOPBACK, 0), Handler)
        self.port = self._server.server_port

    def __enter__(self) -> _Listener:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hear(self, person: Person) -> None:
        """Takes the first typed line that can be an answer; says what is missing in others."""
        while line := person.line():
            if _read(line.strip()):
                self._answers.put(line.strip())
                return
            if line.strip():
                person.say(
                    "That is no answer of Google's: copy the whole address, which holds code= (or the code alone)."
                )

    def answer(self, seconds: float) -> str:
        """The address Google sent the browser to, or what was typed."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            raise StoreUnavailable(
                f"Nobody answered Google's question within {round(seconds / 60)} minutes.",
                "Run the command again.",
            ) from None


def _read(answer: str) -> dict[str, str]:
    """What the token is asked for with; empty where the text is no answer."""
    if answer.startswith(("http://", "https://")):
        found = parse_qs(urlsplit(answer).query)
        # oauthlib compares the state, and takes https alone although this never left the machine.
        return (
            {"authorization_response": "https" + answer[answer.index("://") :]}
            if {"code", "error"} & set(found)
            else {}
        )
    return {"code": answer} if len(answer) >= 20 and " " not in answer else {}
