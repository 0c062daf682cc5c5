"""All tabs of the workbook but Contacts, and the list of them all. A new column is one line here."""

from __future__ import annotations

from connectkit.schema.charts import Chart
from connectkit.schema.contacts import CONTACTS
from connectkit.schema.table import Column, Kind, Merge, Offer, Owner, Tab

DRAFT_STATUS = ("To do", "Sent", "Skip", "Later", "Expired")
DIRECTIONS = ("gave", "asked")
KINDS = ("email", "message", "call", "meeting", "letter", "voice note", "note", "thank-you", "introduction")
PROPOSAL_KINDS = ("log", "next_time")
INTRO_STATUS = ("Ask both", "Made", "Not these two")

_U, _T = Owner.USER, Owner.TOOL
_K = Kind

# One column is one line, so that a new one is one line too.
# fmt: off
DRAFTS = Tab(
    "drafts",
    "Drafts",
    _U,
    (
        Column("status", "Status", _K.CHOICE, _U, "To do, Sent, Skip or Later. Expired: its occasion passed and nobody touched it.", merge=Merge.RETIRE, choices=DRAFT_STATUS, width=9),
        Column("name", "Name", _K.TEXT, _T, "Who it is for.", width=18),
        Column("message", "Message", _K.LONG, _U, "Only what can be sent. Yours to edit; connectkit never rewrites it. A gap in [[ ]] never reaches the link.", width=50),
        Column("ideas", "Ideas", _K.LONG, _T, "For your eyes: what you noted, with its day and who said it.", width=38, younger=True, former="Last note"),
        Column("needs", "Needs", _K.LONG, _T, "What matters before you send it; empty when nothing does.", width=26),
        Column("open", "Open", _K.LINK, _T, "Opens the message where you send it yourself.", width=29),
        Column("why_now", "Why now", _K.LONG, _T, "Why this person, today.", width=28),
        Column("subject", "Subject", _K.TEXT, _U, "Yours to edit.", width=22),
        Column("channel", "Channel", _K.TEXT, _T, "How the message would go.", width=10),
        Column("to", "To", _K.TEXT, _T, "Address, number or profile.", width=24),
        Column("sent_on", "Sent on", _K.DATE, _U, "Blank means the day of the sync.", width=12),
        Column("created", "Created", _K.DATE, _T, "The day it was drafted.", width=12),
        Column("logged", "Logged", _K.DATE, _T, "The day connectkit took in your mark.", width=12),
        Column("reason", "Reason", _K.TEXT, _T, "The kind of draft and the day it was due.", hidden=True, width=20),
        Column("template", "Template", _K.TEXT, _T, "The template it came from.", hidden=True, width=20),
        Column("written", "As written", _K.TEXT, _T, "A mark of the text as it was drafted, so that a text nobody touched is known again.", hidden=True, younger=True),
        Column("mark", "Taken in", _K.TEXT, _T, "The Status connectkit last took in.", hidden=True),
        Column("line", "Line", _K.TEXT, _T, "Your own line for next time, where the draft was made from it.", hidden=True, younger=True),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the draft again.", hidden=True),
        Column("contact_id", "Contact ID", _K.ID, _T, "Whose draft it is.", hidden=True),
    ),
    "Stubs to finish and send yourself. connectkit makes the row; from then on the text is yours.",
)

LOG = Tab(
    "log",
    "Log",
    _U,
    (
        Column("date", "Date", _K.DATE, _U, "The day it happened.", width=12),
        Column("name", "Name", _K.TEXT, _U, "With whom.", width=22),
        Column("kind", "Kind", _K.CHOICE, _U, "What it was.", choices=KINDS, width=13),
        Column("direction", "Direction", _K.CHOICE, _U, "gave, asked or blank.", choices=DIRECTIONS, width=10),
        Column("summary", "Summary", _K.LONG, _U, "What was said.", width=60),
        Column("source", "Source", _K.TEXT, _U, "Where the entry came from.", width=16),
        Column("meant", "Meant", _K.TEXT, _T, "The day a word such as yesterday meant when connectkit first saw the entry.", hidden=True, younger=True),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the entry again.", hidden=True),
        Column("contact_id", "Contact ID", _K.ID, _T, "Whose entry it is.", hidden=True),
    ),
    "Every interaction. connectkit only appends; you may type rows too.",
)

