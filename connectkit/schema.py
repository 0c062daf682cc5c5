"""THE table of tabs and columns: who may write what, under which header.

Parser, header check, ownership law, new-workbook builder, stores and docs all read this table. A new column
is one line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from connectkit.charts import Chart


class Owner(StrEnum):
    """Who may write a column. Every column has exactly one owner."""

    USER = "user"
    TOOL = "tool"


class Merge(StrEnum):
    """The narrow ways in which connectkit may touch a user's cell."""

    NEVER = "never"
    FORWARD = "forward"  # to a later date, never back, never empty
    RETIRE = "retire"  # the Status of a draft nobody touched says that it is over
    FILL = "fill"  # a blank cell gets a day, in the write that logs what it is about
    CONSUME = "consume"  # text becomes Log rows, then the cell is emptied, in one atomic write


class Kind(StrEnum):
    """What a cell of a column means, hence how it is read, written and formatted."""

    TEXT = "text"
    LONG = "long"  # wrapped text
    DATE = "date"
    BIRTHDAY = "birthday"  # a day and month, with or without a year
    CADENCE = "cadence"  # "6 weeks", "90"
    CHOICE = "choice"
    TICK = "tick"
    NUMBER = "number"
    LINK = "link"
    ID = "id"


class Offer(StrEnum):
    """When connectkit adds a column itself."""

    ADOPT = "adopt"  # to every sheet, the user's own included
    NEW = "new"  # to a workbook connectkit makes
    NEVER = "never"  # recognised where it stands, never added


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code, its header in the sheet, its owner.

    ``width`` is in characters. ``aliases`` are further headers under which a user's column is recognised,
    already normalised as :func:`normal` does. ``younger``: workbooks were made before there was such a column, so
    that a tab without it may well be connectkit's.
    """

    key: str
    title: str
    kind: Kind
    owner: Owner
    help: str
    merge: Merge = Merge.NEVER
    required: bool = False
    hidden: bool = False
    offer: Offer = Offer.NEW
    width: int = 14
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    younger: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. An owner ``TOOL`` means the whole tab is rewritten as a block; nothing typed there is kept.

    ``banner`` is a line above the header that says so. ``only_if_rows``: the tab is made when there is
    something to put into it. An ``offer`` of ``NEW`` is a tab only a workbook of connectkit's own begins with.
    """

    key: str
    title: str
    owner: Owner
    columns: tuple[Column, ...]
    help: str
    banner: str = ""
    only_if_rows: bool = False
    offer: Offer = Offer.ADOPT
    charts: tuple[Chart, ...] = ()

    def column(self, key: str) -> Column:
        """The column with this key; KeyError if the tab has none."""
        return next(column for column in self.columns if column.key == key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys, in the order of a new tab."""
        return tuple(column.key for column in self.columns)


def normal(header: object) -> str:
    """A header as headers are compared: trimmed, casefolded, ``? : *`` dropped, ``_ -`` and runs of blanks one blank."""
    text = str(header or "")
    return _normal(text) if len(text) <= _LONGEST_HEADER else _normal.__wrapped__(text)


_LONGEST_HEADER = 100
"""Longer texts are no headers, and not worth remembering."""


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    text = text.replace("_", " ").replace("-", " ")
    for mark in "?:*\u200e\u200f\ufeff":
        text = text.replace(mark, "")
    return " ".join(text.casefold().split())


CHANNELS = ("email", "linkedin", "whatsapp", "phone", "voice note", "letter", "meeting")
STATES = ("pause", "fade")
DRAFT_STATUS = ("To do", "Sent", "Skip", "Later", "Expired")
DIRECTIONS = ("gave", "asked")
KINDS = ("email", "message", "call", "meeting", "letter", "voice note", "note", "thank-you", "introduction")
INTRO_STATUS = ("Ask both", "Made", "Not these two")

_U, _T = Owner.USER, Owner.TOOL
_K = Kind

# One column is one line, so that a new one is one line too.
# fmt: off
CONTACTS = Tab(
    "contacts",
    "Contacts",
    _U,
    (
        Column("name", "Name", _K.TEXT, _U, "The person, as you call them.", required=True, offer=Offer.ADOPT, width=24, aliases=("full name", "contact", "contact name", "contact person", "person", "who", "customer", "display name", "nome", "nome completo", "nombre", "nombre completo", "nom", "nom complet", "kontakt", "ansprechpartner", "vollständiger name")),
        Column("first_name", "First name", _K.TEXT, _U, "Read together with Last name where there is no Name column.", offer=Offer.NEVER, aliases=("given name", "vorname", "prénom", "nombre de pila", "nombre", "nome")),
        Column("family_name", "Last name", _K.TEXT, _U, "Read together with First name where there is no Name column.", offer=Offer.NEVER, aliases=("family name", "surname", "nachname", "nom de famille", "apellidos", "apellido", "cognome", "nom")),
        Column("tier", "Tier", _K.CHOICE, _U, "How close: decides how often. The tiers are in connectkit.yaml.", offer=Offer.ADOPT, width=10, aliases=("category", "priority", "list", "circle", "group", "engagement level", "kategorie", "kreis")),
        Column("last_contact", "Last contact", _K.DATE, _U, "The day you were last in touch. connectkit only ever moves it to a later day, when you log something.", merge=Merge.FORWARD, required=True, offer=Offer.ADOPT, width=13, aliases=("last contacted", "last contact date", "date of last contact", "last contact at", "last contacted at", "last touch", "last spoke", "last interaction", "last met", "last seen", "last contacted by me", "letzter kontakt", "zuletzt kontaktiert", "dernier contact", "último contacto", "ultimo contatto")),
        Column("status", "Status", _K.TEXT, _T, "ok, soon, due, late, never, snoozed, paused, fade or unreadable.", offer=Offer.ADOPT, width=12),
        Column("next_due", "Next due", _K.DATE, _T, "The day the next contact is due.", offer=Offer.ADOPT, width=12),
        Column("notes", "Notes", _K.LONG, _U, "What you want to remember. The last line goes into the draft.", required=True, offer=Offer.ADOPT, width=44, aliases=("note", "comments", "comment", "additional info", "background", "context", "remarks", "remark", "notizen", "notiz", "bemerkungen", "bemerkung", "kommentare", "kommentar", "anmerkungen", "anmerkung", "notas", "nota", "comentarios", "comentario", "notatki", "remarques", "remarque", "commentaires", "commentaire", "commenti", "commento")),
        Column("log", "Log", _K.LONG, _U, "Inbox: write what happened (today, -3d, call 12 Nov: she starts a new job); the sync files it and empties the cell.", merge=Merge.CONSUME, offer=Offer.ADOPT, width=30, aliases=("inbox", "log entry")),
        Column("next_touch", "Next touch", _K.DATE, _U, "A day that overrides the rhythm once.", offer=Offer.ADOPT, width=12),
        Column("snooze_until", "Snooze until", _K.DATE, _U, "No prompt up to and including this day.", offer=Offer.ADOPT, width=12, aliases=("snooze", "snoozed until")),
        Column("state", "State", _K.CHOICE, _U, "Blank, pause or fade: the last two never prompt.", offer=Offer.ADOPT, width=9, choices=STATES),
        Column("every", "Every", _K.CADENCE, _U, "This person's own rhythm: 6 weeks, 3 months, 90 (days).", width=10, aliases=("cadence", "frequency", "own cadence")),
        Column("channel", "Channel", _K.CHOICE, _U, "How you usually reach them.", offer=Offer.ADOPT, width=11, choices=CHANNELS, aliases=("preferred channel",)),
        Column("email", "Email", _K.TEXT, _U, "One or more addresses.", width=26, aliases=("e mail", "contact email", "email work", "email home", "primary email", "email address", "e mail address", "mail")),
        Column("phone", "Phone", _K.TEXT, _U, "With country code, for WhatsApp links.", width=17, aliases=("mobile", "phone / whatsapp", "contact phone", "phone numbers", "phone number", "mobile phone", "telefon", "whatsapp")),
        Column("linkedin", "LinkedIn", _K.TEXT, _U, "The address of their profile.", width=22, aliases=("linkedin url", "linkedin profile", "profile url")),
        Column("company", "Company", _K.TEXT, _U, "Where they work.", width=18, aliases=("business", "organization", "organisation", "firm", "company name", "firma", "employer")),
        Column("title", "Title", _K.TEXT, _U, "What they do there.", width=20, aliases=("job title", "position")),
        Column("city", "City", _K.TEXT, _U, "Where they live.", width=14, aliases=("town", "location", "ort", "stadt")),
        Column("met", "Met", _K.TEXT, _U, "How, through whom, when.", width=26, aliases=("how we met", "met at", "met through", "met via")),
        Column("birthday", "Birthday", _K.BIRTHDAY, _U, "With or without a year.", width=12, aliases=("birth date", "date of birth", "geburtstag")),
        Column("role", "Role", _K.TEXT, _U, "How they support your goals: mentor, peer, expert.", width=12),
        Column("tags", "Tags", _K.TEXT, _U, "Your own words, separated by commas.", width=18, aliases=("labels", "tag")),
        Column("interests", "Interests", _K.TEXT, _U, "What they care about.", width=22, aliases=("interest", "interessen", "interesse", "intérêts", "intereses", "interessi")),
        Column("offers", "Offers", _K.TEXT, _U, "What they can help others with.", width=22, aliases=("offer", "bietet")),
        Column("needs", "Needs", _K.TEXT, _U, "What they are looking for.", width=22, aliases=("need", "sucht", "braucht")),
        Column("would_take_call", "Would take my call", _K.TICK, _U, "yes for those who would call back within a week.", width=12, choices=("yes", "no")),
        Column("added", "Added", _K.DATE, _T, "The day connectkit first saw the row, or the last contact the row came with.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("drafted_for", "Drafted for", _K.DATE, _T, "The day you were last proposed this person by rhythm, so that a draft you delete stays deleted for a round.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("occasions", "Occasions", _K.TEXT, _T, "What was last drafted outside the rhythm (a birthday, thanks, a check-in), so that a draft you delete stays deleted.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("paired", "Paired", _K.TEXT, _T, "Which introductions were suggested, so that one you delete does not come back.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the row again.", hidden=True, offer=Offer.ADOPT, width=14),
    ),
    "Your people. Three columns are enough: Name, Last contact, Notes.",
)

DRAFTS = Tab(
    "drafts",
    "Drafts",
    _U,
    (
        Column("status", "Status", _K.CHOICE, _U, "To do, Sent, Skip or Later. Expired: its occasion passed and nobody touched it.", merge=Merge.RETIRE, choices=DRAFT_STATUS, width=9),
        Column("name", "Name", _K.TEXT, _T, "Who it is for.", width=20),
        Column("why_now", "Why now", _K.LONG, _T, "Why this person, today.", width=28),
        Column("last_note", "Last note", _K.LONG, _T, "The last thing you noted about them.", width=28),
        Column("channel", "Channel", _K.TEXT, _T, "How the message would go.", width=10),
        Column("to", "To", _K.TEXT, _T, "Address, number or profile.", width=24),
        Column("subject", "Subject", _K.TEXT, _U, "Yours to edit.", width=26),
        Column("message", "Message", _K.LONG, _U, "Yours to edit; connectkit never rewrites it.", width=60),
        Column("needs", "Needs", _K.LONG, _T, "What is still generic or unfilled.", width=26),
        Column("open", "Open", _K.LINK, _T, "Opens the message where you send it yourself.", width=16),
        Column("sent_on", "Sent on", _K.DATE, _U, "Blank means the day of the sync.", width=12),
        Column("created", "Created", _K.DATE, _T, "The day it was drafted.", width=12),
        Column("logged", "Logged", _K.DATE, _T, "The day connectkit took in your mark.", width=12),
        Column("reason", "Reason", _K.TEXT, _T, "The kind of draft and the day it was due.", hidden=True, width=20),
        Column("template", "Template", _K.TEXT, _T, "The template it came from.", hidden=True, width=20),
        Column("written", "As written", _K.TEXT, _T, "A mark of the text as it was drafted, so that a text nobody touched is known again.", hidden=True, younger=True),
        Column("mark", "Taken in", _K.TEXT, _T, "The Status connectkit last took in.", hidden=True),
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
