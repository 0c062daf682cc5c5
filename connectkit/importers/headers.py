"""The headers under which address books, CRMs and people keep what a contact is made of.

One table for all formats: a preset adds only where its own words mean something else (``Title`` is "Mr." in
Outlook). Localised words are those the programs themselves write.
"""

from __future__ import annotations

import re
from functools import lru_cache

from connectkit import schema


def _set(text: str) -> frozenset[str]:
    return frozenset(schema.normal(word) for word in text.split("|"))


WORDS: dict[str, frozenset[str]] = {
    "name": _set(
        "Name|Full Name|Display Name|Contact|Contact Name|Contact Person|Person|Who|Customer|Vollständiger Name|Anzeigename|"
        "Nom complet|Nom affiché|Nombre completo|Nombre para mostrar|Nome completo|Nome visualizzato|Nome mostrado|Nazwa wyświetlana|"
        "Отображаемое имя|姓名|表示名|Weergavenaam|Visningsnavn|Visningsnamn"
    ),
    "first": _set(
        "First Name|Given Name|Firstname|Forename|Vorname|Prénom|Nombre|Nombre de pila|Primeiro nome|Nome próprio|Imię|Voornaam|Имя|"
        "Förnamn|Fornavn|Etunimi|Křestní jméno|Krstné meno|Jméno|Meno|名|名字|名前 (名)|Utónév"
    ),
    "middle": _set(
        "Middle Name|Additional Name|Weitere Vornamen|Zweiter Vorname|Deuxième prénom|Segundo nombre|Secondo nome|Segundo nome|Drugie imię|"
        "Отчество|Tussenvoegsel|Prostřední jméno|Mellannamn"
    ),
    "last": _set(
        "Last Name|Family Name|Lastname|Surname|Nachname|Familienname|Nom|Nom de famille|Apellidos|Apellido|Cognome|Último nome|Sobrenome|"
        "Nazwisko|Achternaam|Фамилия|Efternamn|Efternavn|Etternavn|Sukunimi|Příjmení|Priezvisko|姓|姓氏|Vezetéknév"
    ),
    "prefix": _set("Name Prefix|Prefix|Honorific|Salutation|Anrede|Titel|Titre|Titolo|Título|Tytuł|Aanhef|Обращение"),
    "suffix": _set("Name Suffix|Suffix|Suffixe|Sufijo|Sufixo|Suffisso|Sufiks"),
    "nickname": _set("Nickname|Spitzname|Surnom|Sobrenombre|Apodo|Soprannome|Apelido|Pseudonim|Bijnaam|Псевдоним|Nick Name"),
    "file_as": _set("File As|Speichern unter|Find people"),
    "email": _set(
        "Email|E-mail|Email Address|E-mail Address|E-mail N Address|Contact Email|Email Work|Email Home|Email Other|Work Email|Personal Email|"
        "Primary Email|Secondary Email|Mail|Emails|Email Addresses|Email N|E-mail N|E-mail N - Value|Additional email addresses|"
        "Work Email N|Other Email N|Home Email N|Personal Email N|Other Email|E-Mail-Adresse|E-Mail N: Adresse|Primäre E-Mail-Adresse|"
        "Sekundäre E-Mail-Adresse|Zweite E-Mail-Adresse|Adresse de messagerie|Adresse de messagerie N|Adresse e-mail|Adresse électronique|"
        "Adresse électronique principale|Adresse électronique secondaire|Première adresse électronique|Seconde adresse électronique|"
        "Adresse principale|Courriel|Dirección de correo electrónico|Dirección de correo electrónico N|Correo electrónico|"
        "Dirección de correo electrónico principal|Dirección de correo electrónico secundaria|Indirizzo E-mail|Indirizzo e-mail N|"
        "Indirizzo di posta elettronica|Indirizzo posta elettronica|Indirizzo posta elettronica N|Email principale|Email secondaria|"
        "Email aggiuntiva|Endereço de E-mail|Endereço de e-mail N|E-mail primário|E-mail principal|E-mail secundário|Adres e-mail|Adres e-mail N|"
        "Adres e-mail N|Podstawowy adres e-mail|E-mailadres|E-mailadres N|Primair e-mailadres|Адрес электронной почты|"
        "Адрес эл. почты|Адрес N эл. почты|Электронная почта|E-postadress|E-postadress N|E-mailová adresa|E-mail adresa|電子メール アドレス|"
        "電子メール N アドレス|電子郵件地址|電子郵件 N 地址|Sähköpostiosoite|Sähköposti|E-mailadresse|E-postadresse"
    ),
    "phone": _set(
        "Phone|Mobile|Cell|Telephone|Phone Number|Mobile Phone|Mobile Number|Mobile Phone Number|Cell Phone|Phone Numbers|Contact Phone|"
        "Phone / WhatsApp|WhatsApp|Phone N - Value|Phone N|Phone Work|Phone Home|Phone Other|Work Phone|Work Phone N|Home Phone|Home Phone N|"
        "Business Phone|Business Phone N|Other Phone|Other Phone N|Primary Phone|Car Phone|Mobile Phone N|Telefon|Handy|Mobil|"
        "Telefon geschäftlich|Telefon geschäftlich N|Telefon (privat)|Telefon (privat N)|Telefon privat|Telefon privat N|Mobiltelefon|"
        "Mobiltelefon N|Haupttelefon|Autotelefon|Weiteres Telefon|Tel. dienstlich|Tel. privat|Mobil-Tel.-Nr.|Mobiltelefonnummer|"
        "Tél. mobile|Téléphone|Téléphone (bureau)|Téléphone N (bureau)|Téléphone (domicile)|Téléphone N (domicile)|Téléphone (autre)|"
        "Tél. principal|Téléphone principal|Téléphone (voiture)|Portable|Téléphone portable|Téléphone professionnel|Téléphone personnel|"
        "Téléphone privé|Teléfono|Teléfono móvil|Móvil|Teléfono del trabajo|Teléfono del trabajo N|Teléfono particular|Teléfono particular N|"
        "Teléfono principal|Otro teléfono|Telefono|Telefono Mobile|Cellulare|Telefono principale|Telefono (uff.)|Telefono (uff.) N|"
        "Telefono (ab.)|Telefono (ab.) N|Abitazione|Abitazione N|Ufficio|Ufficio N|Telefono ufficio|Telefono N ufficio|Telefono abitazione|"
        "Celular|Telefone|Telefone comercial|Telefone comercial N|Telefone residencial|Telefone residencial N|Telefone principal|Outro telefone|"
        "Telefon komórkowy|Telefon służbowy|Telefon służbowy N|Telefon domowy|Telefon domowy N|Telefon podstawowy|Komórka|"
        "Mobiele telefoon|Telefoon|Telefoon op werk|Telefoon thuis|Мобильный телефон|Телефон|Рабочий телефон|Домашний телефон|"
        "Телефон раб.|Телефон дом.|Mobiltelefonnr|Matkapuhelin|Mobilní telefon|Mobilný telefón|携帯電話|行動電話|電話番号"
    ),
    "company": _set(
        "Company|Organization|Organisation|Organization Name|Organization N - Name|Business|Firm|Firma|Company Name|Employer|"
        "Associated Company|Primary Associated Company|Current Company|Société|Entreprise|Organización|Empresa|Compañía|Società|Azienda|"
        "Organizzazione|Organização|Organizacja|Unternehmen|Organisatie|Bedrijf|Организация|Компания|Företag|Yritys|Spoločnosť|"
        "Společnost|会社名|會社|公司"
    ),
    "title": _set(
        "Job Title|Title|Position|Organization Title|Organization N - Title|Occupation|Berufsbezeichnung|Beruf|Fonction|"
        "Profession|Titre professionnel|Puesto|Cargo|Qualifica|Posizione|Stanowisko|Functie|Должность|Befattning|Tehtävänimike|Funkce|役職|職稱|"
        "Job|Jobtitle|Headline"
    ),
    "birthday": _set(
        "Birthday|Birth Date|Birthdate|Date of Birth|DOB|Geburtstag|Geburtsdatum|Anniversaire|Date de naissance|Naissance|Cumpleaños|"
        "Fecha de nacimiento|Compleanno|Data di nascita|Aniversário|Data de nascimento|Urodziny|Data urodzenia|Verjaardag|День рождения|"
        "Födelsedag|Syntymäpäivä|Narozeniny|Narodeniny|誕生日|生日"
    ),
    "birth_year": _set("Birth Year|Geburtsjahr|Année de naissance|Año de nacimiento|Anno di nascita|Ano de nascimento|Rok urodzenia|Год рождения"),
    "birth_month": _set("Birth Month|Geburtsmonat|Mois de naissance|Mes de nacimiento|Mese di nascita|Mês de nascimento|Miesiąc urodzenia|Месяц рождения"),
    "birth_day": _set("Birth Day|Jour de naissance|Día de nacimiento|Giorno di nascita|Dia de nascimento|Dzień urodzenia"),
    "notes": _set(
        "Notes|Note|Notizen|Notas|Notatki|Comments|Comment|Remarques|Additional Info|Background|Context|Last Update|Description|Notities|"
        "Заметки|Anteckningar|Muistiinpanot|Poznámky|メモ|附註|Commentaires|Bemerkungen|Заметка|Billing Notes"
    ),
    "tags": _set(
        "Tags|Tag|Tag N|Labels|Label|Categories|Group Membership|Groups|Kategorien|Catégories|Categorías|Categorie|Categorias|Kategorie|"
        "Categorieën|Категории|Kategorier|Luokat|Kategórie|分類項目|類別|Schlagworte|Contact Type"
    ),
    "profile": _set(
        "LinkedIn|LinkedIn URL|LinkedIn Profile|Linkedin N|Profile URL|LinkedIn Bio|LinkedIn profile URL|LinkedIn Link|URL|Hs Linkedin Url|Person Linkedin Url|"
        "Web Page|Personal Web Page|Web Page N|Website|Website N|Website N - Value|Webseite|Webseite N|Site web|Page Web|Página web|Pagina web|Strona internetowa"
    ),
    "city": _set(
        "City|Town|Ort|Stadt|Wohnort|Home City|Work City|Business City|Address N - City|Ville|Ciudad|Città|Cidade|Miasto|Ort geschäftlich|"
        "Ort privat|Privat: Ort|Dienstlich: Ort|Ville (bureau)|Ville (domicile)|Plaats"
    ),
    "met": _set("Met|How we met|Met at|Met through|Met via|Where we met"),
    "interests": _set("Interests|Interest|Hobby|Hobbies|Hobbys|Interessen|Intérêts|Aficiones|Passatempo"),
    "tier": _set("Tier|Category|Priority|List|Circle|Group|Engagement Level|Kreis"),
    "last_contact": _set(
        "Last Contact|Last Contacted|Last Contact Date|Date of last contact|Last contact at|Last contacted at|Last Touch|Last Spoke|"
        "Last Interaction|Last Met|Last Seen|Last contacted by me|Last contacted by team|Letzter Kontakt|Zuletzt kontaktiert|Dernier contact|"
        "Último contacto|Último contato|Ultimo contatto|Ostatni kontakt|Laatste contact|Last talked to|Last Activity Date"
    ),
    "every": _set("Every|Cadence|Frequency|Own cadence|Stay in touch frequency"),
    "source_id": _set("Record ID|UID|UUID|Contact ID|Hs Object ID|Record ID - Contact"),
    "never": _set(
        "Next Follow-up|Next Contact|Follow up|Contact Since|Connected On|Date added|Created|Created at|First Seen|Create Date|"
        "Last Modified Date|Anniversary|Jahrestag|Updated at|As of|Contact owner|Company Main Phone|Assistant's Phone|Business Fax|Home Fax|"
        "Other Fax|Fax Number|Pager|Pager Number|Callback|Telex|Radio Phone|Department|Abteilung|Lead Status|Lifecycle Stage|Status"
    ),
}  # fmt: skip
"""Field to the headers that mean it, normalised, digits as ``n``. ``never``: known, and never taken."""

