"""What is written in a cell's XML and what it means.

Pure: text to value and back.
"""
