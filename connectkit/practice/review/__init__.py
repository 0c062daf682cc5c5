"""A month looked back on: what thrives, what needs attention, in numbers and names.

Takes the tables and a month; gives lines and charts as data. How they look is the matter of ``report``.
"""
