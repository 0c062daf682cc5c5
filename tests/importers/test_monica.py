"""Monica's export: typed collections, absent keys, birthdays that are not whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.errors import ImportFailed
from connectkit.people.records import Person
from tests.importers.reading import items, kind_of, people, skipped


def collection(kind: str, *values: Any) -> dict[str, Any]:
    """A typed list as Monica writes it."""
    return {"count": len(values), "type": kind, "values": list(values)}


def contact(first: str, *data: dict[str, Any], **told: Any) -> dict[str, Any]:
    """A contact with these properties and collections."""
    return {
        "uuid": f"c-{first}",
        "created_at": "2020-01-01",
        "properties": {"first_name": first, **told},
        "data": list(data),
    }


def account(*contacts: dict[str, Any], more: tuple[dict[str, Any], ...] = ()) -> str:
    """A whole export."""
    types = [
        {"uuid": "t-mail", "properties": {"name": "Email", "protocol": "mailto:", "type": "email"}},
        {"uuid": "t-tel", "properties": {"name": "Phone", "protocol": "tel:", "type": "phone"}},
        {"uuid": "t-li", "properties": {"name": "LinkedIn"}},
    ]
    whole = {
        "version": "1.0-preview.1", "app_version": "4.0.0", "export_date": "2026-01-01", "url": "https://example.com", "exported_by": "u",
        "account": {"uuid": "a", "data": [collection("contact", *contacts), *more], "instance": {"contact_field_types": types}},
    }  # fmt: skip
    return json.dumps(whole)


def way(kind: str, data: str) -> dict[str, Any]:
    """A contact field."""
    return {"properties": {"data": data, "type": kind}}


def test_a_contact_with_everything(tmp_path: Path) -> None:
    ana = contact(
        "Ana",
        collection("contact_field", way("t-mail", "ana@example.com"), way("t-tel", "+351912000111"), way("t-li", "https://linkedin.com/in/ana")),
        collection("call", {"properties": {"called_at": "2025-03-04T10:00:00.000000Z", "content": "secret"}}),
        collection("note", {"properties": {"body": "Likes tea"}}),
        collection("activity", "act-1"),
        collection("address", {"properties": {"city": "Lisbon"}}),
        last_name="Lima", job="CTO", company="Acme", description="From the fair", last_talked_to="2025-01-02", tags=["chess"],
        stay_in_touch_frequency=90, birthdate={"is_age_based": False, "is_year_unknown": True, "date": "1990-05-06"},
    )  # fmt: skip
    lunch = collection(
        "activity", {"uuid": "act-1", "properties": {"happened_at": "2025-04-05", "summary": "Lunch"}}
    )
    export = account(ana, more=(lunch,))
    assert kind_of(tmp_path, "monica.json", export) == "monica"
    assert people(tmp_path, "monica.json", export) == [
        Person(
            name="Ana Lima", emails=("ana@example.com",), phones=("+351912000111",), company="Acme", title="CTO", birthday="--05-06",
            tags=("chess",), notes="From the fair\nLikes tea", profile="https://linkedin.com/in/ana", city="Lisbon",
            last_contact=date(2025, 4, 5), cadence_days=90, source_id="c-Ana", where="monica.json: contact 1", given="Ana", family="Lima",
        )
    ]  # fmt: skip


def test_relatives_are_skipped_the_dead_never_prompted_and_an_age_is_no_birthday(tmp_path: Path) -> None:
    export = account(
        contact("Kid", is_partial=True), contact("Old", is_dead=True), contact("Aged", birthdate={"is_age_based": True, "date": "1990-01-01"}),
        contact("", nickname="Nick"), contact(""),
    )  # fmt: skip
    found = items(tmp_path, "monica.json", export)
    assert [(one.name, one.paused, one.birthday) for one in found if isinstance(one, Person)] == [
        ("Old", True, ""), ("Aged", False, ""), ("Nick", False, ""),
    ]  # fmt: skip
    assert skipped(found) == [
        ("monica.json: contact 1", "Kid is a relative without a card of their own"),
        ("monica.json: contact 5", "no name, address or number"),
    ]


def test_a_talk_in_the_future_is_no_contact(tmp_path: Path) -> None:
    (one,) = people(tmp_path, "m.json", account(contact("Ana", last_talked_to="2031-01-01")))
    assert one.last_contact is None


def test_the_table_has_four_headers_and_more_cells(tmp_path: Path) -> None:
    table = "id,first_name,middle_name,last_name\n0,Ana,Maria,Lima,,,,,,,,,,,1960-05-10,,,,,,,,,,,,,,ana@example.com\n"
    (one,) = people(tmp_path, "m.csv", table)
    assert kind_of(tmp_path, "m.csv", table) == "monica"
    assert (one.name, one.birthday, one.emails) == ("Ana Maria Lima", "1960-05-10", ("ana@example.com",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"account": {"data": [', "m.json is not whole JSON (Expecting value: line 1 column 23 (char 22))."),
        ('{"account": []}', "m.json is JSON, but holds no account as Monica's export does."),
    ],
)
def test_an_export_that_is_cut_or_another_programs_is_an_error(
    tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(ImportFailed) as failed:
        items(tmp_path, "m.json", content)
    assert failed.value.message == message
