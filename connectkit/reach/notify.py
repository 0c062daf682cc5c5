"""Notices through apprise: a finished text to the places the owner named, whose addresses are never shown."""

from __future__ import annotations

from collections.abc import Iterable

from connectkit.errors import StoreUnavailable, UsageError

MISSING = "apprise is not installed."


def notify(title: str, text: str, places: Iterable[str]) -> None:
    """Hands the text to every place.

    Raises:
        UsageError: apprise is not installed, there is no place, or one is no address apprise knows.
        StoreUnavailable: a place could not be reached.
    """
    try:
        import apprise
    except ImportError:
        raise UsageError(MISSING, "pip install “connectkit[notify]”") from None
    box = apprise.Apprise()
    for number, place in enumerate(places, 1):
        if not box.add(place):
            raise UsageError(
                f"Address {number} under digest: notify is none that apprise knows.",
                "Its documentation shows the form for each service, for example ntfy://topic.",
            )
    if not len(box):
        raise UsageError(
            "There is no address to notify.", "Write one a line into the file named under digest: notify."
        )
    if not box.notify(title=title, body=text):
        raise StoreUnavailable(
            "The notice could not be given to every place under digest: notify.", "The next run tries again."
        )
