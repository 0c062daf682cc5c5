"""Mailboxes: who wrote to whom and when, from headers only.

Takes headers; gives interactions. The text of a mail is never read.
"""
