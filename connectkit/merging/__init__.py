"""People from outside brought into the sheet: merged with each other, matched, added, filled in, asked about.

Takes records and the sheet; gives changes, questions and results. It overwrites nothing of the user's.
"""
