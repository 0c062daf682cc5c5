"""The settings of one sheet: what ``connectkit.yaml`` may say, and the frozen ``Config`` it becomes.

Takes the file's text; gives a ``Config`` or every mistake with its line. Nothing else reads the file.
"""
