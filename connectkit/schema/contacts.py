"""The columns of Contacts, and the words a cell of them may hold. A new column is one line here."""

from __future__ import annotations

from connectkit.schema.table import Column, Kind, Merge, Offer, Owner, Tab

CHANNELS = (
    "email",
    "linkedin",
    "whatsapp",
    "telegram",
    "signal",
    "sms",
    "phone",
    "voice note",
    "letter",
    "meeting",
)
STATES = ("pause", "fade")

_U, _T = Owner.USER, Owner.TOOL
_K = Kind

# One column is one line, so that a new one is one line too.
# fmt: off
CONTACTS = Tab(
    "contacts",
    "Contacts",
    _U,
    (
        Column("name", "Name", _K.TEXT, _U, "The person, as you call them.", required=True, offer=Offer.ADOPT, width=24),
        Column("first_name", "First name", _K.TEXT, _U, "Read together with Last name where there is no Name column.", offer=Offer.NEVER),
        Column("family_name", "Last name", _K.TEXT, _U, "Read together with First name where there is no Name column.", offer=Offer.NEVER),
        Column("tier", "Tier", _K.CHOICE, _U, "How close: decides how often. The tiers are in connectkit.yaml.", offer=Offer.ADOPT, width=10),
        Column("last_contact", "Last contact", _K.DATE, _U, "The day you were last in touch. connectkit only ever moves it to a later day, when you log something.", merge=Merge.FORWARD, required=True, offer=Offer.ADOPT, width=13),
        Column("status", "Status", _K.TEXT, _T, "ok, soon, due, late, never, snoozed, paused, fade or unreadable.", offer=Offer.ADOPT, width=12),
        Column("next_due", "Next due", _K.DATE, _T, "The day the next contact is due.", offer=Offer.ADOPT, width=12),
        Column("notes", "Notes", _K.LONG, _U, "What you want to remember. It never goes into a message; the last line stands beside the draft, in Ideas.", required=True, offer=Offer.ADOPT, width=44),
        Column("log", "Log", _K.LONG, _U, "Inbox: write what happened (today, -3d, call 12 Nov: she starts a new job); the sync files it and empties the cell.", merge=Merge.CONSUME, offer=Offer.ADOPT, width=30),
        Column("next_touch", "Next touch", _K.DATE, _U, "A day that overrides the rhythm once.", offer=Offer.ADOPT, width=12),
        Column("snooze_until", "Snooze until", _K.DATE, _U, "No prompt up to and including this day.", offer=Offer.ADOPT, width=12),
        Column("state", "State", _K.CHOICE, _U, "Blank, pause or fade: the last two never prompt.", offer=Offer.ADOPT, width=9, choices=STATES),
        Column("every", "Every", _K.CADENCE, _U, "This person's own rhythm: 6 weeks, 3 months, 90 (days).", width=10),
        Column("channel", "Channel", _K.CHOICE, _U, "How you usually reach them.", offer=Offer.ADOPT, width=11, choices=CHANNELS),
        Column("email", "Email", _K.TEXT, _U, "One or more addresses.", width=26),
        Column("phone", "Phone", _K.TEXT, _U, "With country code, for WhatsApp links.", width=17),
        Column("linkedin", "LinkedIn", _K.TEXT, _U, "The address of their profile.", width=22),
        Column("nickname", "Nickname", _K.TEXT, _U, "The name they are called by, if it is not their first name.", width=14),
        Column("company", "Company", _K.TEXT, _U, "Where they work.", width=18),
        Column("title", "Title", _K.TEXT, _U, "What they do there.", width=20),
        Column("city", "City", _K.TEXT, _U, "Where they live.", width=14),
        Column("met", "Met", _K.TEXT, _U, "How, through whom, when.", width=26),
        Column("birthday", "Birthday", _K.BIRTHDAY, _U, "With or without a year.", width=12),
        Column("role", "Role", _K.TEXT, _U, "How they support your goals: mentor, peer, expert.", width=12),
        Column("tags", "Tags", _K.TEXT, _U, "Your own words, separated by commas.", width=18),
        Column("interests", "Interests", _K.TEXT, _U, "What they care about.", width=22),
        Column("offers", "Offers", _K.TEXT, _U, "What they can help others with.", width=22),
        Column("needs", "Needs", _K.TEXT, _U, "What they are looking for.", width=22),
        Column("would_take_call", "Would take my call", _K.TICK, _U, "yes for those who would call back within a week.", width=12, choices=("yes", "no")),
        Column("next_time", "Next time", _K.LONG, _U, "What you want to ask or say next, as you would write it: it becomes the next message, word for word, and is used once.", merge=Merge.ONCE, offer=Offer.ADOPT, width=30),
        Column("greeting", "Greeting", _K.TEXT, _U, "How you address them, where the name alone does not say it: Dear Dr. Weber, Hallo Frau Schulz, Hi Mum.", width=16),
        Column("language", "Language", _K.TEXT, _U, "The language you write to them in: en, de, fr, es; blank for the one of the settings.", width=10),
        Column("added", "Added", _K.DATE, _T, "The day connectkit first saw the row, or the last contact the row came with.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("drafted_for", "Drafted for", _K.DATE, _T, "The day you were last proposed this person by rhythm, so that a draft you delete stays deleted for a round.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("occasions", "Occasions", _K.TEXT, _T, "What was last drafted outside the rhythm (a birthday, thanks, a check-in), so that a draft you delete stays deleted.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("paired", "Paired", _K.TEXT, _T, "Which introductions were suggested, so that one you delete does not come back.", hidden=True, offer=Offer.ADOPT, width=12),
        Column("id", "ID", _K.ID, _T, "How connectkit knows the row again.", hidden=True, offer=Offer.ADOPT, width=14),
    ),
    "Your people. Three columns are enough: Name, Last contact, Notes.",
)

# fmt: on
