"""Tabs of ours as XlsxWriter makes them, grafted into the user's workbook.

Makes whole sheets; the user's own are left to ``edit``.
"""
