"""Signing in: a service account's key, a person's own account, the machine's default; nothing leaks, nothing strays."""

from __future__ import annotations

import json
import logging
import stat
import threading
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectkit.config.config import GoogleSettings
from connectkit.errors import AccessDenied, ConfigError, ConnectkitError, StoreUnavailable
from connectkit.stores.base import Person
from connectkit.stores.google.auth import TOKEN_FILE, client_email, sign_in
from connectkit.stores.google.consent import open_page
from connectkit.stores.google.store import GoogleStore
from tests.stores.google.world import HEADER, ROBOT, SHEET, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": [HEADER, ["Ann Arbor"]]}, robot=True) as made:
        yield made


def refused(settings: GoogleSettings, state: Path) -> tuple[type[ConnectkitError], str, str]:
    with pytest.raises(ConnectkitError) as caught:
        sign_in(settings, state)
    return type(caught.value), caught.value.message, caught.value.hint


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def client_file(world: World) -> Path:
    installed = {
        "client_id": "client.example.com",
        "client_secret": "not-secret",
        "auth_uri": f"{world.server.url}/auth",
        "token_uri": world.server.token_uri,
        "redirect_uris": ["http://localhost"],
    }
    return written(world.folder / "client.json", {"installed": installed})


def own_store(world: World) -> GoogleStore:
    settings = GoogleSettings(SHEET, oauth=client_file(world), api_endpoint=world.server.url)
    return GoogleStore(settings, state=world.folder / "state", patience=world.clock.patience())


def test_the_address_to_share_with_stands_in_the_key(world: World) -> None:
    assert client_email(world.folder / "key.json") == ROBOT


def test_only_spreadsheets_are_asked_for_and_no_other_host_is_called(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="google"):
        world.store.read()
    assert set(world.server.tokens.valid.values()) == {"https://www.googleapis.com/auth/spreadsheets"}
    assert not [record for record in caplog.records if "oundary" in record.getMessage()]


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.json"
    assert refused(GoogleSettings(SHEET, credentials=path), tmp_path) == (
        ConfigError,
        f"google.credentials points to {path}, which can't be read.",
        "Correct the path, or put the file there.",
    )


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ('{"type": "service_acc', "{path} is not JSON.", "The file was cut off or is another file: download it again."),
        ([1], "{path} is not a file of credentials.", "Download it again from the Google Cloud console."),
        (
            {"installed": {}},
            "{path} is an OAuth client, not a service account's key.",
            "Name it under google.oauth instead of google.credentials.",
        ),
        (
            {"type": "service_account"},
            "{path} is not a service account's key.",
            "In the Google Cloud console: IAM > Service accounts > your account > Keys > Add key > JSON.",
        ),
        (
            {"type": "service_account", "client_email": "r@example.com", "private_key": "-----BEGIN PRIVATE KEY-----\nMIIE", "token_uri": "https://oauth2.googleapis.com/token"},
            "The private key in {path} can't be read.",
            "The file was cut off or changed: download a new JSON key for the service account.",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_key_says_what_it_is(tmp_path: Path, content: Any, message: str, hint: str) -> None:
    path = written(tmp_path / "key.json", content)
    assert refused(GoogleSettings(SHEET, credentials=path), tmp_path) == (
        ConfigError,
        message.format(path=path),
        hint,
    )


@pytest.mark.parametrize(
    "address",
    ["x", "http://oauth2.googleapis.com/token", "https://googleapis.com.example.org/", "https://[x/"],
)
def test_a_key_that_would_sign_in_elsewhere_than_at_google_is_refused_at_once(
    world: World, address: str
) -> None:
    key = json.loads((world.folder / "key.json").read_text())
    path = written(world.folder / "key.json", {**key, "token_uri": address})
    assert refused(GoogleSettings(SHEET, credentials=path), world.folder) == (
        ConfigError,
        f"The key file {path} does not sign in at Google: its token_uri is no https address of googleapis.com.",
        "The file was changed: download a new JSON key for the service account.",
    )


def test_without_any_sign_in_the_two_ways_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    assert refused(GoogleSettings(SHEET), tmp_path) == (
        AccessDenied,
        "No Google sign-in was found.",
        "Set google.credentials to a service account's key file, or google.oauth to an OAuth client file.",
    )


def test_the_machines_default_sign_in_is_used_where_no_other_is_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(world.folder / "key.json"))
    settings = GoogleSettings(SHEET, api_endpoint=world.server.url)
    store = GoogleStore(settings, state=world.folder, patience=world.clock.patience())
    assert store.read().tabs[0].title == "Contacts"


