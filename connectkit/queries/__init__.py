"""Questions asked of the sheet: the Friday quarter of an hour, who could introduce whom, how to start.

Takes what a run understood; gives lines. It writes nothing.
"""
