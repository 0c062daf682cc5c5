"""Who is who: by what one person can be known again, and a person's record as cells and back.

Pure; knows no file and no store. What becomes of a record is decided in ``merging``.
"""
