"""One small file of every kind a person may import; every name and address is invented."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from connectkit.model import CellValue
from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs
from tests.importers.test_monica import account, collection, contact, way

VCARD = """BEGIN:VCARD
VERSION:3.0
N;CHARSET=UTF-8:Lima;Ana;;Dr.;
FN:Ana Lima
EMAIL;TYPE=INTERNET,pref:ana@example.com
TEL;TYPE=CELL:+351 912 000 111
ORG:Northwind;Design
BDAY:--0506
NOTE;ENCODING=QUOTED-PRINTABLE:likes=20tea=0D=0A=
and sailing
item1.URL:https://linkedin.com/in/ana
item1.X-ABLabel:LinkedIn
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ
 AAAQABAAD
CATEGORIES:friends,chess
REV:2026-01-02T10:00:00Z
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Ben Okafor
TEL;VALUE=uri:tel:+44-20-7946-0000
END:VCARD
"""

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.com
DTSTART;TZID=Europe/Berlin:20260105T100000
DTEND;TZID=Europe/Berlin:20260105T110000
RRULE:FREQ=WEEKLY;COUNT=5;INTERVAL=2
EXDATE;TZID=Europe/Berlin:20260119T100000
SUMMARY:Coffee
ORGANIZER;CN=Max Roth:mailto:me@example.com
ATTENDEE;CN="Lima, Ana";PARTSTAT=ACCEPTED:mailto:ana@example.com
ATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org
END:VEVENT
BEGIN:VEVENT
UID:2@example.com
DTSTART;VALUE=DATE:20260301
DURATION:P1D
STATUS:CANCELLED
SUMMARY:Trip
ATTENDEE:mailto:cleo@example.net
END:VEVENT
END:VCALENDAR
"""

MAIL = """From ana@example.com Mon Mar  2 10:00:00 2026
From: =?utf-8?q?Ana_L=C3=ADma?= <ana@example.com>
To: Max Roth <me@example.com>, "Ben, B." <ben@example.org>
Cc: undisclosed-recipients:;
Date: Mon, 2 Mar 2026 10:00:00 +0100
Subject: =?iso-8859-1?B?SGVsbG8=?=
Message-ID: <1@example.com>
Content-Type: text/plain; charset=utf-8

Hello
>From here

From me@example.com Tue Mar  3 10:00:00 2026
From: me@example.com
To: ana@example.com
Date: 3 Mar 26 09:00 GMT
Message-ID: <2@example.com>

Hi
"""

CHAT = """[02.03.26, 10:00:00] Ana Lima: \u200eMessages and calls are end-to-end encrypted.
[02.03.26, 10:01:00] Ana Lima: Hello
there
[03.03.26, 11:00:12] Max Roth: Hi
[13.03.26, 23:59:59] Ana Lima: \u200e<attached: 1.jpg>
"""

ANDROID = """2/3/26, 10:00 AM - Messages and calls are end-to-end encrypted.
2/3/26, 10:01 AM - Ana Lima: Hello
2/13/26, 11:00 PM - Max Roth: Hi
"""

MESSAGES = """CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER
2-a,,Ana Lima,https://www.linkedin.com/in/ana,Max Roth,https://www.linkedin.com/in/max,2026-03-02 10:00:00 UTC,,"Hello, you",INBOX
2-a,,Max Roth,https://www.linkedin.com/in/max,Ana Lima,https://www.linkedin.com/in/ana,2026-03-03 10:00:00 UTC,,Hi,INBOX
2-b,,Max Roth,https://www.linkedin.com/in/max,Ben,https://www.linkedin.com/in/ben,2026-03-04 10:00:00 UTC,,Hi,INBOX
"""

