"""The example of ``connectkit demo``: invented people over all tiers and states, with days counted from today.

Nobody here exists. Addresses use the domains that are reserved for examples, numbers those reserved for fiction.
The sheet has on purpose what real sheets have: days typed in several ways, one that can't be read, one in the
future, two people of one name, somebody never contacted.
"""

from __future__ import annotations

from datetime import date, timedelta

from connectkit.model import CellValue
from connectkit.text.say import MONTHS

Rows = list[dict[str, CellValue]]

ME = "Alex Moreau"


def example(today: date) -> dict[str, Rows]:
    """The rows of every tab that holds something, tab key to rows of column key to value."""
    return {
        "contacts": _contacts(today),
        "log": _log(today),
        "promises": _promises(today),
        "goals": _goals(today),
        "gives": _gives(),
    }


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _typed(day: date) -> str:
    """A day as people type it: ``14 Jul 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _contacts(today: date) -> Rows:
    return [*_inner(today), *_core(today), *_active(today), *_weak(today), *_awkward(today)]


def _inner(today: date) -> Rows:
    return [
        {
            "name": "Priya Raman", "tier": "inner", "last_contact": _ago(today, 68), "channel": "email",
            "email": "priya.raman@example.com", "company": "Lumen Health", "title": "Head of product", "city": "Leeds",
            "met": "First job together, 2016", "role": "mentor", "interests": "trail running, ceramics",
            "offers": "hiring product managers", "would_take_call": "yes",
            "notes": "Reads every draft I send her before anybody else does.\nTraining for her first half marathon; worried about her knee.",
        },
        {
            "name": "Tomasz Wilk", "tier": "inner", "last_contact": _ago(today, 24), "channel": "whatsapp",
            "phone": "+44 7700 900142", "company": "Freelance", "title": "Illustrator", "city": "Bristol",
            "met": "Neighbour on Mill Lane", "role": "peer", "interests": "film photography, sourdough", "would_take_call": "yes",
            "notes": "His picture book about lighthouses comes out in spring.",
        },
        {
            "name": "Hannah Osei", "tier": "inner", "last_contact": _ago(today, 9), "channel": "phone",
            "phone": "+44 7700 900377", "company": "Osei & Daughters", "title": "Owner", "city": "Manchester",
            "birthday": _birthday(today + timedelta(days=9)), "role": "peer", "interests": "jazz, allotment gardening",
            "would_take_call": "yes", "notes": "Opening a second bakery in Salford; the ovens are late.",
        },
        {
            "name": "Yuki Tanabe", "tier": "inner", "last_contact": _ago(today, 40), "channel": "email",
            "email": "yuki.tanabe@example.org", "company": "Northwind Labs", "title": "Research lead", "city": "Edinburgh",
            "every": "6 weeks", "role": "expert", "interests": "bouldering, old synthesizers",
            "notes": "Looking for a statistician for the sleep study.", "needs": "a statistician",
            "log": f"call {_typed(_ago(today, 3))}: the study got its funding, starts in March",
        },
    ]  # fmt: skip


def _core(today: date) -> Rows:
    return [
        {
            "name": "Marcus Adeyemi", "tier": "core", "last_contact": _ago(today, 118), "channel": "email",
            "email": "marcus@example.net", "company": "Harbour Analytics", "title": "Data engineer", "city": "London",
            "met": "Panel on public data, 2021", "role": "peer", "interests": "chess, five-a-side",
            "notes": "Moving his whole team off spreadsheets, ironically.\nAsked which course on SQL I would pick for beginners.",
        },
        {
            "name": "Elena Petrova", "tier": "core", "last_contact": _typed(_ago(today, 72)), "channel": "linkedin",
            "linkedin": "https://www.linkedin.com/in/example-elena-petrova", "company": "Museum of Tides", "title": "Curator",
            "city": "Whitby", "role": "expert", "interests": "maps, cold-water swimming",
            "notes": "Preparing an exhibition on harbour charts; wanted to know who digitises old paper well.",
            "needs": "somebody who digitises maps",
        },
        {
            "name": "Ruth Blackwood", "tier": "core", "last_contact": _ago(today, 52), "channel": "letter",
            "email": "ruth.blackwood@example.org", "company": "Retired", "title": "Former headteacher", "city": "Kendal",
            "role": "mentor", "interests": "birdwatching, letters by hand", "would_take_call": "yes",
            "notes": "Taught me to write short. Her hip operation is in the new year.",
        },
        {
            "name": "Diego Fuentes", "tier": "core", "last_contact": _ago(today, 30), "channel": "whatsapp",
            "phone": "+44 7700 900618", "company": "Green Row", "title": "Landscape architect", "city": "Sheffield",
            "interests": "cycling, Peruvian cooking", "notes": "Became a father in June: Mateo.",
        },
        {
            "name": "Amina Yusuf", "tier": "core", "last_contact": _ago(today, 64), "channel": "email",
            "email": "amina.yusuf@example.com", "company": "Clearwater Law", "title": "Partner", "city": "London",
            "role": "expert", "snooze_until": today + timedelta(days=18), "interests": "opera, chess",
            "notes": "On a long trial until next month; asked for quiet.",
        },
    ]  # fmt: skip


def _active(today: date) -> Rows:
    return [
        {
            "name": "Daniel Kim", "tier": "active", "last_contact": _ago(today, 160), "channel": "email",
            "email": "daniel.kim@example.com", "company": "Rivet Robotics", "title": "Founder", "city": "Cambridge",
            "met": "Hackday, 2022", "interests": "model railways", "needs": "a brand designer",
            "notes": "Renaming the company; looking for somebody who does branding without jargon.",
        },
        {
            "name": "Daniel Kim", "tier": "active", "last_contact": _ago(today, 45), "channel": "linkedin",
            "linkedin": "https://www.linkedin.com/in/example-daniel-kim-teacher", "company": "Hillside School",
            "title": "Physics teacher", "city": "York", "met": "Choir", "interests": "choir, rockets with pupils",
            "notes": "His pupils launched a weather balloon to 31 km.",
        },
        {
            "name": "Sofia Lindqvist", "tier": "active", "last_contact": _ago(today, 131), "channel": "email",
            "email": "sofia@example.org", "company": "Studio Lindqvist", "title": "Brand designer", "city": "Malmö",
            "met": "Introduced by Tomasz", "offers": "branding for small companies", "interests": "typography, sauna",
            "notes": "Took on her first employee and is nervous about it.",
        },
        {
            "name": "Kwame Boateng", "tier": "active", "last_contact": _ago(today, 115), "channel": "phone",
            "phone": "+44 7700 900255", "company": "City of Leeds", "title": "Transport planner", "city": "Leeds",
            "interests": "trams, cricket", "notes": "The tram vote is in March; he has waited eleven years for it.",
        },
        {
            "name": "Ingrid Solheim", "tier": "active", "last_contact": _ago(today, 20), "channel": "email",
            "email": "ingrid.solheim@example.net", "company": "Fjordlys", "title": "Energy consultant", "city": "Bergen",
            "interests": "ski touring", "notes": "Sent me the report on heat pumps; page 12 is the useful one.",
        },
        {
            "name": "Beatriz Carvalho", "tier": "active", "last_contact": _ago(today, 88), "channel": "whatsapp",
            "phone": "+44 7700 900481", "company": "Porto Sound", "title": "Podcast producer", "city": "Porto",
            "next_touch": today + timedelta(days=5), "interests": "radio drama, surfing",
            "notes": "Her new series starts next week; listen to the first episode.",
        },
        {
            "name": "Owen Pritchard", "tier": "active", "last_contact": _ago(today, 70), "channel": "email",
            "email": "owen.pritchard@example.com", "company": "Pritchard Timber", "title": "Joiner", "city": "Hereford",
            "state": "pause", "interests": "green woodworking", "notes": "Between houses; will write when he has an address.",
        },
    ]  # fmt: skip


def _weak(today: date) -> Rows:
    return [
        {
            "name": "Nadia Haddad", "tier": "weak", "last_contact": _ago(today, 402), "channel": "linkedin",
            "linkedin": "https://www.linkedin.com/in/example-nadia-haddad", "company": "Atlas Ventures", "title": "Investor",
            "city": "Paris", "met": "Train from Lille, delayed four hours", "role": "expert", "interests": "night trains, crosswords",
            "notes": "Wanted to write a guide to European night trains.",
        },
        {
            "name": "George Whitfield", "tier": "weak", "last_contact": _ago(today, 214), "channel": "email",
            "email": "george.whitfield@example.org", "company": "Whitfield Press", "title": "Publisher", "city": "Bath",
            "met": "Book fair", "offers": "advice on self-publishing", "interests": "letterpress, cricket",
            "notes": "Offered to look at the first chapter whenever there is one.",
        },
        {
            "name": "Mei-Ling Chua", "tier": "weak", "last_contact": _ago(today, 172), "channel": "email",
            "email": "meiling.chua@example.com", "company": "Straits Bank", "title": "Risk analyst", "city": "Singapore",
            "met": "Exchange year", "interests": "badminton, hawker food", "notes": "Plans a sabbatical to sail.",
        },
        {
            "name": "Patrick O'Shea", "tier": "weak", "last_contact": _ago(today, 95), "channel": "email",
            "email": "patrick.oshea@example.net", "company": "Shannon Ferries", "title": "Skipper", "city": "Limerick",
            "met": "Sailing course", "interests": "traditional music", "notes": "Plays the fiddle in the ferry's mess on Fridays.",
        },
        {
            "name": "Lucas Brandt", "tier": "weak", "last_contact": _ago(today, 520), "state": "fade", "channel": "email",
            "email": "lucas.brandt@example.org", "company": "Brandt & Co", "title": "Recruiter", "city": "Hamburg",
            "notes": "Nice man; we have little to say to each other.",
        },
    ]  # fmt: skip


def _awkward(today: date) -> Rows:
    """What real sheets have: somebody never contacted, days that can't be read or lie ahead, nearly empty rows."""
    return [
        {
            "name": "Zoë van Dijk", "tier": "core", "channel": "email", "email": "zoe.vandijk@example.com",
            "company": "Delta Works Museum", "title": "Director", "city": "Rotterdam", "role": "mentor",
            "met": f"Conference dinner, {_typed(_ago(today, 12))}", "interests": "water engineering, tango",
            "notes": "Told me how they got the first grant; said to write any time.",
        },
        {
            "name": "Ravi Menon", "tier": "weak", "company": "Banyan Books", "title": "Bookseller", "city": "Kochi",
            "linkedin": "https://www.linkedin.com/in/example-ravi-menon", "channel": "linkedin", "interests": "poetry in translation",
            "met": "Introduced by George", "notes": "Reads poetry submissions in January.",
        },
        {
            "name": "Claire Dubois", "tier": "active", "last_contact": "sometime in spring", "channel": "email",
            "email": "claire.dubois@example.net", "company": "Atelier Dubois", "title": "Bookbinder", "city": "Lyon",
            "notes": "Binds the notebooks I like.",
        },
        {
            "name": "Henrik Aas", "tier": "active", "last_contact": today + timedelta(days=21), "channel": "email",
            "email": "henrik.aas@example.org", "company": "Aas Boats", "title": "Boatbuilder", "city": "Stavanger",
            "notes": "Lunch at the boat show.",
        },
        {"name": "Fatima Zahra", "last_contact": _ago(today, 12), "notes": "From the evening class. Find out what she does."},
    ]  # fmt: skip


