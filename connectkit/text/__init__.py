"""What people type and what connectkit says, as plain text: days, spans of time, names, folding.

Takes strings and a day; gives values and strings. It never sees a cell, a setting or the clock.
"""
