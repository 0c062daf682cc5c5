"""What the user did since the last run: drafts marked Sent, the Log inbox, rows typed by hand.

Takes typed tables; gives interactions and the changes that file them. It never decides who is due.
"""
