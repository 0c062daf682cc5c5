"""The habits of the practice: birthdays, thank-yous, gifts, goals, introductions, the monthly review.

A habit takes the situation of one run; gives candidates, facts and changes. A new one is a file and a line in habits.
"""
