"""The language of the Log cell: what one entry says happened, on which day, and what was promised.

Takes one text and a day; gives items, or the reason why it stays where it is. It knows no sheet.
"""
