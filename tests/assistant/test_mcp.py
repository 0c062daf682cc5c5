"""An assistant over real stdio, with the SDK's own client, against the command as it is installed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.conftest import DAY, PEOPLE, Place, place

__all__ = ["place"]

mcp_client = pytest.importorskip("mcp.client")
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]}
READING = ["who_is_due", "week", "person", "find_people", "path_to", "review", "problems"]


@pytest.fixture
def synced(place: Place) -> Place:
    """The four people after a first sync."""
    place.fill(PEOPLE)
    place.run("sync", "--today", DAY)
    return place


def arguments(folder: Path) -> list[str]:
    return ["-m", "connectkit", "--config", str(folder / "connectkit.yaml"), "mcp", "--today", DAY]


def talk(folder: Path, asked: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """What a client of the SDK comes to, talking to the command."""
    from mcp.client.stdio import StdioServerParameters

    async def run() -> Any:
        server = StdioServerParameters(command=sys.executable, args=arguments(folder), env=ENVIRONMENT)
        async with mcp_client.Client(server) as client:
            return await asked(client)

    return asyncio.run(run())


def test_eight_tools_of_which_one_writes_and_answers_are_data(synced: Place) -> None:
    async def asked(client: Any) -> dict[str, Any]:
        tools = (await client.list_tools()).tools
        told: dict[str, Any] = {one.name: one.annotations.read_only_hint for one in tools}
        calls = {
            "due": ("who_is_due", {}),
            "ada": ("person", {"name": "ada"}),
            "loom": ("find_people", {"words": "loom"}),
            "company": ("find_people", {"words": "north"}),
            "nobody": ("person", {"name": "Nobody"}),
            "long": ("propose", {"name": "ada", "kind": "log", "text": "x" * 501}),
            "odd": ("propose", {"name": "ada", "kind": "send", "text": "x"}),
        }
        answers = {name: await client.call_tool(*call) for name, call in calls.items()}
        return {"tools": told, **answers}

    said = talk(synced.folder, asked)
    assert said["tools"] == {**dict.fromkeys(READING, True), "propose": False}
    first = said["due"].structured_content["rows"][0]
    assert (first["state"], first["data"]) == ("late", {"name": "Ada Lovelace"})
    facts = said["ada"].structured_content["person"]["data"]["facts"]
    assert "Email" not in facts
    assert "loom" not in json.dumps(said["ada"].structured_content)
    assert (
        said["loom"].structured_content["rows"] == []
    )  # notes are not shared, so they are not searched either
    assert [one["data"]["name"] for one in said["company"].structured_content["rows"]] == [
        "Ben Ortiz (North)"
    ]
    for name, words in {"nobody": "Nobody", "long": "at most 500", "odd": "“send” can't be proposed"}.items():
        assert said[name].is_error
        assert words in said[name].content[0].text
    calls = synced.json("history", "--mcp")["calls"]
    assert [one["tool"] for one in calls][::-1] == [
        "who_is_due",
        "person",
        "find_people",
        "find_people",
        "person",
        "propose",
        "propose",
    ]


def tick(place: Place, answers: list[str]) -> None:
    """The user's answers under Approve?, row by row."""
    book = openpyxl.load_workbook(place.workbook)
    for number, answer in enumerate(answers, start=2):
        book["Proposals"].cell(number, 1).value = answer
    book.save(place.workbook)


def test_a_day_asked_proposed_ticked_and_taken_in(synced: Place) -> None:
    lines = [
        ("log", "call 20 Nov: she starts a new job"),
        ("log", "call 19 Nov: not ticked"),
        ("next_time", "How was the first month?"),
        ("log", "lunch on 30 February"),
    ]

    async def asked(client: Any) -> list[Any]:
        return [
            (await client.call_tool("propose", {"name": "ada", "kind": kind, "text": text})).is_error
            for kind, text in lines
        ]

    assert talk(synced.folder, asked) == [False] * 4
    before = synced.column("Log", "Summary")
    synced.run("sync", "--today", DAY)
    assert synced.column("Log", "Summary") == before  # nothing comes of a proposal without the tick
    tick(synced, ["yes", "no", "yes", "x"])
    said = synced.json("sync", "--today", DAY)
    assert [(one["name"], one["date"], one["kind"], one["source"]) for one in said["logged"]] == [
        ("Ada Lovelace", "2026-11-20", "call", "proposal"),
        ("Ada Lovelace", DAY, "note", "proposal"),
    ]
    assert "she starts a new job" in synced.column("Log", "Summary")
    assert synced.column("Contacts", "Next time")[0] == "How was the first month?"
    assert [one["tab"] for one in said["problems"]].count("Proposals") == 1
    assert synced.json("sync", "--today", DAY)["changes"] == {"cells": 0, "rows": 0}


def test_garbage_on_stdin_and_nothing_but_the_protocol_on_stdout(synced: Place) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        },
    }
    ran = subprocess.run(
        [sys.executable, *arguments(synced.folder)],
        input='garbage\n{"half": \n' + json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert any(line.get("id") == 1 and "result" in line for line in lines)
    assert all(line["jsonrpc"] == "2.0" for line in lines)
