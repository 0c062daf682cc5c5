"""What comes to the user: the digest by mail or notice, the calendar feed. It goes to its owner and to nobody else.

Above everything a sync needs; no stage of a sync knows of it. Only ``mail.py`` can send a mail, and it knows no rows.
"""
