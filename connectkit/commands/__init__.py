"""One file a command: options in, one call, words or JSON out.

What only one command uses stands in a folder of its name. No decision about people is made here.
"""
