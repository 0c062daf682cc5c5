"""Cells, rows, columns and styles changed by cutting bytes into the user's XML.

Changes the package in memory; what it does not understand it refuses.
"""
