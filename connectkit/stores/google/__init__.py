"""A Google Sheet as a store: two reads at most, one atomic write, and always an answer to what the write met.

Only modules of this package know gspread.
"""
