"""In which order a locale writes day, month and year."""

from __future__ import annotations

import re

from connectkit.text.plain import words

_MDY_LOCALES = frozenset(
    words("en_us es_us en_ph fil_ph en_pr es_pr es_pa en_gu en_as en_vi en_um en_mp en_mh")
)
_YMD_LOCALES = frozenset(words("fr_ca en_ca en_za af_za en_se"))
_YMD_LANGUAGES = frozenset(words("ja zh ko hu lt sv mn eu"))
_DMY_LOCALES = frozenset(
    words("en_gb en_ie en_au en_nz en_in en_sg en_hk en_mt en_ng en_ke en_jm en_tt en_pk zh_hk zh_sg sv_fi")
)
_DMY_LANGUAGES = frozenset(
    words(
        "de fr es it pt nl pl da nb nn no fi cs sk sl hr bs sr ro bg mk el tr ru uk be et lv is ca gl ga cy mt id ms vi th"
        " hi bn ta te he ar"
    )
)


def locale_order(locale: str) -> str:
    """The order of d/m/y in a locale: "de_DE" is "dmy", "en_US" "mdy", "ja_JP" "ymd"; "" where it is not known."""
    parts = re.split(r"[-_]", locale.split(".")[0].split("@")[0].strip().casefold())
    language, region = parts[0], next((part for part in parts[1:] if len(part) == 2), "")
    name = f"{language}_{region}"
    if name in _MDY_LOCALES:
        return "mdy"
    if name in _DMY_LOCALES:
        return "dmy"
    if name in _YMD_LOCALES or language in _YMD_LANGUAGES:
        return "ymd"
    return "dmy" if language in _DMY_LANGUAGES else ""
