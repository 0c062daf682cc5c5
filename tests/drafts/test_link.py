"""Links open a draft where the user sends it: encoded exactly, never longer than 2,000, never to a foreign scheme."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.drafts.link import (
    LIMIT,
    TOO_LONG,
    international,
    linkedin_profile,
    open_formula,
    open_link,
    safe_url,
)
from connectkit.model import Formula

AWKWARD = 'Hi Ana,\n\n50% & more #1 + "two" = 3? Grüße, 日本語, 🚀 \\ / ; <b>'
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=60)
LETTERS = {"to": "G", "subject": "H", "message": "I"}


def read_back(url: str) -> tuple[str, str, str]:
    """Address, subject and body as the mail program will read them out of a compose URL."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    return (
        query.get("to", unquote(parts.path)),
        query.get("su", query.get("subject", "")),
        query.get("body", ""),
    )


@pytest.mark.parametrize("mail", ["gmail", "outlook", "mailto"])
class TestMail:
    def test_address_subject_and_body_arrive_as_they_were_typed(self, mail: str) -> None:
        link, note = open_link("email", to="ana+x@example.com", subject="A & B", message=AWKWARD, mail=mail)
        assert link is not None
        assert read_back(link.url) == ("ana+x@example.com", "A & B", AWKWARD)
        assert note == ""

    def test_blanks_are_percent_20_and_line_breaks_percent_0a(self, mail: str) -> None:
        link, _ = open_link("email", to="a@example.com", subject="x", message="a b\nc+d", mail=mail)
        assert link is not None
        assert link.url.endswith("=a%20b%0Ac%2Bd")

    @given(subject=TEXTS, message=TEXTS)
    def test_any_text_comes_back_and_nothing_can_add_a_recipient(
        self, mail: str, subject: str, message: str
    ) -> None:
        link, note = open_link("email", to="a@example.com", subject=subject, message=message, mail=mail)
        assert link is not None
        assert note == ""
        assert read_back(link.url) == ("a@example.com", " ".join(subject.split()), message)
        assert len(re.findall("[?&](?:cc|bcc)=", link.url)) == 0

    def test_a_text_too_long_for_a_link_is_left_out_and_said(self, mail: str) -> None:
        link, note = open_link("email", to="a@example.com", subject="Short", message="ü" * 700, mail=mail)
        assert link is not None
        assert read_back(link.url) == ("a@example.com", "Short", "")
        assert (
            note
            == "The message is too long for a link: the link opens without it, so paste the text from Message."
        )


@given(message=st.text(max_size=3000), subject=st.text(max_size=3000))
def test_no_link_is_ever_longer_than_the_limit(message: str, subject: str) -> None:
    for channel, to in (
        ("email", "a@example.com"),
        ("whatsapp", "+4917012345678"),
        ("meeting", "+4917012345678"),
    ):
        link, note = open_link(channel, to=to, subject=subject, message=message)
        assert link is not None
        assert len(link.url) <= LIMIT
        assert note in ("", TOO_LONG)


def test_a_subject_too_long_for_a_link_is_left_out_as_well() -> None:
    link, note = open_link("email", to="a@example.com", subject="s" * 2000, message="Hi")
    assert link is not None
    assert (link.url, note) == ("https://mail.google.com/mail/?view=cm&fs=1&to=a@example.com", TOO_LONG)


def test_exactly_the_limit_still_carries_the_text() -> None:
    room = LIMIT - len("https://wa.me/4917012345678?text=")
    assert open_link("whatsapp", to="+4917012345678", subject="", message="a" * room)[1] == ""
    assert open_link("whatsapp", to="+4917012345678", subject="", message="a" * (room + 1))[1] == TOO_LONG


class TestWhatsApp:
    def test_the_chat_opens_with_the_text_at_the_bare_number(self) -> None:
        link, _ = open_link("whatsapp", to="+49 (0)170 123-456 78", subject="", message="Hi, 1 + 1?")
        assert link is not None
        assert link.url == "https://wa.me/4917012345678?text=Hi%2C%201%20%2B%201%3F"

    def test_a_number_without_country_code_is_not_guessed(self) -> None:
        link, note = open_link("whatsapp", to="0170 1234567", subject="", message="Hi")
        assert link is None
        assert note == (
            "“0170 1234567” is no phone number to open: without its country code (such as +49) WhatsApp can't open "
            "it; put it right in Contacts."
        )

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("+44 20 7946 0018", "+442079460018"),
            ("0044 20 7946 0018", "+442079460018"),
            ("+1 (212) 555-0123 ext. 9", "+12125550123"),
            ("030 123456, +49 30 123456", "+4930123456"),
            ("tel:+1-212-555-0123", "+12125550123"),
            ("+4917012345678 ::: +4930123456", "+4917012345678"),
            ("4917012345678", ""),
            ("+0 123 456 789", ""),
            ("+49 abc", ""),
            ("+1234567890123456", ""),
            ("", ""),
        ],
    )
    def test_numbers_are_read_as_people_write_them(self, typed: str, found: str) -> None:
        assert international(typed) == found