def test_a_stored_sign_in_of_a_person_is_used(world: World) -> None:
    state = world.folder / "state"
    state.mkdir()
    world.server.write_authorized_user(state / TOKEN_FILE)
    assert own_store(world).read().tabs[0].title == "Contacts"


def test_a_sign_in_that_expired_says_how_to_renew_it_and_why_it_may_come_back(world: World) -> None:
    state = world.folder / "state"
    state.mkdir()
    token = world.server.write_authorized_user(state / TOKEN_FILE)
    world.server.tokens.refresh_tokens.clear()
    with pytest.raises(AccessDenied) as caught:
        own_store(world).read()
    assert caught.value.message == "Your sign-in to Google has expired or was withdrawn."
    assert caught.value.hint == (
        f"Delete {token} and run `connectkit doctor` in a terminal to sign in again. If it happens every week: "
        "while the consent screen's publishing status is Testing, Google ends sign-ins after 7 days; set it to In production."
    )


def test_with_nobody_to_ask_a_first_sign_in_is_refused_with_the_way_to_it(world: World) -> None:
    with pytest.raises(AccessDenied) as caught:
        own_store(world).read()
    assert caught.value.message == "connectkit is not signed in to Google yet."
    assert caught.value.hint == (
        "Run this in a terminal, where it shows an address at which you allow access: connectkit doctor"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "{path} is not JSON."), ({"type": "service_account"}, "{path} is not an OAuth client of the type Desktop app.")],
)  # fmt: skip
def test_a_file_that_is_no_oauth_client_is_refused(tmp_path: Path, content: Any, message: str) -> None:
    path = written(tmp_path / "client.json", content)
    assert refused(GoogleSettings(SHEET, oauth=path), tmp_path)[:2] == (
        ConfigError,
        message.format(path=path),
    )


class Consenting(webbrowser.BaseBrowser):
    """A browser in which the person allows (or refuses) at once."""

    answer = "code=good-code"

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        asked = parse_qs(urlsplit(url).query)
        back = f"{asked['redirect_uri'][0]}?state={asked['state'][0]}&{self.answer}"
        threading.Thread(target=lambda: urllib.request.urlopen(back).read()).start()  # noqa: S310
        return True


class Refusing(Consenting):
    answer = "error=access_denied"


class Dead(webbrowser.BaseBrowser):
    """A machine without a browser: asking for one fails."""

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        raise webbrowser.Error("could not locate runnable browser")


