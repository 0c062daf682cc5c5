"""``init --google`` without an address: step by step, each step tried before the next."""

from __future__ import annotations

import io
import json
import shutil
import sys
import webbrowser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.options import Settings
from tests.commands.conftest import DAY, Place
from tests.wire import FakeSheets

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
ADDRESS = f"https://docs.google.com/spreadsheets/d/{SHEET}/edit#gid=0"
PEOPLE: list[list[Any]] = [["Name", "Last contact", "Notes"], ["Ada Lovelace", date(2026, 3, 1), "loom"]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSheets]:
    """A sheet that is not shared yet; somebody at the terminal; no browser, no gcloud."""

    def no_browser(_name: str | None = None) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", no_browser)
    monkeypatch.setattr(Settings, "person", True)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with FakeSheets() as made:
        made.add_spreadsheet({"People": PEOPLE}).access = "none"
        yield made


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def shared_after(server: FakeSheets, requests: int) -> None:
    """The person shares the sheet while they are asked for the second time."""
    server.after(requests, lambda: setattr(server.books[SHEET], "access", "editor"))


def test_every_step_is_shown_tried_and_asked_again(
    place: Place, server: FakeSheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = server.write_service_account(place.folder / "downloads.json")
    shared_after(server, 2)
    types(monkeypatch, "people", "", "", "", "nowhere.json", str(kept), ADDRESS, "", "y")
    _, err = place.run("init", "--google", "--api-endpoint", server.url)
    for step in ("projectcreate", "apis/library/sheets.googleapis.com", "iam-admin/serviceaccounts"):
        assert f"https://console.cloud.google.com/{step}\n" in err
    assert "google.credentials points to nowhere.json, which can't be read." in err
    assert "the sheet has to be shared with it, as Editor.\n" in err
    assert "copy its address" in err
    first, second = (
        err.index("Press Enter to try again"),
        err.index("connectkit can read and edit the sheet.\n"),
    )
    assert first < second
    settings = (place.folder / "connectkit.yaml").read_text()
    assert ADDRESS in settings
    assert "downloads.json" in settings
    assert place.json("sync", "--today", DAY)["contacts"] == 1


def test_gcloud_makes_account_and_key_once_its_commands_were_agreed_to(
    place: Place, server: FakeSheets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.books[SHEET].access = "editor"
    key = server.write_service_account(tmp_path / "made.json")
    script = tmp_path / "bin/gcloud"
    script.parent.mkdir()
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nif [ "$3" = keys ]; then cp {key} "$5"; fi\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(script) if name == "gcloud" else None)
    types(monkeypatch, ADDRESS, "my-project", "y", "", "y")
    _, err = place.run("init", "--google", "--api-endpoint", server.url)
    target = place.folder / "service-account.json"
    assert (tmp_path / "asked").read_text().splitlines() == [
        "services enable sheets.googleapis.com --project=my-project",
        "iam service-accounts create connectkit --project=my-project",
        f"iam service-accounts keys create {target} --iam-account=connectkit@my-project.iam.gserviceaccount.com",
    ]
    assert "   gcloud services enable sheets.googleapis.com --project=my-project\n" in err
    assert target.stat().st_mode & 0o777 == 0o600
    assert json.loads(target.read_text())["type"] == "service_account"


def test_without_a_terminal_the_address_is_asked_for(place: Place) -> None:
    _, err = place.run("init", "--google", code=2)
    assert err.startswith(
        "connectkit: --google without an address asks you step by step, which needs a terminal.\n"
    )
