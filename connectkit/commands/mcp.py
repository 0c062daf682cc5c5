"""``connectkit mcp``: an assistant of yours may look, and propose."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from connectkit.assistant import answers
from connectkit.assistant.calls import CALLS, note_call
from connectkit.assistant.proposals import plan_proposal
from connectkit.commands.common import pass_settings
from connectkit.commands.review import review_of
from connectkit.commands.show import candidates, look_at
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.people.find import pick
from connectkit.session import Session, new_id, now, open_session

if TYPE_CHECKING:
    from connectkit.view import View

WRITING = ("propose",)


@click.command("mcp")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, today: str | None) -> None:
    """Let an assistant of yours ask about your sheet, over stdio (Model Context Protocol).

    It can read who is due, one person, who could introduce you, a month's review and what could not be read, and it
    can propose a line for the Log or for Next time. A proposal does nothing before you tick it in the tab Proposals.
    Notes, e-mail addresses and phone numbers stay on your machine unless connectkit.yaml says: mcp: {share: [notes]}.

    Name this command in your assistant's settings; it is not for typing into.
    """
    try:
        from connectkit.assistant.server import serve
    except ModuleNotFoundError as error:
        raise UsageError(
            "The part that talks to assistants is not installed.",
            "Install it with: pip install 'connectkit[mcp]'",
        ) from error
    with open_session(settings, "mcp", today=today) as session:
        path = session.state / CALLS
    serve(
        Tools(settings, today).all(),
        WRITING,
        lambda tool, arguments, end: note_call(path, now(), tool, arguments, end),
    )


class Tools:
    """The eight tools. Signatures and docstrings are what the assistant sees."""

    def __init__(self, settings: Settings, today: str | None) -> None:
        self._settings, self._today = settings, today

    def all(self) -> dict[str, Any]:
        """Name to function, in the order in which they are listed."""
        reading = (
            self.who_is_due, self.week, self.person, self.find_people, self.path_to, self.review, self.problems,
        )  # fmt: skip
        return {one.__name__: one for one in (*reading, self.propose)}

    @contextlib.contextmanager
    def _open(self, *, writes: bool = False) -> Iterator[tuple[Session, View, tuple[str, ...]]]:
        """The sheet as it is now, and what the settings share of it."""
        with open_session(self._settings, "mcp", today=self._today, writes=writes) as session:
            yield session, look_at(session), session.config.mcp.share

    def who_is_due(self) -> dict[str, Any]:
        """Who is due, late or soon, in order."""
        with self._open() as (_, view, share):
            return answers.who_is_due(view, share)

    def week(self) -> dict[str, Any]:
        """What waits this week: promises that are due, and started messages that are not sent yet."""
        with self._open() as (_, view, share):
            return answers.week(view, share)

    def person(self, name: str) -> dict[str, Any]:
        """One person by name, part of the name, or ID: where they stand, facts, promises, and when you were in touch."""
        with self._open() as (_, view, share):
            return answers.person(view, candidates(view), name, share)

    def find_people(self, words: str) -> dict[str, Any]:
        """People for whom every word stands somewhere in the sheet; city:, tag: and state: narrow it down."""
        with self._open() as (_, view, share):
            return answers.find_people(view, words, share)

    def path_to(self, who: str) -> dict[str, Any]:
        """Who of the owner's people could introduce them to a person, a company or a trade."""
        with self._open() as (_, view, share):
            return answers.path_to(view, who, share)

    def review(self, month: str = "") -> dict[str, Any]:
        """A month (as 2026-10; the last one that has ended where none is given) in groups of names."""
        with self._open() as (session, view, _):
            return answers.review(view, review_of(view, session.config, month or None))

    def problems(self) -> dict[str, Any]:
        """Cells that connectkit could not read."""
        with self._open() as (_, view, _share):
            return answers.problems(view)

    def propose(self, name: str, kind: str, text: str) -> dict[str, Any]:
        """Propose one line about one person, for the owner to tick: kind log (what happened, as in "call 12 Nov: she
        starts a new job") or next_time (what to say or ask next). Nothing comes of it before the tick."""
        from connectkit.sync import apply

        with self._open(writes=True) as (session, view, _):
            who = pick(candidates(view), name)
            plan = plan_proposal(view, who, kind, text, new_id=new_id)
            apply(session.store, plan, session.journal)
            title = view.found.complete["proposals"].title
            return {
                "proposed": kind,
                "data": {"name": who.name, "text": text},
                "next": f"It waits for a tick in the tab {title}.",
            }