PROMISES = Tab(
    "promises",
    "Promises",
    _U,
    (
        Column("what", "What", _K.LONG, _U, "What was promised.", width=44),
        Column("who", "Who", _K.TEXT, _U, "The contact.", width=22),
        Column("by", "By", _K.CHOICE, _U, "me or them.", choices=("me", "them"), width=8),
        Column("due", "Due", _K.DATE, _U, "By when.", width=12),
        Column("done", "Done", _K.DATE, _U, "The day it was kept, or yes. Filled when you send the draft of your own promise.", merge=Merge.FILL, width=12),
        Column("age", "Age", _K.TEXT, _T, "How far past its day, else how long it has been open, in words.", width=14),
        Column("made", "Made", _K.DATE, _T, "The day connectkit first saw it.", hidden=True, width=12),
        Column("drafted", "Drafted", _K.DATE, _T, "The due day last drafted, so that a draft you delete stays deleted.", hidden=True, width=12),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the promise again.", hidden=True),
        Column("contact_id", "Contact ID", _K.ID, _T, "Whose promise it is.", hidden=True),
    ),
    "Small promises, yours and theirs. Due ones come before everyone else.",
)

GIVES = Tab(
    "gives",
    "Gives",
    _U,
    (
        Column("title", "Title", _K.TEXT, _U, "Something you could give: an article, an event, a thing you know.", width=36),
        Column("link", "Link", _K.TEXT, _U, "Where it is.", width=30),
        Column("topics", "Topics", _K.TEXT, _U, "What it is about, in words of your own.", width=28),
        Column("until", "Until", _K.DATE, _U, "The last day on which it makes sense; blank: any time.", width=12, younger=True),
        Column("could_interest", "Could interest", _K.LONG, _T, "Up to five people, and the word that speaks for each.", width=64),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the gift again.", hidden=True),
    ),
    "A shelf of things to give. What fits somebody who is due goes into the draft, once.",
    offer=Offer.NEW,
)

INTRODUCTIONS = Tab(
    "introductions",
    "Introductions",
    _U,
    (
        Column("a", "A", _K.TEXT, _T, "Who needs something.", width=22),
        Column("b", "B", _K.TEXT, _T, "Who offers it.", width=22),
        Column("why", "Why", _K.LONG, _T, "Why the two could fit.", width=60),
        Column("status", "Status", _K.CHOICE, _U, "Ask both, Made or Not these two; blank leaves it open.", choices=INTRO_STATUS, width=14),
        Column("suggested", "Suggested", _K.DATE, _T, "The day connectkit thought of it.", hidden=True, width=12),
        Column("since", "Asked both", _K.DATE, _T, "The day connectkit took in Ask both.", hidden=True, width=12),
        Column("asked_a", "Asked A", _K.DATE, _T, "The day the question to A was drafted.", hidden=True, width=12),
        Column("asked_b", "Asked B", _K.DATE, _T, "The day the question to B was drafted.", hidden=True, width=12),
        Column("introduced", "Introduced", _K.DATE, _T, "The day the introduction was drafted.", hidden=True, width=12),
        Column("made", "Taken in", _K.DATE, _T, "The day connectkit logged the introduction.", hidden=True, width=12),
        Column("closed", "Followed up", _K.DATE, _T, "The day the question how it went was drafted.", hidden=True, width=12),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the pair again.", hidden=True),
        Column("a_id", "A ID", _K.ID, _T, "Whose row A is.", hidden=True),
        Column("b_id", "B ID", _K.ID, _T, "Whose row B is.", hidden=True),
    ),
    "People of yours who could help each other. Each pair is suggested once; both are asked before anything is made.",
    only_if_rows=True,
)

DUE = Tab(
    "due",
    "Due",
    _T,
    (
        Column("what", "What", _K.TEXT, _T, "Promise, this week, late, due, never, soon, birthday.", width=14),
        Column("name", "Name", _K.TEXT, _T, "Who.", width=24),
        Column("tier", "Tier", _K.TEXT, _T, "Their tier.", width=10),
        Column("last_contact", "Last contact", _K.DATE, _T, "The last day in touch.", width=13),
        Column("next_due", "Next due", _K.DATE, _T, "The day it is or was due.", width=12),
        Column("why", "Why", _K.LONG, _T, "Why they stand here, in words.", width=48),
        Column("last_note", "Last note", _K.LONG, _T, "The last thing you noted.", width=44),
    ),
    "Who comes next, and why.",
    banner="Rewritten by connectkit at every sync: what you type here is not kept.",
)

