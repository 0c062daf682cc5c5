"""One calendar from the web: only https (http from this computer itself), only the host the settings name, not too large, not too slow."""

from __future__ import annotations

import os
import re
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from connectkit.config.sources import is_web
from connectkit.errors import StoreUnavailable, UsageError

LARGEST = 64 * 1024 * 1024
SECONDS = 60.0
_PIECE = 65_536
_STALL = 20.0  # seconds without a byte


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows the server to another address of its own, and nowhere else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request, if it stays where the user sent us."""
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if (
            not is_web(newurl)
            or there.scheme != here.scheme
            or there.netloc.casefold() != here.netloc.casefold()
        ):
            raise UsageError(
                "its address leads to another host, which connectkit does not follow.",
                "Write the final address under sources in connectkit.yaml.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _NoPlainHttp(urllib.request.BaseHandler):
    """Refuses whatever is not https, before a byte is sent."""

    def http_open(self, req: urllib.request.Request) -> None:
        """Opened only where the server is this computer; None leaves it to urllib."""
        if is_web(req.full_url):
            return
        raise UsageError("its address is not https.", "Write the https address of the calendar.")


def fetch(url: str, path: Path, memory: dict[str, Any]) -> dict[str, Any]:
    """The calendar at ``url`` is in ``path``, readable only by its owner; gives what to remember for the next time.

    Raises:
        UsageError: the address is not https, leads elsewhere, or what is there is too large.
        StoreUnavailable: the host does not answer, or too slowly.
    """
    headers = {"User-Agent": "connectkit", "Accept": "text/calendar"}
    if path.exists():
        headers |= {name: str(memory[key]) for name, key in _CONDITIONS if memory.get(key)}
    if not is_web(url):
        raise UsageError("its address is not https.", "Write the https address of the calendar.")
    proxies = urllib.request.ProxyHandler(None if url.startswith("https:") else {})
    opener = urllib.request.build_opener(_SameHost, _NoPlainHttp, proxies)
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=_STALL) as answer:  # noqa: S310 - https only
            _keep(answer, path)
            return {"etag": answer.headers.get("ETag"), "modified": answer.headers.get("Last-Modified")}
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304:
            return memory
        raise StoreUnavailable(f"its host answers {error.code}.", _hint(error.code)) from None
    except (
        OSError,
        HTTPException,
    ) as error:  # the error's own text may hold the address, which may be a secret
        raise StoreUnavailable(f"its host can’t be reached ({_reason(error)}).") from None


_TEXTS = re.compile(
    rb"^(?:DESCRIPTION|COMMENT|ATTACH|X-ALT-DESC)[;:][^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE
)
"""What people wrote into their events is not needed, so it is not kept."""

_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))


def _keep(answer: Any, path: Path) -> None:
    until = time.monotonic() + SECONDS
    data = bytearray()
    while piece := answer.read1(_PIECE):
        data += piece
        if len(data) > LARGEST:
            raise UsageError(f"it is larger than {LARGEST // 1024 // 1024} MB.")
        if time.monotonic() > until:
            raise StoreUnavailable(f"it took longer than {SECONDS:.0f} seconds.")
    if b"BEGIN:VCALENDAR" not in data[:4096].upper():
        raise UsageError("what its address holds is no calendar.", "Copy the address in iCal format.")
    former = path.with_suffix(".part")
    file = os.open(former, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(_TEXTS.sub(b"", data))
    former.replace(path)


def _hint(code: int) -> str:
    if code in (401, 403, 404, 410):
        return "Copy its secret address anew from the calendar’s settings."
    return "The next sync tries again."


def _reason(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    return type(reason).__name__ if isinstance(reason, BaseException) else "unknown reason"
