"""Who is who: people of a file, a source or the sheet, matched, merged and asked about.

Takes records and tables; gives changes, questions and results. It overwrites nothing of the user's.
"""
