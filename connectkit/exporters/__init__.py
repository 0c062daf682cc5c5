"""Contacts taken out again, in formats that our own import reads back without loss.

Takes the table; gives bytes. It never writes to the sheet.
"""
