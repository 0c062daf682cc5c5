"""``connectkit review``: a month whole, as text, as JSON, and as one page that a browser shows and prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Place

PEOPLE = [
    {"name": "Ada Lovelace", "tier": "inner", "last_contact": date(2026, 10, 9), "role": "mentor", "would_take_call": "yes", "notes": "Building a loom."},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 6, 1), "notes": "New job <at> last & least."},
    {"name": "Zoe Ngata", "tier": "weak", "state": "fade", "last_contact": date(2025, 1, 1), "notes": "Moved away."},
]  # fmt: skip
LOG = [
    {"date": date(2026, 10, 2), "name": "Ada Lovelace", "kind": "call", "direction": "gave", "summary": "the pattern book"},
    {"date": date(2026, 10, 9), "name": "Ada Lovelace", "kind": "email", "direction": "asked", "summary": "for her supplier"},
]  # fmt: skip
PROMISES = [
    {"what": "a reed", "who": "Ada Lovelace", "by": "me", "due": date(2026, 10, 20), "done": date(2026, 10, 19)},
    {"what": "the address", "who": "Ben Ortiz", "by": "me", "due": date(2026, 10, 25)},
]  # fmt: skip

TEXT = """October 2026 · as of Saturday, 31 October 2026
In touch twice with 1 person, about 0.5 a week. You gave once and asked once.

In words
  thriving (1)         Ada Lovelace
  needs attention (1)  Ben Ortiz
  faded (1)            Zoe Ngata
  in touch with        Ada Lovelace (2)
  gave                 Ada Lovelace (the pattern book)
  asked                Ada Lovelace (for her supplier)
  promises             1 of 2 kept (50 %); open: the address (to Ben Ortiz)
  how                  inner: text 1, voice 1
  faded, and then      Zoe Ngata: last contact 1 Jan 2025, about “Moved away.”
                       (let go). To revive somebody, write to them or set Next
                       touch; to let somebody go, write fade into State. Both
                       are fine.
  gaps                 no mentor in core, active, weak
  five people          1 would take your call within a week: Ada Lovelace

Week by week
  from  1  ██████████████████████████████ 1
  from  5  ██████████████████████████████ 1
  from 12  0
  from 19  0
  from 26  0

Month by month
            thriv.  steady   attn.   faded   times  people    gave   asked    kept
  Nov 2025       ·       ·       ·       ·       0       0       0       0     0/0
  Dec 2025       ·       ·       ·       ·       0       0       0       0     0/0
  Jan 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Feb 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Mar 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Apr 2026       ·       ·       ·       ·       0       0       0       0     0/0
  May 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Jun 2026       ·       ·       ·       ·       1       1       0       0     0/0
  Jul 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Aug 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Sep 2026       ·       ·       ·       ·       0       0       0       0     0/0
  Oct 2026       1       0       1       1       2       1       1       1     1/2

This month so far: connectkit review --month 2026-11. As a page: --html FILE.
"""
DATA = {
    "schema": "connectkit.review/1",
    "month": "2026-10",
    "as_of": "2026-10-31",
    "complete": True,
    "figures": {
        "month": "2026-10",
        "thriving": 1,
        "steady": 0,
        "attention": 1,
        "faded": 1,
        "interactions": 2,
        "people": 1,
        "gave": 1,
        "asked": 1,
        "promised": 2,
        "kept": 1,
        "introduced": 0,
        "arrived": 0,
    },
    "standing": {
        "thriving": ["Ada Lovelace"],
        "steady": [],
        "needs attention": ["Ben Ortiz"],
        "faded": ["Zoe Ngata"],
        "resting": [],
        "not known": [],
    },
    "moved": [],
    "in_touch": [
        {
            "date": "2026-10-02",
            "name": "Ada Lovelace",
            "kind": "call",
            "direction": "gave",
            "summary": "the pattern book",
        },
        {
            "date": "2026-10-09",
            "name": "Ada Lovelace",
            "kind": "email",
            "direction": "asked",
            "summary": "for her supplier",
        },
    ],
    "weeks": [
        {"from": "2026-10-01", "times": 1},
        {"from": "2026-10-05", "times": 1},
        {"from": "2026-10-12", "times": 0},
        {"from": "2026-10-19", "times": 0},
        {"from": "2026-10-26", "times": 0},
    ],
    "promises": [
        {"what": "a reed", "who": "Ada Lovelace", "by": "me", "due": "2026-10-20", "kept": True},
        {"what": "the address", "who": "Ben Ortiz", "by": "me", "due": "2026-10-25", "kept": False},
    ],
    "promises_kept_percent": 50,
    "introductions": [],
    "channels": {"inner": {"text": 1, "voice": 1, "letter": 0, "meeting": 0}},
    "new_people": [],
    "old_and_new": {"old": 2, "new": 0, "waiting": ["Ben Ortiz"]},
    "goals": [],
    "audit": {
        "roles_by_tier": {"mentor": {"inner": ["Ada Lovelace"], "core": [], "active": [], "weak": []}},
        "gaps": ["no mentor in core, active, weak"],
        "faded": [
            {"name": "Zoe Ngata", "last_contact": "2025-01-01", "about": "Moved away.", "let_go": True}
        ],
        "would_take_call": ["Ada Lovelace"],
        "near": [{"name": "Ben Ortiz", "why": "core, no call or meeting noted in the last year"}],
        "notice": "",
    },
}


@pytest.fixture
def month(place: Place) -> Place:
    """Three people and what happened with them in October."""
    place.fill(PEOPLE, log=LOG, promises=PROMISES)
    return place


def test_the_month_that_has_ended_as_text(month: Place) -> None:
    assert month.run("review", "--today", DAY)[0] == TEXT


def test_a_month_that_runs_is_told_up_to_today(month: Place) -> None:
    out = month.run("review", "--today", DAY, "--month", "2026-11")[0]
    assert out.startswith("November 2026 · as of Monday, 23 November 2026\n")
    assert "Nobody was written to or met, as far as the sheet tells." in out


def test_the_same_as_json(month: Place) -> None:
    said = month.json("review", "--today", DAY)
    months = said.pop("months")
    assert [one["month"] for one in months][-1] == "2026-10"
    assert said == DATA


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("October", "“October” is no month."), ("2026-12", "December 2026 has not begun yet."), ("2026-13", "“2026-13” is no month.")],
)  # fmt: skip
def test_a_month_that_is_none_is_said(month: Place, typed: str, sentence: str) -> None:
    assert sentence in month.run("review", "--today", DAY, "--month", typed, code=2)[1]


class Seen(HTMLParser):
    """Tags with their attributes, and for each picture the tag that follows its figure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(place: Place) -> str:
    place.run("review", "--today", DAY, "--html", "review.html")
    return (place.folder / "review.html").read_text("utf-8")


