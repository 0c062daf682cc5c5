"""The requests of spreadsheets.batchUpdate, one module per kind of thing they change; importing it registers them."""

from tests.wire.batch import cells, objects, overlays, paste, tabs

__all__ = ["cells", "objects", "overlays", "paste", "tabs"]
