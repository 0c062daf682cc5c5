"""Who is due, in what order, why, and who gets a draft this week.

Takes typed tables and what was absorbed; gives verdicts and lines. Pure pandas: no clock, no store.
"""
