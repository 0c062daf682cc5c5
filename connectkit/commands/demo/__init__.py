"""``connectkit demo``: invented people in a new folder, then a real sync on them.

Touches nothing outside the folder it makes.
"""

from connectkit.commands.demo.demo import command as command