CONNECTIONS = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ana,Lima,https://www.linkedin.com/in/ana,ana@example.com,Northwind,"Head, Design",02 Mar 2026
Ben,"O""Kafor",https://www.linkedin.com/in/ben,,,,3 Mar 2026
"""

GOOGLE = """First Name,Middle Name,Last Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Organization Name,Organization Title,Website 1 - Value
Ana,,Lima,1990-05-06,sails,* myContacts ::: chess,Work,ana@example.com ::: ana@example.net,Mobile,+351 912 000 111,Northwind,Head,https://example.com
Ben,,Okafor, --05-06,"two
lines",* myContacts,,ben@example.org,,,,,
"""

OUTLOOK = """First Name,Middle Name,Last Name,E-mail Address,E-mail 2 Address,Mobile Phone,Company,Job Title,Birthday,Categories,Notes
Ana,,Lima,ana@example.com,,+351 912 000 111,Northwind,Head,5/6/1990,chess;tea,sails
Ben,,Okafor,/o=ExchangeLabs/ou=x/cn=ben,,,,,0/0/00,,
"""

THUNDERBIRD = """First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Work Phone,Mobile Number,Birth Year,Birth Month,Birth Day,Organization,Notes
Ana,Lima,Ana Lima,,ana@example.com,,,+351 912 000 111,1990,5,6,Northwind,sails
,,ben@example.org,,ben@example.org,,,,,,,,
"""

HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Contacted,Create Date,Associated Company,Job Title
101,Ana,Lima,ana@example.com,+351 912 000 111,Max Roth,2026-03-02 10:00,2020-01-01 10:00,Northwind,Head
102,Ben,Okafor,ben@example.org,,,,2020-01-01 10:00,,
"""

TABLE = """My people;;
Name;Last contact;Notes;Tier;Geburtstag
Ana Lima;02.03.2026;sails;core;06.05.1990
Ben Okafor;vorgestern;"one
two";weak;
"""

OURS = {
    "schema": "connectkit.export/1",
    "contacts": [
        {"name": "Ana Lima", "email": "ana@example.com", "last_contact": "2026-03-02", "tier": "core", "id": "ck-1", "tags": "chess"},
        {"name": "Ben", "notes": None},
    ],
    "interactions": [{"date": "2026-03-02", "name": "Ana Lima", "kind": "call", "id": "lk-1", "summary": "x"}],
}  # fmt: skip

MONICA = account(
    contact(
        "Ana",
        collection("contact_field", way("t-mail", "ana@example.com"), way("t-tel", "+351912000111")),
        collection("call", {"properties": {"called_at": "2025-03-04T10:00:00.000000Z", "content": "x"}}),
        collection("note", {"properties": {"body": "Likes tea"}}),
        collection("activity", "act-1"),
        collection("address", {"properties": {"city": "Lisbon"}}),
        last_name="Lima",
        job="CTO",
        stay_in_touch_frequency=90,
        birthdate={"is_age_based": False, "is_year_unknown": True, "date": "1990-05-06"},
        tags=["chess"],
    ),
    more=(
        collection(
            "activity", {"uuid": "act-1", "properties": {"happened_at": "2025-05-05", "summary": "lunch"}}
        ),
    ),
)


def _workbook() -> bytes:
    people: list[dict[str, CellValue]] = [
        {"name": "Ana Lima", "last_contact": date(2026, 3, 2), "notes": "sails", "email": "ana@example.com"}
    ]
    return new_workbook(standard_tabs({"contacts": people}), choices={})


def _journal() -> bytes:
    import sqlite3

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sqlite"
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE people (name TEXT)")
        db.commit()
        db.close()
        return path.read_bytes()


def _zipped() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("_chat.txt", CHAT)
    return made.getvalue()


SAMPLES: dict[str, bytes] = {
    "contacts.vcf": VCARD.replace("\n", "\r\n").encode(),
    "calendar.ics": CALENDAR.replace("\n", "\r\n").encode(),
    "mail.mbox": MAIL.encode(),
    "_chat.txt": CHAT.encode(),
    "WhatsApp Chat with Ana Lima.txt": ANDROID.encode(),
    "messages.csv": MESSAGES.encode(),
    "Connections.csv": CONNECTIONS.encode(),
    "google.csv": GOOGLE.encode(),
    "outlook.csv": OUTLOOK.encode("cp1252"),
    "thunderbird.csv": THUNDERBIRD.encode("utf-16"),
    "hubspot.csv": HUBSPOT.encode(),
    "people.csv": TABLE.encode("utf-8-sig"),
    "people.xlsx": _workbook(),
    "export.json": json.dumps(OURS).encode(),
    "monica.json": MONICA.encode(),
    "chat.zip": _zipped(),
    "x.sqlite": _journal(),
}
"""File name to content."""