def test_the_page_is_one_file_that_runs_nothing_and_asks_for_nothing(month: Place) -> None:
    text = page_of(month)
    seen = Seen(text)

    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in seen.tags}
    assert seen.named("meta")[1]["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    named = {name for _, attributes in seen.tags for name in attributes}
    assert not {name for name in named if name.startswith("on") or name in ("src", "srcset", "action")}
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", text)
    assert "New job <at>" not in text


def test_every_chart_has_its_numbers_in_words(month: Place) -> None:
    text = page_of(month)
    seen = Seen(text)
    charts = seen.named("svg")
    assert len(charts) >= 2
    for one in charts:
        labels = str(one["aria-labelledby"]).split()
        assert one["role"] == "img"
        assert all(re.search(f'id="{label}">[^<]+<', text) for label in labels), labels
    assert len(seen.named("table")) >= len(charts)


def test_the_page_can_not_be_written_where_no_folder_is(month: Place) -> None:
    said = month.run("review", "--today", DAY, "--html", "no/r.html", code=2)[1]
    assert "The page can't be written to no/r.html (No such file or directory)." in said


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize("wide", [360, 1200])
def test_a_real_browser_shows_the_page_without_complaint_or_sideways_scrolling(
    month: Place, wide: int
) -> None:
    text = page_of(month)
    framed = month.folder / "framed.html"
    probe = (
        "<script>onload = () => { const d = document.querySelector('iframe').contentDocument;"
        "const r = d.documentElement; document.title = [r.scrollWidth, r.clientWidth, d.querySelectorAll('svg').length,"
        "[...d.querySelectorAll('svg')].every(s => s.getBoundingClientRect().height > 40)].join(' ') }</script>"
    )
    inner = text.replace("&", "&amp;").replace('"', "&quot;")
    framed.write_text(
        f'<meta charset="utf-8"><iframe style="width:{wide}px;height:900px;border:0" srcdoc="{inner}"></iframe>{probe}'
    )

    out, err = browse(month.folder, "--dump-dom", framed)

    scroll, client, charts, tall = re.search(r"<title>(\d+) (\d+) (\d+) (\w+)</title>", out).groups()  # type: ignore[union-attr]
    assert int(scroll) <= int(client) <= wide
    assert (int(charts) >= 2, tall) == (True, "true")
    assert "CONSOLE" not in err


@pytest.mark.browser
@pytest.mark.skipif(
    CHROMIUM is None or shutil.which("pdftotext") is None, reason="there is no Chromium or pdftotext"
)
def test_printed_it_holds_every_name_and_number(month: Place) -> None:
    page_of(month)
    browse(month.folder, "--print-to-pdf=review.pdf", "--no-pdf-header-footer", month.folder / "review.html")
    done = subprocess.run(
        ["pdftotext", "-layout", "review.pdf", "-"],
        cwd=month.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    words = " ".join(done.stdout.split())
    for wanted in (
        "October 2026",
        "Ada Lovelace",
        "Ben Ortiz",
        "Zoe Ngata",
        "the pattern book",
        "1 of 2",
        "a reed",
    ):
        assert wanted in words, wanted


def browse(folder: Path, *arguments: str | Path) -> tuple[str, str]:
    """stdout and stderr of one run of the browser, with a profile of its own and no network."""
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--log-level=0",
        "--proxy-server=127.0.0.1:9", "--virtual-time-budget=2000", f"--user-data-dir={folder / 'profile'}", *map(str, arguments),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=90, check=True)
    return done.stdout, done.stderr
