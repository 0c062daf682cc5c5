"""What puts a sheet right when a write met something else than planned, or is taken back.

Takes the sheet and what a write met; gives changes. Only cells that still hold what connectkit wrote are touched.
"""
