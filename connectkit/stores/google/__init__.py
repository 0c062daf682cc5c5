"""A Google Sheet as a store: ``store.GoogleStore``; only modules of this package know gspread."""

from connectkit.stores.google.address import extract_id

__all__ = ["extract_id"]
