"""``connectkit schedule``: once a day, whatever happens.

Makes entries for the machine's own scheduler; runs nothing itself but ``run``.
"""

from connectkit.commands.schedule.schedule import command as command
