"""``connectkit init``: a new workbook, or a sheet taken on.

Shows what it would do before it does it.
"""

from connectkit.commands.init.init import command as command
