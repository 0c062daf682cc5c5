"""vCard address books, every version.

Takes lines; gives people.
"""
