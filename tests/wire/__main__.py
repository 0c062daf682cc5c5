"""``python -m tests.wire``: the fake as a server of its own, to try connectkit by hand without Google.

A state file is JSON such as ``{"locale": "de_DE", "tabs": {"Contacts": [["Name", "Last contact", "Notes"]]}}``;
its cells count as typed by a person.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.wire import FakeSheets, Person

DEFAULT = {
    "tabs": {
        "Contacts": [["Name", "Last contact", "Notes"], ["Ann Example", "2025-11-02", "plays the violin"]]
    }
}


def filled(server: FakeSheets, state: dict[str, Any]) -> str:
    """Makes the spreadsheet a state file describes; its id."""
    tabs = state.get("tabs", {})
    book = server.add_spreadsheet({title: [] for title in tabs} or None, locale=state.get("locale", "en_US"))
    person = Person(server, book.spreadsheet_id)
    for title, rows in tabs.items():
        person.paste_text(title, "A1", "\n".join("\t".join(map(str, row)) for row in rows))
    return book.spreadsheet_id


def main(argv: Sequence[str] | None = None) -> None:
    """Serves until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.wire", description="A fake Google Sheets on loopback."
    )
    parser.add_argument("--port", type=int, default=0, help="a free one by default")
    parser.add_argument("--state", type=Path, help="a JSON file with the tabs to begin with")
    parser.add_argument("--key", type=Path, help="where to write a service account key for it")
    options = parser.parse_args(argv)
    state = json.loads(options.state.read_text(encoding="utf-8")) if options.state else DEFAULT
    with FakeSheets(port=options.port) as server:
        print(f"api_endpoint: {server.url}\nsheet: {filled(server, state)}", flush=True)
        if options.key:
            print(f"credentials: {server.write_service_account(options.key)}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{server.reads} reads, {server.writes} writes")


if __name__ == "__main__":
    main()
