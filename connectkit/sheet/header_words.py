"""The headers under which people, address books and CRMs keep what a contact is made of, in all languages.

Data only; ``headers.py`` reads it. One table for the user's sheet and for every file that is imported.
"""

# fmt: off
WORDS: dict[str, str] = {
    "name":
        "Name|Full Name|Contact|Contact Name|Contact Person|Person|Who|Customer|Display Name|Nome|Nome completo|Nombre|"
        "Nombre completo|Nom|Nom complet|Kontakt|Ansprechpartner|Vollständiger Name|Anzeigename|Nom affiché|"
        "Nombre para mostrar|Nome visualizzato|Nome mostrado|Nazwa wyświetlana|Отображаемое имя|姓名|表示名|Weergavenaam|"
        "Visningsnavn|Visningsnamn|Naam|Volledige naam|Contactpersoon|Namn|Fullständigt namn|Navn|Fulde navn|Fullt navn|"
        "Nimi|Imię i nazwisko|Nazwa|Osoba|Ad Soyad|Adı Soyadı|İsim Soyisim|Tam ad|Kişi|ФИО|Полное имя|Имя и фамилия|"
        "Контакт|全名|联系人|聯絡人|氏名|お名前|名前|フルネーム|이름|성명|Nombre y apellidos|Contacto|Nom et prénom|Prénom et nom|Nome e cognome|"
        "Contatto|Nominativo|Vor- und Nachname|Jméno a příjmení|Név|Attendee|Invitee|Guest|Participant|Member|"
        "Client Name",
    "first_name":
        "First name|Given Name|Vorname|Prénom|Nombre de pila|Nombre|Nome|Firstname|Forename|Primeiro nome|Nome próprio|"
        "Imię|Voornaam|Имя|Förnamn|Fornavn|Etunimi|Křestní jméno|Krstné meno|Jméno|Meno|名|名字|名前 (名)|Utónév|Ad|Adı|İsim|"
        "Given names",
    "middle":
        "Middle Name|Additional Name|Weitere Vornamen|Zweiter Vorname|Deuxième prénom|Segundo nombre|Secondo nome|"
        "Segundo nome|Drugie imię|Отчество|Tussenvoegsel|Prostřední jméno|Mellannamn",
    "family_name":
        "Last name|Family Name|Surname|Nachname|Nom de famille|Apellidos|Apellido|Cognome|Nom|Lastname|Familienname|"
        "Último nome|Sobrenome|Nazwisko|Achternaam|Фамилия|Efternamn|Efternavn|Etternavn|Sukunimi|Příjmení|Priezvisko|姓|"
        "姓氏|Vezetéknév|Soyad|Soyadı|Soyisim|성",
    "prefix": "Name Prefix|Prefix|Honorific|Salutation|Anrede|Titel|Titre|Titolo|Título|Tytuł|Aanhef|Обращение",
    "suffix": "Name Suffix|Suffix|Suffixe|Sufijo|Sufixo|Suffisso|Sufiks",
    "nickname":
        "Nickname|Spitzname|Surnom|Sobrenombre|Apodo|Soprannome|Apelido|Pseudonim|Bijnaam|Псевдоним|Nick Name|"
        "Preferred Name|Known As|Goes By|Called|Rufname|Smeknamn|Takma ad|Прозвище|昵称|暱稱|ニックネーム|별명|Nickname N",
    "file_as": "File As|Speichern unter|Find people",
    "email":
        "Email|E-mail|Contact Email|Email Work|Email Home|Primary Email|Email Address|E-mail Address|Mail|"
        "E-mail N Address|Email Other|Work Email|Personal Email|Secondary Email|Emails|Email Addresses|Email N|E-mail N|"
        "E-mail N - Value|Additional email addresses|Work Email N|Other Email N|Home Email N|Personal Email N|"
        "Other Email|E-Mail-Adresse|E-Mail N: Adresse|Primäre E-Mail-Adresse|Sekundäre E-Mail-Adresse|"
        "Zweite E-Mail-Adresse|Adresse de messagerie|Adresse de messagerie N|Adresse e-mail|Adresse électronique|"
        "Adresse électronique principale|Adresse électronique secondaire|Première adresse électronique|"
        "Seconde adresse électronique|Adresse principale|Courriel|Dirección de correo electrónico|"
        "Dirección de correo electrónico N|Correo electrónico|Dirección de correo electrónico principal|"
        "Dirección de correo electrónico secundaria|Indirizzo E-mail|Indirizzo e-mail N|Indirizzo di posta elettronica|"
        "Indirizzo posta elettronica|Indirizzo posta elettronica N|Email principale|Email secondaria|Email aggiuntiva|"
        "Endereço de E-mail|Endereço de e-mail N|E-mail primário|E-mail principal|E-mail secundário|Adres e-mail|"
        "Adres e-mail N|Podstawowy adres e-mail|E-mailadres|E-mailadres N|Primair e-mailadres|Адрес электронной почты|"
        "Адрес эл. почты|Адрес N эл. почты|Электронная почта|E-postadress|E-postadress N|E-mailová adresa|E-mail adresa|"
        "電子メール アドレス|電子メール N アドレス|電子郵件地址|電子郵件 N 地址|Sähköpostiosoite|Sähköposti|E-mailadresse|E-postadresse|E-posta|Eposta|"
        "E-posta adresi|Почта|Эл. почта|邮箱|电子邮件|电子邮箱|邮件|電子郵件|メール|メールアドレス|Eメール|이메일|E-post|Mejl|Mailadres|Correo|"
        "Correo electronico|Posta elettronica|Correio eletrônico|Mailadresse|Email Address N|Preferred Email|Email Main",
    "phone":
        "Phone|Mobile|Phone / WhatsApp|Contact Phone|Phone Numbers|Phone Number|Mobile Phone|Telefon|WhatsApp|Cell|"
        "Telephone|Mobile Number|Mobile Phone Number|Cell Phone|Phone N - Value|Phone N|Phone Work|Phone Home|"
        "Phone Other|Work Phone|Work Phone N|Home Phone|Home Phone N|Business Phone|Business Phone N|Other Phone|"
        "Other Phone N|Primary Phone|Car Phone|Mobile Phone N|Handy|Mobil|Telefon geschäftlich|Telefon geschäftlich N|"
        "Telefon (privat)|Telefon (privat N)|Telefon privat|Telefon privat N|Mobiltelefon|Mobiltelefon N|Haupttelefon|"
        "Autotelefon|Weiteres Telefon|Tel. dienstlich|Tel. privat|Mobil-Tel.-Nr.|Mobiltelefonnummer|Tél. mobile|"
        "Téléphone|Téléphone (bureau)|Téléphone N (bureau)|Téléphone (domicile)|Téléphone N (domicile)|Téléphone (autre)|"
        "Tél. principal|Téléphone principal|Téléphone (voiture)|Portable|Téléphone portable|Téléphone professionnel|"
        "Téléphone personnel|Téléphone privé|Teléfono|Teléfono móvil|Móvil|Teléfono del trabajo|Teléfono del trabajo N|"
        "Teléfono particular|Teléfono particular N|Teléfono principal|Otro teléfono|Telefono|Telefono Mobile|Cellulare|"
        "Telefono principale|Telefono (uff.)|Telefono (uff.) N|Telefono (ab.)|Telefono (ab.) N|Abitazione|Abitazione N|"
        "Ufficio|Ufficio N|Telefono ufficio|Telefono N ufficio|Telefono abitazione|Celular|Telefone|Telefone comercial|"
        "Telefone comercial N|Telefone residencial|Telefone residencial N|Telefone principal|Outro telefone|"
        "Telefon komórkowy|Telefon służbowy|Telefon służbowy N|Telefon domowy|Telefon domowy N|Telefon podstawowy|"
        "Komórka|Mobiele telefoon|Telefoon|Telefoon op werk|Telefoon thuis|Мобильный телефон|Телефон|Рабочий телефон|"
        "Домашний телефон|Телефон раб.|Телефон дом.|Mobiltelefonnr|Matkapuhelin|Mobilní telefon|Mobilný telefón|携帯電話|"
        "行動電話|電話番号|Telefoonnummer|Mobiel|Mobiel nummer|Gsm|Telefonnummer|Mobilnummer|Handynummer|Festnetz|Tel|Tel.|Tél|"
        "Tél.|Numéro de téléphone|Número de teléfono|Numero di telefono|Cell.|Telemóvel|Número de telefone|"
        "Numer telefonu|Telefon numarası|Cep telefonu|Cep|Номер телефона|Мобильный|Тел.|电话|手机|手机号|电话号码|電話|手機|携帯|전화번호|휴대폰|"
        "전화|Phone Mobile|Cellphone|Mobile Phone Number N|WhatsApp Number|Direct Phone|Work Direct Phone|Phone Main|"
        "Text Reminder Number",
    "company":
        "Company|Business|Organization|Organisation|Firm|Company Name|Firma|Employer|Organization Name|"
        "Organization N - Name|Associated Company|Primary Associated Company|Current Company|Société|Entreprise|"
        "Organización|Empresa|Compañía|Società|Azienda|Organizzazione|Organização|Organizacja|Unternehmen|Organisatie|"
        "Bedrijf|Организация|Компания|Företag|Yritys|Spoločnosť|Společnost|会社名|會社|公司|Werkgever|Arbetsgivare|Bolag|"
        "Arbeitgeber|Firmenname|Employeur|Empleador|Ditta|Datore di lavoro|Companhia|Pracodawca|Przedsiębiorstwo|Şirket|"
        "Kurum|İşyeri|Фирма|Место работы|Работодатель|单位|企业|会社|勤務先|所属|회사|Account Name|Account|Company / Account|"
        "Workplace|Works at",
    "title":
        "Title|Job Title|Position|Organization Title|Organization N - Title|Occupation|Berufsbezeichnung|Beruf|Fonction|"
        "Profession|Titre professionnel|Puesto|Cargo|Qualifica|Posizione|Stanowisko|Functie|Должность|Befattning|"
        "Tehtävänimike|Funkce|役職|職稱|Job|Jobtitle|Headline|Functietitel|Yrke|Jobtitel|Funktion|Stelle|Poste|"
        "Intitulé du poste|Ruolo|Mansione|Função|Unvan|Ünvan|Pozisyon|Görev|职位|职务|职称|肩書き|職位|직책|직함|Job Role|"
        "Current Position|Current Title",
    "birthday":
        "Birthday|Birth Date|Date of Birth|Geburtstag|Birthdate|DOB|Geburtsdatum|Anniversaire|Date de naissance|"
        "Naissance|Cumpleaños|Fecha de nacimiento|Compleanno|Data di nascita|Aniversário|Data de nascimento|Urodziny|"
        "Data urodzenia|Verjaardag|День рождения|Födelsedag|Syntymäpäivä|Narozeniny|Narodeniny|誕生日|生日|Geboortedatum|"
        "Födelsedatum|Doğum günü|Doğum tarihi|Дата рождения|出生日期|生年月日|생일|Bday|B-day",
    "birth_year":
        "Birth Year|Geburtsjahr|Année de naissance|Año de nacimiento|Anno di nascita|Ano de nascimento|Rok urodzenia|"
        "Год рождения",
    "birth_month":
        "Birth Month|Geburtsmonat|Mois de naissance|Mes de nacimiento|Mese di nascita|Mês de nascimento|"
        "Miesiąc urodzenia|Месяц рождения",
    "birth_day": "Birth Day|Jour de naissance|Día de nacimiento|Giorno di nascita|Dia de nascimento|Dzień urodzenia",
    "notes":
        "Notes|Note|Comments|Comment|Additional Info|Background|Context|Remarks|Remark|Notizen|Notiz|Bemerkungen|"
        "Bemerkung|Kommentare|Kommentar|Anmerkungen|Anmerkung|Notas|Nota|Comentarios|Comentario|Notatki|Remarques|"
        "Remarque|Commentaires|Commentaire|Commenti|Commento|Last Update|Description|Notities|Заметки|Anteckningar|"
        "Muistiinpanot|Poznámky|メモ|附註|Заметка|Billing Notes|Opmerkingen|Opmerking|Notitie|Aantekeningen|Anteckning|"
        "Noteringar|Kommentarer|Not|Notlar|Açıklama|Примечания|Примечание|Комментарий|备注|備註|笔记|备考|備考|ノート|메모|비고|Uwagi|"
        "Notatka|Observações|Anotações|Observaciones|Observations|Osservazioni|Annotazioni|Note N|Notes N",
    "tags":
        "Tags|Labels|Tag|Tag N|Label|Categories|Group Membership|Groups|Kategorien|Catégories|Categorías|Categorie|"
        "Categorias|Kategorie|Categorieën|Категории|Kategorier|Luokat|Kategórie|分類項目|類別|Schlagworte|Contact Type|"
        "Etiketler|Метки|Теги|标签|標籤|タグ|태그|Taggar|Tagi|Etykiety|Etiquetas|Étiquettes|Etichette|Marcadores|Schlagwörter|"
        "Etiketten|Stichwörter|Gruppen|Groupes|Grupos|Gruppi|Groepen",
    "linkedin":
        "LinkedIn|LinkedIn URL|LinkedIn Profile|Profile URL|Linkedin N|LinkedIn Bio|LinkedIn profile URL|LinkedIn Link|"
        "Hs Linkedin Url|Person Linkedin Url|What is your LinkedIn profile|LinkedIn Profile Link",
    "city":
        "City|Town|Location|Ort|Stadt|Wohnort|Home City|Work City|Business City|Address N - City|Ville|Ciudad|Città|"
        "Cidade|Miasto|Ort geschäftlich|Ort privat|Privat: Ort|Dienstlich: Ort|Ville (bureau)|Ville (domicile)|Plaats|"
        "Woonplaats|Stad|Şehir|Город|城市|都市|도시|Miejscowość|Mailing City|Address City|Locality|Home Address City|"
        "Address - Work City|Address - Home City|City (Mailing)",
    "met":
        "Met|How we met|Met at|Met through|Met via|Where we met|Kennengelernt|Wo kennengelernt|Rencontre|Rencontré|"
        "Dónde nos conocimos|Come ci siamo conosciuti|Source of contact|How do we know each other",
    "interests":
        "Interests|Interest|Interessen|Interesse|Intérêts|Intereses|Interessi|Hobby|Hobbies|Hobbys|Aficiones|Passatempo|"
        "Interesses|Zainteresowania|Intressen|İlgi alanları|Интересы|兴趣|趣味|Passions",
    "tier": "Tier|Category|Priority|List|Circle|Group|Engagement Level|Kategorie|Kreis",
    "last_contact":
        "Last contact|Last Contacted|Last Contact Date|Date of last contact|Last contact at|Last contacted at|Last Touch|"
        "Last Spoke|Last Met|Last contacted by me|Letzter Kontakt|Zuletzt kontaktiert|Dernier contact|Último contacto|"
        "Ultimo contatto|Último contato|Ostatni kontakt|Laatste contact|Last talked to|Laatst gesproken|"
        "Laatste contactmoment|Senaste kontakt|Senast kontaktad|Son görüşme|Son iletişim|Son temas|Последний контакт|"
        "Последняя связь|Дата последнего контакта|最后联系|上次联系|最近联系|最后联系时间|最後聯絡|最終連絡|最終連絡日|最後の連絡|마지막 연락|Última vez|"
        "Última interacción|Dernier échange|Letztes Gespräch|Letzte Begegnung|Zuletzt gesprochen|Zuletzt gesehen|"
        "Ultima volta|Last Interaction|Last Seen|Last contacted by team|Last Activity Date|Last Activity",
    "every": "Every|Cadence|Frequency|Own cadence|Stay in touch frequency",
    "source_id": "Record ID|UID|UUID|Contact ID|Hs Object ID|Record ID - Contact",
    "aside":
        "Anniversary|Wedding Anniversary|Jahrestag|Hochzeitstag|Anniversaire de mariage ou fête|Anniversaire de mariage|Aniversario|Anniversario|Rocznica|"
        "Spouse|Spouse's Name|Partner|Ehepartner|Ehepartner/Partner|Conjoint|Cónyuge|Coniuge|Cônjuge|Współmałżonek|Partner's Name|Children|Child|Kinder|"
        "Enfants|Hijos|Figli|Filhos|Dzieci|Kids|Significant Other|Wife|Husband|Family",
    "labelled": "Custom Field N - Value|Event N - Value|Relation N - Value",
    "never":
        "Next Follow-up|Next Contact|Follow up|Contact Since|Connected On|Date added|Created|Created at|First Seen|"
        "Create Date|Last Modified Date|Updated at|As of|Contact owner|Company Main Phone|"
        "Assistant's Phone|Business Fax|Home Fax|Other Fax|Fax Number|Pager|Pager Number|Callback|Telex|Radio Phone|"
        "Department|Abteilung|Lead Status|Lifecycle Stage|Status|Person - Owner|Owner|User Name|User Email|Host|"
        "Host Name|Host Email|Organizer|Reports To|Manager|Assistant|Account Owner|Owner Name|Assigned To|Photo|"
        "Profile Photo|Avatar",
    "log": "Log|Inbox|Log entry",
    "snooze_until": "Snooze until|Snooze|Snoozed until",
    "next_time": "Next time|Ask next time|Next question",
    "greeting": "Greeting|Salutation|Anrede",
    "language": "Language|Sprache|Langue|Idioma|Lingua",
    "channel": "Channel|Preferred channel",
    "offers": "Offers|Offer|Bietet",
    "needs": "Needs|Need|Sucht|Braucht",
    "page":
        "URL|Web Page|Personal Web Page|Web Page N|Website|Website N|Website N - Value|Webseite|Webseite N|Site web|"
        "Page Web|Página web|Pagina web|Strona internetowa|Homepage|Web",
}
# fmt: on
"""Column of Contacts, or part of one, to the headers that mean it, in order of preference, split at ``|``; any number is ``N``.

``aside``: a line of notes with the header before it. ``labelled``: the column before it says what it is. ``never``: known, and no part of a contact. ``page``: an address on the web that need not be a profile's.
"""
