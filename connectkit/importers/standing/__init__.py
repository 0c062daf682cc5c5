"""Standing sources: a calendar, a mail folder or a mailbox that every sync looks into.

Only reads. A source that can't be reached is told and left out.
"""
