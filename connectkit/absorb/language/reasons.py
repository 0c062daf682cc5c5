"""Why an entry stays in its cell: each goes on a sentence that begins with the text."""

from __future__ import annotations

from connectkit.absorb.language.items import Unread

PLACE_IT = "seems to name a day that could not be placed: begin with it, as in call 12 Nov: what was said"
TWO_DAYS = "names more than one day: begin with the one it happened on, as in call 12 Nov: what was said"
QUESTION = Unread("is a question: leave the question mark out if it happened")
NOTHING = Unread("says nothing that could be filed")
PLANNED = Unread(
    "speaks of what is to come, so it is no contact yet: put promise: in front of it, or today: if you were in"
    " touch, or write the day into Next touch"
)
FAILED = Unread(
    "says that nobody was reached, so it is no contact: keep it in Notes, or write how you did reach them, as in"
    " voice note: what was said"
)
CANCELLED = Unread(
    "says that it did not take place, so it is no contact: keep it in Notes, or write note: in front of it"
)
