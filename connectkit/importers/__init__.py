"""Files of other tools, read into people and interactions.

A reader takes bytes; gives records and what it left out. It knows no sheet; ``people`` decides what becomes of a record.
"""