class TestLinkedIn:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("https://www.linkedin.com/in/ana-lima/", "https://www.linkedin.com/in/ana-lima/"),
            ("linkedin.com/in/ana-lima?trk=x", "https://www.linkedin.com/in/ana-lima"),
            ("http://de.linkedin.com/in/jörg", "https://www.linkedin.com/in/j%C3%B6rg"),
            ("https://www.linkedin.com.evil.example/in/ana", ""),
            ("https://evil.example/linkedin.com/in/ana", ""),
            ("https://linkedin.com@evil.example/in/ana", ""),
            ("https://www.linkedin.com/", ""),
            ("ana-lima", ""),
            ("javascript:alert(1)//linkedin.com/in/ana", ""),
        ],
    )
    def test_only_a_profile_on_linkedin_itself_is_opened(self, typed: str, found: str) -> None:
        assert linkedin_profile(typed) == found

    def test_the_profile_opens_and_the_label_says_to_paste(self) -> None:
        link, note = open_link("linkedin", to="linkedin.com/in/ana", subject="", message="x" * 9000)
        assert link is not None
        assert (link.url, link.label, note) == ("https://www.linkedin.com/in/ana", "Open LinkedIn, paste", "")


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "http://example.com/",
        "ftp://example.com/",
        "tel:+49170",
        "https://example.com\\@evil.example",
        "https://user@evil.example/",
        "https://user:pw@evil.example/",
        "https://exam\u200bple.com/",
        "https://example.com/a\nb",
        "https://example.com/a b",
        "https://[bad",
        "https://example.com:port/",
        "https:///path",
        "//example.com",
        "mailto:",
        "mailto:a@example.com,b@example.com",
        "=HYPERLINK(1)",
        "",
    ],
)
def test_anything_but_plain_https_and_mailto_is_refused(text: str) -> None:
    assert safe_url(text) is None


@pytest.mark.parametrize(
    "text", ["https://example.com/a?b=c#d", "mailto:ana@example.com", " https://example.com "]
)
def test_plain_https_and_mailto_pass(text: str) -> None:
    assert safe_url(text) == text.strip()


@pytest.mark.parametrize(
    ("channel", "to", "note"),
    [
        ("email", "", "There is no e-mail address: add it in Contacts, and the next draft has a link."),
        ("email", "a@b@c", "“a@b@c” is no e-mail address to open; put it right in Contacts."),
        (
            "email",
            "a\u202e@example.com",
            "“a�@example.com” is no e-mail address to open; put it right in Contacts.",
        ),
        ("linkedin", "", "There is no LinkedIn profile: add it in Contacts, and the next draft has a link."),
        ("whatsapp", "", "There is no phone number: add it in Contacts, and the next draft has a link."),
        ("phone", "+4917012345678", ""),
        ("letter", "1 Long Street", ""),
        ("", "", ""),
        ("voice note", "", ""),
    ],
)
def test_without_a_usable_address_there_is_no_link_and_a_reason(channel: str, to: str, note: str) -> None:
    assert open_link(channel, to=to, subject="", message="Hi") == (None, note)


def test_of_several_addresses_the_first_usable_one_is_written_to() -> None:
    link, _ = open_link("email", to="Ana Lima <ana@example.com>, b@example.com", subject="", message="")
    assert link is not None
    assert read_back(link.url)[0] == "ana@example.com"


def test_a_voice_note_opens_the_chat_without_its_talking_points() -> None:
    link, note = open_link("voice note", to="+4917012345678", subject="", message="- Begin with them")
    assert link is not None
    assert (link.url, note) == ("https://wa.me/4917012345678", "")


