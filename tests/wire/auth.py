"""Google's token endpoint: signed assertions in, short-lived access tokens out."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.wire.answers import Json

GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"  # google-auth signs for it whatever the key file says
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
INVALID_GRANT = {
    "signature": "Invalid JWT Signature.",
    "account": "Invalid grant: account not found",
    "clock": (
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat "
        "and exp values in the JWT claim."
    ),
    "revoked": "Token has been expired or revoked.",
}
"""Sort of refusal to the words Google uses."""


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    """One key per name and process: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Refusal(Exception):  # noqa: N818 - reads as what happened
    """The endpoint gives no token; ``sort`` is a key of INVALID_GRANT."""

    def __init__(self, sort: str) -> None:
        super().__init__(sort)
        self.sort = sort


class Tokens:
    """Hands out access tokens and remembers which are good.

    Attributes:
        clock_skew: seconds by which Google's clock runs ahead of this machine's.
        issued: how many tokens were handed out.
    """

    def __init__(self, robot: str, project: str) -> None:
        self.robot = robot
        self.project = project
        self.clock_skew = 0.0
        self.issued = 0
        self.valid: dict[str, str] = {}
        self.refresh_tokens = {"refresh-1"}
        self.accounts = {robot}

    def service_account(self, token_uri: str, *, key: str = "good", email: str = "") -> Json:
        """The content of a key file; another ``key`` name than ``good`` signs wrongly."""
        pem = _key(key).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "connectkit-test",
            "private_key_id": "0000",
            "private_key": pem.decode(),
            "client_email": email or self.robot,
            "client_id": "1",
            "token_uri": token_uri,
        }

    def authorized_user(self, token_uri: str) -> Json:
        """The content of a stored sign-in of a person."""
        return {
            "type": "authorized_user",
            "client_id": "client.example.com",
            "client_secret": "not-secret",
            "refresh_token": "refresh-1",
            "token_uri": token_uri,
            "scopes": [SCOPE],
        }

    def mint(self, scope: str = SCOPE) -> str:
        """A new access token."""
        self.issued += 1
        token = f"ya29.fake-{self.issued}"
        self.valid[token] = scope
        return token

    def answer(self, body: bytes, token_uri: str) -> tuple[int, Json]:
        """Status and document for a request at the token endpoint."""
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        try:
            if form.get("grant_type") == "refresh_token":
                scope = self._refreshed(form)
            else:
                scope = self._asserted(form.get("assertion", ""), token_uri)
        except Refusal as refusal:
            return 400, {"error": "invalid_grant", "error_description": INVALID_GRANT[refusal.sort]}
        return 200, {"access_token": self.mint(scope), "expires_in": 3599, "token_type": "Bearer"}

    def _refreshed(self, form: Mapping[str, str]) -> str:
        """The scope of a person's stored sign-in."""
        if form.get("refresh_token") not in self.refresh_tokens:
            raise Refusal("revoked")
        return form.get("scope", SCOPE)

    def _asserted(self, assertion: str, token_uri: str) -> str:
        """The scope a signed assertion asks for."""
        try:
            head, claims_part, signature = assertion.split(".")
            claims: dict[str, Any] = json.loads(_decoded(claims_part))
        except ValueError:
            raise Refusal("signature") from None
        if claims.get("iss") not in self.accounts:
            raise Refusal("account")
        try:
            signed = f"{head}.{claims_part}".encode()
            _key("good").public_key().verify(_decoded(signature), signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise Refusal("signature") from None
        now = time.time() + self.clock_skew
        known = claims.get("aud") in (token_uri, GOOGLE_AUDIENCE)
        if not known or not now - 3600 <= claims["iat"] <= now + 300 or not now < claims["exp"] <= now + 3900:
            raise Refusal("clock")
        return str(claims.get("scope", ""))


def write_json(path: Path, content: Json) -> Path:
    """Writes a key file and gives its path back."""
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    return path
