"""Tables of people: CSV and workbooks, with presets for what well-known programs export.

Takes rows; gives people. Headers are understood by one table of words.
"""
