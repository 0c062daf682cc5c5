"""A workbook file as a store: cells are spliced into the user's file, every other byte is carried over.

No library re-saves the file; the save is one exchange of two files, with a backup.
"""
