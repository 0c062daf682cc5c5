"""The words people use for days, in eight languages: one place to add a spelling.

All words are folded as :func:`connectkit.text.plain.fold` does: lower case, no accents. A word that means two
things in two languages stands here only where the shape around it decides (``mar`` is March, or Tuesday beside
another month).
"""

from __future__ import annotations

from connectkit.text.span import Span


def words(line: str) -> tuple[str, ...]:
    """The words of a line: how the tables here and elsewhere stay readable."""
    return tuple(line.split())


def _numbered(*lines: str) -> dict[str, int]:
    """Each word of line n maps to n, counting from 0."""
    return {word: number for number, line in enumerate(lines) for word in words(line)}


MONTHS: dict[str, int] = _numbered(
    "",
    "january jan januar janner janvier janv enero ene gennaio gen janeiro januari styczen stycznia sty",
    "february feb febr februar feber fevrier fevr fev febrero febbraio fevereiro februari luty lutego lut",
    "march mar marz mrz maerz mars marzo marco maart mrt marzec marca",
    "april apr avril avr abril abr aprile kwiecien kwietnia kwi",
    "may mai mayo maggio mag maio mei maj maja",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
    "august aug aout agosto ago augustus sierpien sierpnia sie",
    "september sept sep septembre septiembre setiembre settembre set setembro wrzesien wrzesnia wrz",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz",
    "november nov novembre noviembre novembro listopad listopada lis",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru",
)
"""Month name or usual abbreviation to its number, 1 to 12."""

WEEKDAYS: dict[str, int] = _numbered(
    "monday mon montag lundi lunes lunedi segunda-feira maandag poniedzialek",
    "tuesday tue tues dienstag mardi martes martedi terca-feira dinsdag wtorek",
    "wednesday wed mittwoch mercredi miercoles mercoledi quarta-feira woensdag sroda",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi quinta-feira donderdag czwartek",
    "friday fri freitag vendredi viernes venerdi sexta-feira vrijdag piatek",
    "saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota",
    "sunday sun sonntag dimanche domingo domenica zondag niedziela",
)
"""Words that name a weekday on their own; Monday is 0."""

WEEKDAY_MARKS: dict[str, int] = WEEKDAYS | _numbered(
    "mo lun seg segunda ma pon",
    "di mar ter terca tu wt",
    "mi mer mie qua quarta wo we sr",
    "do jeu jue gio qui quinta th czw",
    "fr ven vie sex sexta vr pt",
    "sa sam sab za sob",
    "so dim dom zo su niedz",
)
"""Short forms too, which only count beside a whole date."""

NEAR_DAYS: dict[str, int] = {
    **dict.fromkeys(words("today t heute aujourd'hui auj hoy oggi hoje vandaag dzisiaj dzis"), 0),
    **dict.fromkeys(words("yesterday yday gestern hier ayer ieri ontem gisteren wczoraj"), -1),
    **dict.fromkeys(words("vorgestern avant-hier anteayer eergisteren przedwczoraj"), -2),
    "day before yesterday": -2,
    "the day before yesterday": -2,
}
"""Words for today and the days before it, in days from today."""

COMING_DAYS: dict[str, int] = {
    **dict.fromkeys(words("tomorrow tmrw morgen demain manana domani amanha jutro"), 1),
    **dict.fromkeys(words("ubermorgen apres-demain overmorgen pojutrze"), 2),
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
"""Words for the days after today, in days from today."""

NUMBERS: dict[str, int] = {
    **_numbered(
        "",
        "one a an",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    **_numbered(
        "", "ein eine einem einer", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn"
    ),
    **_numbered("", "un une una uno", "deux dos", "trois tres", "quatre cuatro", "cinq cinco"),
}
"""Small numbers as words."""

_DAY, _WEEK, _MONTH, _YEAR = Span(0, 1), Span(0, 7), Span(1, 0), Span(12, 0)
UNITS: dict[str, Span] = {
    **dict.fromkeys(
        words("d day days tag tage tagen jour jours j dia dias giorno giorni dag dagen dzien dni"), _DAY
    ),
    **dict.fromkeys(
        words(
            "w wk wks week weeks woche wochen semaine semaines sem semana semanas settimana settimane weken"
            " tydzien tygodnie tygodni"
        ),
        _WEEK,
    ),
    **dict.fromkeys(
        words(
            "m mo mos mth mths month months monat monate monaten mois mes meses mese mesi maand maanden"
            " miesiac miesiace miesiecy"
        ),
        _MONTH,
    ),
    **dict.fromkeys(
        words(
            "y yr yrs year years jahr jahre jahren an ans annee annees ano anos anno anni jaar jaren rok lata lat"
        ),
        _YEAR,
    ),
    **dict.fromkeys(words("quarter quarters quartal quartale trimestre trimestres"), Span(3, 0)),
    **dict.fromkeys(words("fortnight fortnights"), Span(0, 14)),
}
"""A unit of time to its length."""

FILLERS = frozenset(words("the of on de del di le el il den der am vom du"))
"""Words that may stand in a written date and say nothing: 5 de enero, the 5th of May."""

NO_ANSWER = frozenset(
    words(
        "? ?? ??? - -- --- n/a na n.a. tbd tba tbc unknown none nil null unbekannt inconnu x o ... ??/??/????"
    )
)
"""What people type where they have nothing to say."""

NEVER = frozenset(
    (
        "never",
        "never yet",
        "not yet",
        "no contact",
        "no contact yet",
        "nie",
        "niemals",
        "noch nie",
        "jamais",
        "nunca",
    )
)
"""What people type for someone they have not been in touch with."""
