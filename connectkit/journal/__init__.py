"""What connectkit did to a sheet, run by run, in a folder of its own outside the sheet.

A convenience for history and undo, and the lock of one run at a time. No decision depends on it.
"""
