"""iCalendar files: meetings that took place, and with whom.

Takes lines; gives interactions. A cancelled or declined event is none.
"""
