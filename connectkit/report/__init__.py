"""What a run has to say, as text, page and calendar file.

Takes results; gives words. Only ``terminal`` prints.
"""
