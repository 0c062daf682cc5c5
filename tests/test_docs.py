"""The docs can't lie: what they name exists, what exists is named, and the messages they quote are the ones printed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests
from click.testing import CliRunner
from google.auth.exceptions import RefreshError
from gspread.exceptions import APIError

from bench.docs import BLOCKS, PAGES, stale
from connectkit import cli, errors
from connectkit.absorb.language.read import read_inbox
from connectkit.config import file as config_file
from connectkit.config.config import Config
from connectkit.config.spec import settings_of
from connectkit.drafts.files import load_templates
from connectkit.drafts.template import Template, check
from connectkit.due.guards import guard
from connectkit.sheet.locate import locate
from connectkit.sheet.parse import parse
from connectkit.stores.google.address import extract_id
from connectkit.stores.google.auth import client_email
from connectkit.stores.google.explain import Account, explain
from connectkit.stores.xlsx.save.locks import refuse_if_held
from connectkit.stores.xlsx.store import XlsxStore

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROBOT = Account("service account", "robot@project.iam.gserviceaccount.com")

DEMO = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/connectkit demo"
TESTS = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest -q"


def section(title: str) -> str:
    """The README from this heading to the next of its kind."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def page(name: str) -> str:
    """One page of docs."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_the_first_two_blocks_are_the_demo_and_the_tests() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert blocks[:2] == [f"{DEMO}\n", f"{TESTS}\n"]


def test_the_readme_is_for_the_first_ten_minutes() -> None:
    assert len(README.encode()) <= 14_000


def test_every_page_of_the_docs_is_one_click_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)\)", README))
    assert {one.name for one in (ROOT / "docs").glob("*.md")} == linked


def test_the_tables_are_those_of_the_code() -> None:
    texts = {one.name: one.read_text(encoding="utf-8") for one in PAGES}
    assert list(stale()) == [], "run: python -m bench.docs"
    for block, make in BLOCKS.items():
        # a second copy without marks would go stale unseen
        lines = [line for line in make().splitlines() if line.startswith("| ") and "---" not in line]
        lines = [line for line in lines if line.count("|") > 3 or block == "commands"]
        stands = Counter(line for text in texts.values() for line in text.splitlines())
        wanted = Counter(lines)
        assert {line: stands[line] for line in wanted if stands[line] != wanted[line]} == {}, block


def test_every_link_to_a_file_leads_to_one() -> None:
    for one in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").glob("*.md"),
    ):
        targets = re.findall(r"\]\(([^)\s]+)\)", one.read_text(encoding="utf-8"))
        local = [
            target.split("#")[0] for target in targets if "://" not in target and not target.startswith("#")
        ]
        assert [target for target in local if not (one.parent / target).exists()] == []


def test_every_link_within_the_readme_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in README.splitlines()
        if line.startswith("#")
    }
    assert {target[1:] for target in re.findall(r"\]\((#[^)]+)\)", README)} <= headings


def test_pictures_are_small() -> None:
    assert {
        path.name: size for path in (ROOT / "docs").glob("*.png") if (size := path.stat().st_size) > 300_000
    } == {}


# ---- settings ----------------------------------------------------------------------------------------


def test_the_example_settings_are_read_as_they_stand_and_with_every_key_taken_in() -> None:
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    assert config_file.parse(text.encode(), ROOT / "config.example.yaml").sources == ()
    off = "|".join(f"{one.key}:" for one in settings_of(Config).values() if one.off)
    on = re.sub(rf"^# (?={off}|  )", "", text.replace("workbook:", "# "), flags=re.MULTILINE)
    config = config_file.parse(on.encode(), ROOT / "config.example.yaml")
    assert config.google is not None
    assert [one.kind for one in config.sources] == ["calendar", "maildir", "imap"]
    assert config.digest is not None
    assert config.feed is not None


def test_the_tiers_in_the_readme_are_those_of_a_fresh_start() -> None:
    rows = re.findall(r"^\| (\w+) \| (\d+) months? \| (\d+) months? \|$", section("Who is due"), re.MULTILINE)
    usual = [(tier.name, str(tier.aim.months), str(tier.latest.months)) for tier in Config().tiers]
    assert rows == usual


# ---- what people type --------------------------------------------------------------------------------


def test_every_example_of_the_log_cell_is_understood() -> None:
    rows = re.findall(r"^\| (`.*?) \| .* \|$", section("The daily loop"), re.MULTILINE)
    examples = [text for row in rows for text in re.findall(r"`([^`]+)`", row)]
    assert len(examples) >= 12
    for text in examples:
        read = read_inbox(text, today=date(2026, 11, 24))
        assert (read.leftover, bool(read.entries or read.promises or read.intros)) == ("", True), text


def test_the_template_in_the_readme_is_in_order(tmp_path: Path) -> None:
    (tmp_path / "mine.txt.j2").write_text(page("templates").split("```\n")[1], encoding="utf-8")
    (template,) = load_templates([tmp_path])
    assert isinstance(template, Template)
    check(template)


def test_every_command_line_in_the_docs_is_one_connectkit_takes() -> None:
    runner = CliRunner()
    for one in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        text = one.read_text(encoding="utf-8")
        fenced = "\n".join(re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL))
        lines = re.findall(r"^ *(connectkit [a-z].*)$", fenced, re.MULTILINE)
        lines += re.findall(r"`(connectkit [a-z][^`]*)`", text)
        for line in lines:
            words = re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line)[1:]
            options = {word.split("=")[0] for word in words if word.startswith("--")}
            help_page = runner.invoke(cli.command, [*_names(words), "--help"])
            assert help_page.exit_code == 0, f"{one.name}: {line}"
            assert {option for option in options if option not in help_page.output} == set(), (
                f"{one.name}: {line}"
            )


def _names(words: list[str]) -> list[str]:
    """The command, and the command within it where it has some."""
    return words[:2] if words[0] in ("fleet", "schedule", "templates") and len(words) > 1 else words[:1]


# ---- messages ----------------------------------------------------------------------------------------


def test_every_error_in_the_readme_is_printed_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = re.findall(r"^\| `(.+?)` \| ", page("when-something-goes-wrong"), re.MULTILINE)
    assert quoted == [*_from_google(), *_from_workbooks(tmp_path), *_from_settings()]


def test_the_exit_codes_are_those_of_the_errors() -> None:
    told = dict(re.findall(r"(\d) ([a-z ]+)", " ".join(page("when-something-goes-wrong").split())))
    kinds = (
        errors.ConnectkitError,
        errors.UsageError,
        errors.Refused,
        errors.StoreUnavailable,
        errors.AccessDenied,
    )
    assert [str(kind.exit_code) for kind in kinds] == ["1", "2", "3", "4", "5"]
    assert {"0", "1", "2", "3", "4", "5"} <= told.keys()


def said(action: Callable[[], object]) -> str:
    """The message of the error this ends with."""
    with pytest.raises(errors.ConnectkitError) as caught:
        action()
    return caught.value.message


def _answer(code: int, text: str = "", **more: Any) -> APIError:
    response = requests.Response()
    response.status_code = code
    response._content = json.dumps({"error": {"code": code, "message": text, **more}}).encode()
    return APIError(response)


def _from_google() -> Iterator[str]:
    def told(failure: BaseException, *, writing: bool = False) -> str:
        return explain(failure, account=ROBOT, sheet="1AbCdEfG", writing=writing).message

    yield told(_answer(403, "The caller does not have permission"))
    yield told(_answer(403, "The caller does not have permission"), writing=True)
    yield told(_answer(403, "Google Sheets API has not been used", details=[{"reason": "SERVICE_DISABLED"}]))
    yield told(_answer(404, "Requested entity was not found."))
    yield said(lambda: extract_id("https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml"))
    yield told(
        _answer(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
    )
    yield said(lambda: client_email(Path("service-account.json")))
    Path("service-account.json").write_text('{"installed": {}}', encoding="utf-8")
    yield said(lambda: client_email(Path("service-account.json")))
    yield told(RefreshError("invalid_grant: Invalid JWT Signature."))
    yield told(
        RefreshError(
            "invalid_grant: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        )
    )
    yield told(RefreshError("invalid_grant: Token has been expired or revoked."))
    yield told(_answer(429, "Quota exceeded"))
    yield told(requests.Timeout())


def _from_settings() -> Iterator[str]:
    text = b"workbook: network.xlsx\nper_weak: 2\n"
    yield said(lambda: config_file.parse(text, Path("connectkit.yaml")))


def _from_workbooks(folder: Path) -> Iterator[str]:
    held = folder / "network.xlsx"
    held.touch()
    (folder / ".~lock.network.xlsx#").write_text(
        "Alex Example,alex,laptop,24.11.2026 09:00,file:///profile;", encoding="utf-8"
    )
    yield said(lambda: refuse_if_held(held, now=datetime(2026, 11, 24, 10, tzinfo=UTC), running=frozenset))
    yield said(
        lambda: _read(folder, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16le"))
    )
    yield said(lambda: _read(folder, b"Name;Last contact;Notes"))
    yield said(lambda: _people(folder, ["Name", "Notes"]))
    yield said(lambda: _people(folder, ["Name", "Last contact", "Notes", "Notes"]))
    yield said(lambda: _people(folder, ["Name", "Last contact", "Notes"], seen_before=26))


def _read(folder: Path, content: bytes) -> object:
    path = folder / "other.xlsx"
    path.write_bytes(content)
    return XlsxStore(path, backups=folder / "state", now=lambda: datetime(2026, 11, 24, tzinfo=UTC)).read()


def _people(folder: Path, header: list[str], *, seen_before: int = 0) -> None:
    """Four people under this header, looked at as a sync does."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "People"
    sheet.append(header)
    for name in ("Ann", "Bo", "Cy", "Di"):
        sheet.append([name])
    path = folder / "people.xlsx"
    book.save(path)
    workbook = XlsxStore(
        path, backups=folder / "state", now=lambda: datetime(2026, 11, 24, tzinfo=UTC)
    ).read()
    found = locate(workbook, Config())
    tables = parse(workbook, found.layout, Config(), today=date(2026, 11, 24))
    guard(tables, tables.contacts.frame.iloc[:0], seen_before=seen_before, today=date(2026, 11, 24))
