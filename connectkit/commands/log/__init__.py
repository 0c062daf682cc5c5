"""``connectkit log``: one interaction noted from the command line.

Says what it filed; decides nothing that the Log cell would decide otherwise.
"""

from connectkit.commands.log.log import command as command
