"""From a pick to a row in Drafts: the facts, the template, the message, the link, what is still missing.

Takes picks, facts and templates; gives rows. It never sends, and never rewrites a row that stands.
"""
