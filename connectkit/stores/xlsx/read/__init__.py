"""Worksheets as rows of raw cells, from one snapshot of the file.

Only reads.
"""
