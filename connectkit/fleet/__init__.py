"""Many sheets: one process that serves them in turn, or workers on many machines behind a queue.

Takes a list of sheets and runs the same sync on each, with one budget of requests per sign-in. Only the command
``fleet`` imports it; it changes nothing about a sync, and the journal of each sheet says whether its day is done.
"""