ANY_PAGE = WORDS["profile"] - {one for one in WORDS["profile"] if "linkedin" in one or "profile" in one}
"""Headers of addresses on the web that need not be a profile's."""

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def normal_header(text: str) -> str:
    """A header as headers are compared, with its digits."""
    return schema.normal(text)


@lru_cache(maxsize=4096)
def field_of(normal: str) -> str:
    """The field a normalised header means; ``""`` for an unknown one."""
    return _FIELDS.get(normal) or _FIELDS.get(generic(normal), "")


def generic(normal: str) -> str:
    """A normalised header with any number in it as ``n``."""
    return _DIGITS.sub("n", normal)


def is_known(normal: str) -> bool:
    """True for a normalised header that means something here, or is a column of ours."""
    return bool(normal) and (bool(field_of(normal)) or normal in OWN)


_FIELDS: dict[str, str] = {}
for _field, _words in WORDS.items():
    for _word in _words:
        _FIELDS.setdefault(_word, _field)
        _FIELDS.setdefault(_word.replace(" n", " n"), _field)

_OTHER_NAMES = {"first_name": "first", "family_name": "last", "linkedin": "profile"}
for _column in schema.CONTACTS.columns:
    for _word in _column.aliases if _OTHER_NAMES.get(_column.key, _column.key) in WORDS else ():
        _FIELDS.setdefault(_word, _OTHER_NAMES.get(_column.key, _column.key))

OWN: dict[str, str] = {schema.normal(column.title): column.key for column in schema.CONTACTS.columns}
"""Our own headers, normalised, to their column keys: what an export of ours brings back."""
