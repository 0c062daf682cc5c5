"""Thunderbird's address book as CSV, of all ages and languages; the birthday stands in three columns."""

from __future__ import annotations

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset
from connectkit.schema import normal

_NAMES = frozenset(
    map(
        normal,
        ("Display Name", "Anzeigename", "Nom à afficher", "Nom affiché", "Nombre para mostrar", "Nome visualizzato", "Nome mostrado",
         "Nome de exibição", "Nazwa wyświetlana", "Отображаемое имя", "表示名", "Weergavenaam"),
    )
)  # fmt: skip
_ADDRESSES = frozenset(
    map(
        normal,
        ("Primary Email", "Primäre E-Mail-Adresse", "Adresse électronique principale", "Première adresse électronique", "Email principale",
         "Dirección de correo electrónico principal", "Correo electrónico principal", "E-mail primário", "Podstawowy adres e-mail",
         "Основной адрес эл. почты", "Адрес электронной почты", "Primair e-mailadres", "メールアドレス", "電子メールアドレス"),
    )
)  # fmt: skip
_MORE = frozenset(
    map(
        normal,
        ("Secondary Email", "Screen Name", "Custom 1", "Organization", "Benutzerdef. 1", "Geburtsmonat"),
    )
)


def _marks(names: frozenset[str]) -> int:
    if "status" in names and "associated company" in names:
        return NO
    if names & _NAMES and names & _ADDRESSES:
        return CERTAIN
    return LIKELY if names & _ADDRESSES and names & _MORE else NO


FORMAT = Preset(
    "thunderbird-csv",
    "Thunderbird: Address Book, Export, comma separated (headers in any language).",
    _marks,
    own={
        **dict.fromkeys(_NAMES, "name"),
        **dict.fromkeys(_ADDRESSES, "email"),
        "work city": "city",
        "home city": "city",
    },
)
