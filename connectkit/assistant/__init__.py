"""What an assistant of the user's may ask, and the one thing it may propose.

Takes what a run understood; gives rows of plain data, the words of the sheet in a field of their own. Notes, e-mail
addresses and phone numbers stay here unless the settings share them. Nothing is sent, deleted, merged or set.
"""