def _birthday(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _log(today: date) -> Rows:
    told = [
        (
            140,
            "Priya Raman",
            "meeting",
            "gave",
            "Walked round the reservoir; sent her the knee exercises afterwards.",
        ),
        (
            68,
            "Priya Raman",
            "call",
            "asked",
            "Asked whether I should take the Leeds job; she said sleep on it twice.",
        ),
        (24, "Tomasz Wilk", "message", "", "He sent the first proof of the lighthouse book."),
        (9, "Hannah Osei", "call", "", "The lease in Salford is signed."),
        (
            118,
            "Marcus Adeyemi",
            "email",
            "asked",
            "Asked for his slides on data quality; he sent them the same day.",
        ),
        (52, "Ruth Blackwood", "letter", "", "Wrote about the swifts under her roof."),
        (30, "Diego Fuentes", "message", "gave", "Sent the tiny bicycle bell for Mateo."),
        (131, "Sofia Lindqvist", "email", "gave", "Introduced her to the co-op that needed a logo."),
        (214, "George Whitfield", "meeting", "", "Tea at the book fair; he still sets type by hand."),
    ]
    return [
        {
            "date": _ago(today, days),
            "name": name,
            "kind": kind,
            "direction": direction or None,
            "summary": summary,
        }
        for days, name, kind, direction, summary in told
    ]


def _promises(today: date) -> Rows:
    return [
        {"what": "a list of SQL courses for beginners", "who": "Marcus Adeyemi", "by": "me", "due": _ago(today, 4)},
        {"what": "the book on tram networks", "who": "Kwame Boateng", "by": "me", "due": today + timedelta(days=11)},
        {"what": "the name of somebody at the map archive", "who": "Elena Petrova", "by": "them", "due": _ago(today, 2)},
        {"what": "a reference for the flat", "who": "Ruth Blackwood", "by": "me", "due": _ago(today, 60), "done": _ago(today, 63)},
    ]  # fmt: skip


def _goals(today: date) -> Rows:
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [
        {"goal": "Five mentors I can ask about leading a team", "count": 5, "counting": "role: mentor"},
        {"goal": "Help somebody ten times this quarter", "count": 10, "counting": "gave", "from": start},
    ]


def _gives() -> Rows:
    return [
        {"title": "A scan of the 1893 harbour charts", "link": "https://example.org/harbour-charts", "topics": "maps, harbours"},
        {"title": "The talk on old typefaces", "link": "https://example.com/letterpress", "topics": "letterpress, typography"},
        {"title": "Two tickets for the tram museum", "topics": "trams, railways"},
    ]  # fmt: skip