TODAY = Tab(
    "today",
    "Today",
    _T,
    (
        Column("done", "Done today", _K.TICK, _U, "Tick it when you were in touch: the next sync files it on the day above.", merge=Merge.CONSUME, width=8),
        Column("line", "Who, and why", _K.LONG, _T, "The day this list is of, then at most six people.", width=40),
        Column("mark", "Mark", _K.ID, _T, "Whose tick it is, and of which day; a tick puts it into its own cell.", hidden=True),
    ),
    "Six short lines for the phone. Google Sheets only.",
    banner="Tick whom you were in touch with. Rewritten by connectkit at every sync.",
    only_if_rows=True,
    live=True,
)

GOALS = Tab(
    "goals",
    "Goals",
    _U,
    (
        Column("goal", "Goal", _K.LONG, _U, "What you want, in your own words.", width=40),
        Column("count", "Count", _K.NUMBER, _U, "How many people (or, for gave and introductions, how many times).", width=8),
        Column("counting", "Counting", _K.TEXT, _U, "Who counts: a role, tag, title or interest (mentor; tag: product), or gave, call, introduction.", width=26),
        Column("from", "From", _K.DATE, _U, "The first day. Blank: from the beginning.", width=12),
        Column("to", "To", _K.DATE, _U, "The last day. Blank: open.", width=12),
        Column("so_far", "So far", _K.NUMBER, _T, "How many there are by now.", width=8),
        Column("left", "Left", _K.NUMBER, _T, "How many are still wanted.", width=8),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the goal again.", hidden=True),
    ),
    "Goals with a number and a period: three people in product management this quarter.",
    offer=Offer.NEW,
)

TRIPS = Tab(
    "trips",
    "Trips",
    _U,
    (
        Column("city", "City", _K.TEXT, _U, "Where you will be. London, Ontario is another city than London, UK.", width=24),
        Column("from", "From", _K.DATE, _U, "The first day there.", width=12),
        Column("to", "To", _K.DATE, _U, "The last day there.", width=12),
    ),
    "Where you will be. Due then says who lives there.",
    offer=Offer.NEW,
)

_MONTHS = 12
REVIEW = Tab(
    "review",
    "Review",
    _T,
    (
        Column("month", "Month", _K.TEXT, _T, "One row for each of the last twelve months that have ended.", width=10),
        Column("thriving", "Thriving", _K.NUMBER, _T, "People you were in touch with that month, and who are not due.", width=9),
        Column("steady", "Steady", _K.NUMBER, _T, "People within their rhythm, without contact that month.", width=9),
        Column("attention", "Needs attention", _K.NUMBER, _T, "People whose day has come.", width=10),
        Column("faded", "Faded", _K.NUMBER, _T, "People let go, or silent for more than twice their longest gap.", width=9),
        Column("interactions", "Interactions", _K.NUMBER, _T, "How often you were in touch, from the Log and Last contact.", width=12),
        Column("people", "People", _K.NUMBER, _T, "With how many people.", width=9),
        Column("gave", "Gave", _K.NUMBER, _T, "How often you gave something.", width=9),
        Column("asked", "Asked", _K.NUMBER, _T, "How often you asked for something.", width=9),
        Column("promised", "Promised", _K.NUMBER, _T, "Promises of yours that were due that month.", width=9),
        Column("kept", "Kept", _K.NUMBER, _T, "How many of those were done by the end of it.", width=9),
        Column("introduced", "Introduced", _K.NUMBER, _T, "Introductions you made.", width=11),
        Column("arrived", "New", _K.NUMBER, _T, "People who were new to you.", width=9),
        Column("what", "About", _K.TEXT, _T, "What the line is about.", width=17),
        Column("words", "In words", _K.LONG, _T, "The names behind the numbers of the last month.", width=80),
    ),
    "The months in numbers and words.",
    banner="Written by connectkit when a month has ended: what you type here is not kept.",
    only_if_rows=True,
    charts=(
        Chart("standing", "How your ties stood", "For each month: how many ties were thriving, steady, in need of attention, faded.", "month", ("thriving", "steady", "attention", "faded"), _MONTHS, (_MONTHS + 2, "month"), stacked=True),
        Chart("touch", "In touch", "For each month: how often you were in touch, and with how many people.", "month", ("interactions", "people"), _MONTHS, (_MONTHS + 2, "month"), right=450),
        Chart("give", "Gave and asked", "For each month: how often you gave and how often you asked.", "month", ("gave", "asked"), _MONTHS, (_MONTHS + 2, "month"), down=260),
        Chart("kept", "Promises", "For each month: promises of yours that were due, and how many were kept.", "month", ("promised", "kept"), _MONTHS, (_MONTHS + 2, "month"), right=450, down=260),
    ),
)

