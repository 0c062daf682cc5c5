"""The workbook as a zip of parts, and each part as a tree that knows its bytes.

Reads and changes parts; knows nothing of tabs or people.
"""
