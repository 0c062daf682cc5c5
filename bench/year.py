"""A year of somebody who follows the tool's prompts half the time, on a workbook file and on a Google Sheet.

    python -m bench.year [xlsx|google|memory ...] [--seed N] [--weeks N] [--why]

The people are those of ``connectkit demo``; the sheet is changed by hand between syncs (drafts sent, skipped, put off,
left lying, deleted; promises kept; words in the inbox; new people; some paused, some left to fade). Every sync is
followed by a look at the sheet. Prints figures, then the checks; ``--why`` also shows, for every close tie that was
late without a draft, who had the slots of those weeks. Ends with 1 if a check fails. The Google Sheet is the fake of
``tests/wire`` over the real client; it is synced on Mondays and Thursdays, the file and memory every weekday.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from time import perf_counter

from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.stores.memory import MemoryStore
from tests.laws.practitioner import Practitioner, example_workbook
from tests.laws.year import RHYTHM, Late, Year
from tests.laws.yearend import checks, promised, weak_ties

START = date(2026, 11, 23)
EVERY = {"memory": range(5), "xlsx": range(5), "google": (0, 3)}


def year_on(store: str, seed: int, weeks: int) -> Year:
    """The simulation on one kind of store, after so many weeks."""
    content, workbook = example_workbook(START)
    run_end = None
    sheet: MemoryStore
    if store == "google":
        from tests.laws.sheets import GoogleSheet

        sheet = google = GoogleSheet(workbook, title="Network")
        run_end = google.end
    elif store == "xlsx":
        from tests.laws.files import XlsxSheet

        sheet = XlsxSheet(workbook, content=content)
    else:
        sheet = MemoryStore(workbook)
    year = Year(
        Practitioner(sheet, random.Random(seed)), load_templates([builtin_folder()]),
        start=START, every=EVERY[store], run=run_end,
    )  # fmt: skip
    year.live(weeks)
    return year


def figures(year: Year) -> Iterator[tuple[str, str]]:
    """What the year was like: label and words."""
    did, made = year.person.did, list(year.made.values())
    kinds = Counter(one.when for one in made).most_common()
    yield "syncs", str(year.syncs)
    yield "drafts", f"{len(made)}: " + ", ".join(f"{count} {kind}" for kind, count in kinds)
    told = ", ".join(f"{did[key]} {key}" for key in ("Sent", "Skip", "Later", "drafts deleted") if did[key])
    yield "what became of them", told
    rest = (
        "promises kept",
        "inbox cells",
        "new people",
        "Ask both",
        "Not these two",
        "pause",
        "fade",
        "snoozed",
    )
    yield "what else was done", ", ".join(f"{did[key]} {key}" for key in rest if did[key])
    weeks = year.weeks()
    yield "drafts in the fullest week", f"{max(weeks.values())} of {year.config.per_week}"
    yield "promises", promised(year)
    for why in ("waiting", "put aside", "no slot"):
        yield f"close ties late, {why}", worst(year.late, why)
    yield (
        "weak ties",
        "; ".join(
            f"{name} proposed {asked}{f' ({aside} put aside)' if aside else ''}, touched {touched}"
            for name, asked, aside, touched in weak_ties(year)
        ),
    )


def worst(late: Sequence[Late], why: str) -> str:
    """Each person's most days past the latest day, the most first."""
    days: dict[str, int] = {}
    for one in late:
        if one.why == why:
            days[one.name] = max(days.get(one.name, 0), one.days)
    told = ", ".join(f"{name} {count}" for name, count in sorted(days.items(), key=lambda item: -item[1]))
    return f"days past the latest day: {told}" if told else "nobody"


def why(year: Year) -> Iterator[str]:
    """For each close tie late without a draft: the weeks since its aim, and who had their slots."""
    worst_of: dict[str, Late] = {}
    for one in year.late:
        if one.why == "no slot" and one.days >= worst_of.get(one.contact, one).days:
            worst_of[one.contact] = one
    for one in worst_of.values():
        yield f"{one.name}, {one.days} days past the latest day on {one.day}"
        since = one.day - timedelta(one.days + 30)
        for made in sorted(year.made.values(), key=lambda made: made.day):
            if since <= made.day <= one.day:
                share = f"{made.share:.2f} of the cadence used" if made.when in RHYTHM else made.when
                yield f"    {made.day} {made.name}: {share}{', weak tie' if made.tier == 'weak' else ''}"


def main(arguments: Sequence[str]) -> int:
    """Prints figures and checks of a year on each store; 1 when a check failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stores", nargs="*", default=["xlsx", "google"], metavar="xlsx|google|memory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--why", action="store_true")
    wanted = parser.parse_args(arguments)
    failed = 0
    for store in wanted.stores:
        started = perf_counter()
        year = year_on(store, wanted.seed, wanted.weeks)
        days = "Mondays and Thursdays" if store == "google" else "every weekday"
        print(f"{store}: {wanted.weeks} weeks, synced {days}, {perf_counter() - started:.0f} s")
        for label, words in figures(year):
            print(f"  {label:<28}{words}")
        for law, sentences in checks(year):
            print(f"  {'FAILED' if sentences else 'ok':<8}{law}")
            for sentence in sentences[:10]:
                print(f"          {sentence}")
            failed += bool(sentences)
        for line in why(year) if wanted.why else ():
            print(f"  {line}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
