"""Outlook's CSV, of the web and of the desktop, in the languages it is sold in."""

from __future__ import annotations

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset
from connectkit.schema import normal

_MARKS = tuple(
    frozenset(map(normal, marks))
    for marks in (
        ("First Name", "Last Name", "E-mail Address", "Business Phone"),
        ("First Name", "Last Name", "E-mail Address", "Job Title"),
        ("First Name", "Last Name", "E-mail Address", "Categories"),
        ("First Name", "Last Name", "E-mail Address", "Web Page"),
        ("Vorname", "Nachname", "E-Mail-Adresse", "Firma"),
        ("Prénom", "Nom", "Adresse de messagerie"),
        ("Nombre", "Apellidos", "E-mail Address"),
        ("Nombre", "Apellidos", "Dirección de correo electrónico"),
        ("Nome", "Cognome", "Indirizzo E-mail"),
        ("Nome", "Cognome", "Indirizzo posta elettronica"),
        ("Primeiro nome", "Último nome", "Endereço de E-mail"),
        ("Nome", "Sobrenome", "Endereço de E-mail"),
        ("Imię", "Nazwisko", "Adres e-mail"),
        ("Voornaam", "Achternaam", "E-mailadres"),
        ("Имя", "Фамилия", "Адрес эл. почты"),
        ("Имя", "Фамилия", "Адрес электронной почты"),
        ("Förnamn", "Efternamn", "E-postadress"),
        ("Etunimi", "Sukunimi", "Sähköpostiosoite"),
        ("Fornavn", "Efternavn", "E-mailadresse"),
        ("Meno", "Priezvisko", "E-mailová adresa"),
        ("Jméno", "Příjmení", "E-mailová adresa"),
    )
)
_THUNDERBIRD = frozenset(
    map(normal, ("Primary Email", "Primäre E-Mail-Adresse", "Screen Name", "Display Name"))
)


def _marks(names: frozenset[str]) -> int:
    if names & _THUNDERBIRD or "labels" in names or "connected on" in names:
        return NO
    for at, marks in enumerate(_MARKS):
        if marks <= names:
            return CERTAIN if at < 4 or len(names) > 10 else LIKELY
    return NO


FORMAT = Preset(
    "outlook-csv",
    "Outlook, on the web or the desktop: People, Manage, Export contacts (headers in any language).",
    _marks,
    own={
        "title": "prefix",
        "location": "",
        "profession": "title",
        "group": "",
        "priority": "",
        "name": "name",
    },
)
"""``Title`` is the honorific here; ``Job Title`` is the job."""
