"""A fourth kind of store, for tests: a workbook in one JSON file. It stands in no package; a test puts it into one."""

from __future__ import annotations

from pathlib import Path

from connectkit.errors import StoreUnavailable
from connectkit.model import AfterImage, Plan, Requests, Workbook
from connectkit.sheet.codec import dump_workbook, load_workbook
from connectkit.store import Store
from connectkit.stores import base
from connectkit.stores.base import Opening
from connectkit.stores.memory import MemoryStore


class Home(base.Home):
    """The JSON file of one ``shelf`` line."""

    def __init__(self, setting: Path) -> None:
        self._path = setting

    @property
    def location(self) -> str:
        """The file's full path."""
        return f"shelf:{self._path.resolve()}"

    @property
    def named(self) -> str:
        """The path as it was written."""
        return str(self._path)

    def open(self, opening: Opening) -> Store:
        """The file."""
        return ShelfStore(self._path)


class ShelfStore:
    """The workbook in a JSON file; a file that changed since it was read is not written."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen = path, ""
        self.requests = Requests()

    @property
    def location(self) -> str:
        """The file's full path."""
        return f"shelf:{self._path.resolve()}"

    def read(self) -> Workbook:
        """The workbook as it is now."""
        self.requests.read += 1
        self._seen = self._path.read_text("utf-8")
        return load_workbook(self._seen)

    def write(self, plan: Plan) -> AfterImage:
        """The whole plan, or nothing."""
        if not plan:
            return AfterImage(run_id=plan.run_id)
        if self._path.read_text("utf-8") != self._seen:
            raise StoreUnavailable("The file was changed while the sync ran.", "Run the sync again.")
        self.requests.write += 1
        memory = MemoryStore(load_workbook(self._seen))
        image = memory.write(plan)
        self._seen = dump_workbook(memory.workbook)
        self._path.write_text(self._seen, "utf-8")
        return image
