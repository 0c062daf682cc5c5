"""Rows of a table that are no people: totals, footers, headings of a section, the header once more.

One answer for the user's sheet and for every file: by words of their own, and by shape. A row with one name and
nothing else may be somebody just typed in, so shape alone decides only where no name looks like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from connectkit.model import CellValue, Formula, Problem, blank, shown
from connectkit.schema import CONTACTS, Owner
from connectkit.sheet.cells import as_text
from connectkit.sheet.tables import Sheet
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

_TOTAL = pattern(
    r"(?:(?:grand|sub|over ?all|running)[- ]?)?"
    r"(?:totals?|sums?|summen?|gesamt(?:summe|zahl)?|insgesamt|zwischensumme|anzahl|counts?|average|mittelwert|durchschnitt|totaal|aantal|"
    r"totale|totali|somma|media|totaux|somme|moyenne|nombre de \w+|totales|suma|promedio|media|totais|soma|contagem|razem|lacznie|srednia|"
    r"summa|totalt|antal|toplam|итого|всего|合計|合计|总计|總計|小計|小计|합계|총계)"
    r"(?: (?:of |de |der |die )?(?:rows?|records?|people|persons?|contacts?|entries|members?|guests?|attendees?|personen|kontakte|eintrage|"
    r"datensatze|contactos?|contatti|personnes|registros?|generale?|general|geral))?"
    r"[\s:=#()\d.,%]*(?:rows?|records?|people|contacts?|entries|persons?|personen|kontakte|datensatze|eintrage)?[\s:=#()\d.,%]*"
)
_FOOTER = pattern(
    r"(?:confidential|for internal use|internal use only|vertraulich|confidentiel|confidencial|riservato|"
    r"(?:report )?(?:generated|exported|printed|created|prepared|downloaded|retrieved|produced) (?:by|on|at|from|with|for)\b|"
    r"(?:erstellt|exportiert|gedruckt|erzeugt) (?:von|am|mit)\b|(?:exporte|genere|imprime|cree) (?:par|le)\b|"
    r"(?:exportado|generado|creado|gerado|criado) (?:por|el|em)\b|(?:esportato|generato|creato) (?:da|il)\b|"
    r"copyright\b|\(c\) |©|page \d+|seite \d+|pagina \d+|last updated?:|stand:|as of |source:|quelle:|filtered by\b|filter:|"
    r"end of (?:report|list|file)|ende der liste|fin de (?:la liste|lista)|\*{3,}|legend:|legende:|note:|notes:|hinweis:|do not (?:edit|delete|distribute)).*",
    re.DOTALL,
)
_PLACEHOLDERS = frozenset(
    {
        "new person",
        "example",
        "your name",
        "name here",
        "first last",
        "example person",
        "max mustermann",
        "john doe",
        "jane doe",
    }
)
_GROUPS = frozenset(
    fold(
        "investors friends family clients customers colleagues coworkers work vendors suppliers partners press team leads prospects alumni "
        "mentors neighbours neighbors advisors board staff candidates recruiters founders speakers sponsors volunteers donors members "
        "others other misc miscellaneous archive inactive active new personal private business professional vip vips contacts people "
        "freunde familie kunden kollegen lieferanten presse mitarbeiter partner bekannte nachbarn beruflich privat sonstige investoren "
        "amis famille clients collegues fournisseurs presse voisins autres investisseurs amigos familia clientes colegas proveedores prensa "
        "vecinos otros inversores amici famiglia clienti colleghi fornitori stampa vicini altri investitori vrienden familie klanten "
        "collega's leveranciers pers overig przyjaciele rodzina klienci inni znajomi vanner familj kunder kollegor ovriga"
    ).split()
)
_DECORATED = pattern(r"^\s*(?:[-=*_#~>▼▶►•—–]{2,}|#\s|[▼▶►•■◆])|[-=*_#~—–]{3,}\s*$")
_SHORTEST_CAPITALS = 4


def why_no_person(name: str, rest: Iterable[str], *, reachable: bool = False, ordinary: bool = True) -> str:
    """What a row of this name is instead of a person, as ``a total``; ``""`` for a person.

    ``rest`` are the other filled cells a person has. ``reachable``: an address or number stands beside the name.
    ``ordinary``: the other names around are not written in capitals.
    """
    filled = list(rest)
    word = fold(name).strip()
    if _TOTAL.fullmatch(word) and all(re.fullmatch(r"[\d.,%\s€$£-]*", one) for one in filled):
        return "a total"
    if word.strip(" .:") in _PLACEHOLDERS and not reachable and not filled:
        return "a placeholder"
    if filled:
        return ""
    if _FOOTER.fullmatch(word):
        return "a line of the report around the table"
    bare = word.strip(" .:-=*_#~>▼▶►•■◆—–()0123456789")
    if bare in _GROUPS or _DECORATED.search(name) or (name.rstrip().endswith(":") and len(name) > 1):
        return "the heading of a section"
    capitals = name.isupper() and len(bare) >= _SHORTEST_CAPITALS and not any(char.isdigit() for char in name)
    return "the heading of a section" if ordinary and capitals else ""


def no_people(sheet: Sheet, names: Sequence[str], problems: list[Problem]) -> set[int]:
    """Places of the rows of Contacts that are nobody's; a row with cells but no name, and a doubtful heading, are told."""
    key = "name" if sheet.has("name") else "first_name"
    found: set[int] = set()
    capitals = sum(name.isupper() for name in names) * 2 > len(names)
    for at in _suspects(sheet, names):
        number, name = sheet.numbers[at], names[at]
        if not name:
            if any(
                not blank(sheet.cell(number, k)) for k in ("last_contact", "notes", "log", "email", "tier")
            ):
                told = f"Row {number} has no name, so it is nobody's. Give it a name or empty it."
                problems.append(sheet.problem(number, key, told))
            found.add(at)
            continue
        why = _why_no_person(sheet, number, name, ordinary=not capitals)
        if why:
            found.add(at)
        if why == "the heading of a section" and name.isupper() and fold(name).strip(" .:") not in _GROUPS:
            told = f"Row {number}, “{name}”, counts as {why}. If it is a person, write something beside the name."
            problems.append(sheet.problem(number, key, told))
    return found