class TestFormula:
    CHANNELS = ("email", "", "linkedin", "whatsapp", "meeting", "voice note")

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("mail", ["gmail", "outlook", "mailto"])
    def test_it_names_no_row_and_separates_by_semicolons(self, channel: str, mail: str) -> None:
        formula = open_formula(channel, mail=mail, letters=LETTERS)
        assert formula is not None
        outside_quotes = re.sub(r'"[^"]*"', "", formula.text)
        assert "," not in outside_quotes
        assert re.findall(r"\$?[A-Z]{1,2}\$?[0-9]", outside_quotes) == []
        cells = {f"INDEX(${letter}:${letter};ROW())" for letter in "GHI"}
        assert set(re.findall(r"INDEX\([^()]*\(\)\)", outside_quotes)) <= cells
        assert formula.text.count("(") == formula.text.count(")")

    @pytest.mark.parametrize("channel", ["phone", "letter", "sms"])
    def test_a_channel_without_a_link_has_no_formula(self, channel: str) -> None:
        assert open_formula(channel, mail="gmail", letters=LETTERS) is None

    def test_the_gmail_formula_is_this(self) -> None:
        to, *texts = (f"INDEX(${letter}:${letter};ROW())" for letter in "GHI")
        gap = r"(?s)\s*\[\[(?:[^\[\]]|\[\[[^\[\]]*\]\]|\[|\])*?\]\]"
        subject, message = (f'REGEXREPLACE({text};"{gap}";"")' for text in texts)
        address = f'SUBSTITUTE(SUBSTITUTE(ENCODEURL({to});"%40";"@");"%2C";",")'
        bare = f'"https://mail.google.com/mail/?view=cm&fs=1&to="&{address}'
        short = f'{bare}&"&su="&ENCODEURL({subject})'
        full = f'{short}&"&body="&ENCODEURL({message})'
        assert open_formula("email", mail="gmail", letters=LETTERS) == Formula(
            f'=IF(ISNUMBER(FIND("@";{to}));HYPERLINK(IF(LEN({full})<=2000;{full};'
            f'IF(LEN({short})<=2000;{short};{bare}));"Open in Gmail");"")'
        )

    @pytest.mark.libreoffice
    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
    def test_a_spreadsheet_computes_the_same_url_as_the_static_link(self, tmp_path: Path) -> None:
        rows = [
            ("email", "gmail", "ana+x@example.com", "A & B", AWKWARD),
            ("email", "mailto", "ana@example.com", "A & B", AWKWARD),
            ("email", "outlook", "ana@example.com", "Short", "x" * 5000),
            ("email", "gmail", "ana@example.com", "s" * 5000, "x"),
            ("whatsapp", "gmail", "+4917012345678", "", AWKWARD),
            ("meeting", "gmail", "+4917012345678", "", AWKWARD),
            ("meeting", "gmail", "ana@example.com", "S", "x"),
            ("voice note", "gmail", "+4917012345678", "", "- points"),
            ("linkedin", "gmail", "https://www.linkedin.com/in/ana", "", "x"),
            ("linkedin", "gmail", "https://evil.example/in/ana", "", "x"),
            ("email", "gmail", "", "S", "x"),
            ("whatsapp", "gmail", "0170 1234567", "", "x"),
            ("whatsapp", "gmail", "+4917012345678", "", "Hi Ana, how are you? [[your line]]"),
            ("email", "gmail", "a@example.com,b@example.com", "A [[x]]", "Hi,\n\n[[a [[b]] c]]\n\nMax"),
            ("telegram", "gmail", "+4917012345678", "", "x"),
            ("signal", "gmail", "+4917012345678", "", "x"),
        ]
        computed = _computed(tmp_path, rows)
        static = [open_link(c, to=t, subject=s, message=m, mail=mail)[0] for c, mail, t, s, m in rows]
        assert computed == [link.url if link else "" for link in static]


def _computed(folder: Path, rows: list[tuple[str, str, str, str, str]]) -> list[str]:
    """What LibreOffice makes of each row's formula: the URL it would open."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, (channel, mail, to, subject, message) in enumerate(rows, start=1):
        for column, value in zip("ABC", (to, subject, message), strict=True):
            sheet[f"{column}{number}"].value = value
            sheet[f"{column}{number}"].data_type = "s"
        formula = open_formula(channel, mail=mail, letters={"to": "A", "subject": "B", "message": "C"})
        assert formula is not None
        text = formula.text.replace(";", ",").replace("ENCODEURL", "_xlfn.ENCODEURL")
        text = re.sub(
            r'REGEXREPLACE\((.*?),("\(.*?\]"),""\)', r'_xlfn.ORG.LIBREOFFICE.REGEX(\1,\2,"","g")', text
        )
        text = re.sub(r"\$([ABC]):\$[ABC]", r"$\1$1:$\1$50", text)
        sheet[f"D{number}"].value = re.sub(r"HYPERLINK\((.*?),(\"Open [^\"]*\")\)", r"T(\1)", text)
    book.save(folder / "in.xlsx")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.xlsx")],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    assert zipfile.is_zipfile(folder / "out" / "in.xlsx")
    result = openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True).active
    assert result is not None
    values = [str(result[f"D{number}"].value or "") for number in range(1, len(rows) + 1)]
    return [
        value.replace("example%2Ecom", "example.com") for value in values
    ]  # LibreOffice encodes the dot too
