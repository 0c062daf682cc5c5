"""The sheet as read: where our tabs and columns stand, what each cell holds, which ID belongs to whom.

Takes raw cells; gives typed tables and problems. It decides nothing about people and writes nothing.
"""