def _suspects(sheet: Sheet, names: Sequence[str]) -> Iterator[int]:
    """Rows without a day in Last contact, and the header once more: all others are people at a glance."""
    cells = sheet.column("last_contact")
    header = sheet.raw.cell(sheet.layout.header_row, sheet.layout.columns.get("last_contact", 1))
    for at, (name, value) in enumerate(zip(names, cells, strict=True)):
        if not name or value is None or value in ("", header) or isinstance(value, int | float | Formula):
            yield at


def _why_no_person(sheet: Sheet, number: int, name: str, *, ordinary: bool) -> str:
    columns = sheet.layout.columns
    tool = {columns[one.key] for one in CONTACTS.columns if one.owner is Owner.TOOL and one.key in columns}
    named = {columns[one] for one in ("name", "first_name", "family_name") if one in columns}
    cells: dict[int, CellValue] = dict(enumerate(sheet.raw.rows[number - 1], start=1))
    rest = [value for at, value in cells.items() if at not in tool | named and not blank(value)]
    if _header_again(sheet, cells, named):
        return "the header again"
    texts = [as_text(shown(value)) for value in rest]
    numbers = any(isinstance(value, int | float | Formula) and not isinstance(value, bool) for value in rest)
    why = why_no_person(
        name, [] if numbers and why_no_person(name, []) == "a total" else texts, ordinary=ordinary
    )
    return "" if why == "the heading of a section" and sheet.text(number, "id") else why


def _header_again(sheet: Sheet, cells: dict[int, CellValue], named: set[int]) -> bool:
    """True where the name cell holds its own header, and at least half of what is filled does so, too."""
    header = sheet.raw.rows[sheet.layout.header_row - 1]
    filled = [at for at, value in cells.items() if not blank(value)]
    same = {at for at in filled if at <= len(header) and as_text(cells[at]) == as_text(header[at - 1])}
    return bool(named & same) and len(same) * 2 > len(filled)