@pytest.fixture
def google_agrees(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token endpoint takes the code that the person brings back."""
    known = world.server.tokens.answer

    def answer(body: bytes, token_uri: str) -> tuple[int, dict[str, Any]]:
        if b"code=good-code" not in body:
            return (400, {"error": "invalid_grant"}) if b"code=" in body else known(body, token_uri)
        token = world.server.token()
        return 200, {
            "access_token": token,
            "refresh_token": "refresh-1",
            "expires_in": 3599,
            "token_type": "Bearer",
        }

    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the fake has no certificate
    monkeypatch.setattr(world.server.tokens, "answer", answer)


class Terminal:
    """What is said to the person, and what they type once they were asked; they type no more after that."""

    def __init__(self, *lines: str) -> None:
        self.said: list[str] = []
        self.lines = list(lines)
        self.asked = threading.Event()

    def say(self, text: str) -> None:
        self.said.append(text)
        self.asked.set()

    def line(self) -> str:
        if not self.lines:
            threading.Event().wait()
        return self.lines.pop(0).format(state=self.query("state"), back=self.query("redirect_uri")) + "\n"

    def query(self, key: str) -> str:
        self.asked.wait()
        address = next(word for word in self.said[0].split() if "/auth?" in word)
        return parse_qs(urlsplit(address).query)[key][0]


def signed_in(
    world: World, terminal: Terminal, browser: type[webbrowser.BaseBrowser], seconds: float = 20
) -> Path:
    webbrowser.register("person", None, browser())
    settings = GoogleSettings(SHEET, oauth=client_file(world), api_endpoint=world.server.url)
    person = Person(terminal.say, terminal.line, "person", seconds)
    sign_in(settings, world.folder / "state", person=person)
    return world.folder / "state" / TOKEN_FILE


@pytest.mark.usefixtures("google_agrees")
@pytest.mark.parametrize(
    ("browser", "lines", "said_more"),
    [
        (Consenting, (), 0),
        (Dead, ("{back}?state={state}&code=good-code-of-twenty-letters",), 0),
        (Dead, ("", "what now?", "good-code-of-twenty-letters"), 1),
        (Dead, ("{back}?state={state}", "  {back}?state={state}&code=good-code&scope=x  "), 1),
    ],
)
def test_a_person_signs_in_once_in_a_browser_here_or_on_another_device(
    world: World, browser: type[webbrowser.BaseBrowser], lines: tuple[str, ...], said_more: int
) -> None:
    terminal = Terminal(*lines)
    token = signed_in(world, terminal, browser)
    assert own_store(world).read().tabs[0].title == "Contacts"
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    assert "refresh_token" in json.loads(token.read_text())
    asked, *more = terminal.said
    assert "connectkit waits 0 minutes" in asked  # 20 seconds in this test
    assert (
        more
        == ["That is no answer of Google's: copy the whole address, which holds code= (or the code alone)."]
        * said_more
    )
    assert terminal.query("scope") == "https://www.googleapis.com/auth/spreadsheets"


@pytest.mark.usefixtures("google_agrees")
@pytest.mark.parametrize(
    ("browser", "line"),
    [
        (Refusing, None),
        (Dead, "{back}?state={state}&error=access_denied"),
        (Dead, "{back}?state=of-somebody-else&code=good-code"),
        (Dead, "wrong-code-of-twenty-letters"),
    ],
)
def test_a_refusal_or_a_wrong_answer_keeps_no_sign_in(
    world: World, browser: type[webbrowser.BaseBrowser], line: str | None
) -> None:
    with pytest.raises(AccessDenied) as caught:
        signed_in(world, Terminal(*([line] if line else [])), browser)
    assert caught.value.message == "Google did not give access to your spreadsheets."
    assert not (world.folder / "state" / TOKEN_FILE).exists()


@pytest.mark.usefixtures("google_agrees")
def test_silence_ends_in_a_sentence(world: World) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        signed_in(world, Terminal(), Dead, seconds=0.05)
    assert caught.value.message == "Nobody answered Google's question within 0 minutes."


def test_a_browser_that_would_take_the_terminal_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", lambda *_args, **_more: started.append("terminal"))
    monkeypatch.setattr(
        webbrowser.BackgroundBrowser, "open", lambda *_args, **_more: started.append("window")
    )
    for kind in (webbrowser.GenericBrowser, webbrowser.BackgroundBrowser):
        webbrowser.register("asked", None, kind("asked"))
        open_page("asked", "https://accounts.google.com")
    open_page("of-that-name-there-is-none", "https://accounts.google.com")
    assert started == ["window"]