PROBLEMS = Tab(
    "problems",
    "Problems",
    _T,
    (
        Column("tab", "Tab", _K.TEXT, _T, "Where.", width=12),
        Column("cell", "Cell", _K.TEXT, _T, "Which cell.", width=8),
        Column("value", "Read", _K.TEXT, _T, "What stands there.", width=28),
        Column("message", "What to do", _K.LONG, _T, "What is wrong and how to put it right.", width=90),
    ),
    "What connectkit could not read. Nothing was guessed.",
    banner="Rewritten by connectkit at every sync. Put the cell right and the line goes away.",
    only_if_rows=True,
)

MATCHES = Tab(
    "matches",
    "Matches",
    _U,
    (
        Column("answer", "Same person?", _K.CHOICE, _U, "yes or no. Blank leaves it open.", choices=("yes", "no"), width=13),
        Column("contact", "In Contacts", _K.TEXT, _T, "Who stands in your sheet.", width=34),
        Column("other", "And", _K.TEXT, _T, "Who else may be the same person.", width=34),
        Column("why", "Why it is asked", _K.LONG, _T, "What speaks for it, and what against.", width=44),
        Column("source", "Found in", _K.TEXT, _T, "The file, or Contacts.", width=20),
        Column("taken", "Taken in", _K.DATE, _T, "The day connectkit took in your answer.", hidden=True, width=12),
        Column("record", "Record", _K.TEXT, _T, "What the file says of the other, until the answer is taken in.", hidden=True),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the question again.", hidden=True),
        Column("contact_id", "Contact ID", _K.ID, _T, "Whom it is about.", hidden=True),
    ),
    "People who may be one and the same. Answer yes or no; connectkit never guesses.",
    only_if_rows=True,
)

PROPOSALS = Tab(
    "proposals",
    "Proposals",
    _U,
    (
        Column("approve", "Approve?", _K.TICK, _U, "yes takes the line in at the next sync; blank leaves it here.", choices=("yes", "no"), width=10),
        Column("who", "Who", _K.TEXT, _T, "Whom the line is about.", width=22),
        Column("what", "What", _K.TEXT, _T, "log or next_time: where the line would go.", width=11),
        Column("text", "Text", _K.LONG, _U, "The line, yours to change before you say yes.", width=70),
        Column("proposed", "Proposed", _K.DATE, _T, "The day your assistant proposed it.", width=12),
        Column("taken", "Taken in", _K.DATE, _T, "The day connectkit took it in.", hidden=True, width=12),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the proposal again.", hidden=True),
        Column("contact_id", "Contact ID", _K.ID, _T, "Whom it is about.", hidden=True),
    ),
    "Lines an assistant of yours proposed (connectkit mcp). Nothing comes of one before you say yes.",
    only_if_rows=True,
)

# fmt: on

TABS: tuple[Tab, ...] = (
    CONTACTS,
    DRAFTS,
    LOG,
    PROMISES,
    GOALS,
    GIVES,
    TRIPS,
    INTRODUCTIONS,
    MATCHES,
    PROPOSALS,
    TODAY,
    DUE,
    REVIEW,
    PROBLEMS,
)
"""All tabs, in the order of a new workbook."""


def tab(key: str) -> Tab:
    """The tab with this key; KeyError if there is none."""
    for one in TABS:
        if one.key == key:
            return one
    raise KeyError(key)
