"""``connectkit doctor``: what it looks at, and how it says it.

Only reads.
"""

from connectkit.commands.doctor.doctor import command as command
