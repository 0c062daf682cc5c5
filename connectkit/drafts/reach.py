"""Where a draft goes: the channel of the first address there is, and the address a channel leads to."""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.drafts.link import email_address, international, linkedin_profile


def reachable(to: Mapping[str, str], *, without: str = "") -> str:
    """The channel of the first address there is: e-mail, WhatsApp, LinkedIn, a call; ``""`` for none.

    ``without`` is a channel the person does not want.
    """
    if email_address(to.get("email", "")) and without != "email":
        return "email"
    if international(to.get("phone", "")) and without != "whatsapp":
        return "whatsapp"
    if linkedin_profile(to.get("linkedin", "")) and without != "linkedin":
        return "linkedin"
    return "phone" if to.get("phone", "").strip() else ""


def address(channel: str, to: Mapping[str, str]) -> str:
    """Where the channel leads: one address, number or profile as links open it, else the cell's text; ``""`` if none."""
    email, phone, profile = (to.get(key, "").strip() for key in ("email", "phone", "linkedin"))
    mail, number, page = (
        email_address(email) or email,
        international(phone) or phone,
        linkedin_profile(profile) or profile,
    )
    found = {
        "email": mail,
        "whatsapp": number,
        "telegram": number,
        "signal": number,
        "sms": number,
        "phone": number,
        "linkedin": page,
        "voice note": number or page,
        "meeting": mail or number or page,
    }
    return found.get(channel, "")
