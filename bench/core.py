"""The pure core, parse to plan, beside the cost of building a DataFrame from the same rows.

    python -m bench.core [COUNT ...]

Prints per number of contacts: milliseconds of CPU of the floor, of a morning's run on a sheet in order, and their ratio.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from connectkit.config.config import Config
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.model import RawTab, Workbook
from connectkit.stores.memory import MemoryStore
from connectkit.sync import look, sync

TODAY = date(2026, 11, 23)
TIERS = ("inner", "core", "active", "weak")


def contacts(count: int) -> Workbook:
    """Contacts as a full sheet has them: one in fifty due, the others in order."""
    header = ["Name", "Tier", "Last contact", "Notes", "Log", "Email", "Phone", "Company", "City", "Tags"]
    rows: list[list[object]] = [header]  # type: ignore[list-item]
    for n in range(count):
        age = 400 if n % 50 == 0 else 1 + n % 12
        rows.append(
            [f"Person {n}", TIERS[n % 4], TODAY - timedelta(age), f"note {n}", None, f"p{n}@example.org",
             f"+49 30 {n:07d}", f"Firm {n % 500}", "Porto", "tennis, jazz"]
        )  # fmt: skip
    return Workbook((RawTab("Contacts", "Contacts", rows),), name="bench")  # type: ignore[arg-type]


def best(action: Callable[[], object], rounds: int = 5) -> float:
    """The least CPU time of a few rounds, in seconds: it does not depend on what else the machine does."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Prints the table."""
    templates = load_templates([builtin_folder()])
    print(f"{'contacts':>9} {'DataFrame ms':>13} {'core ms':>9} {'ratio':>6} {'us/contact':>10}")
    for count in [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        store = MemoryStore(contacts(count))
        numbers = iter(range(10**9))

        def new_id(source: object = numbers) -> str:
            return f"{next(source):07d}"  # type: ignore[call-overload]

        sync(store, Config(), today=TODAY, new_id=new_id, templates=templates)
        workbook = store.read()
        raw = next(tab for tab in workbook.tabs if tab.title == "Contacts")

        def floor(rows: list[list[object]] = raw.rows) -> object:  # type: ignore[assignment]
            return pd.DataFrame(rows[1:], columns=rows[0])

        def core(read: Workbook = workbook) -> object:
            return look(read, Config(), today=TODAY, new_id=new_id, templates=templates)

        low, high = best(floor), best(core, 3)
        print(
            f"{count:>9} {low * 1e3:>13.1f} {high * 1e3:>9.1f} {high / low:>6.2f} {high / count * 1e6:>10.2f}"
        )


if __name__ == "__main__":
    main()
