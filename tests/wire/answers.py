"""The API's refusals, with the bodies that Google sends, so that the product is tested against real words."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class ApiError(Exception):
    """A request the API refuses; ``body`` is what it answers."""

    def __init__(
        self, code: int, message: str, *, status: str = "", details: list[Json] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or _STATUS[code]
        self.details = details or []

    @property
    def body(self) -> bytes:
        """The JSON document of the answer."""
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return json.dumps({"error": error}, indent=2).encode()


class NotModelled(ApiError):  # noqa: N818 - reads as what happened
    """Something this fake does not know how to do; a test that meets it must fail."""

    def __init__(self, what: str) -> None:
        super().__init__(501, f"tests/wire does not model {what}. Extend the fake, or do without.")


def invalid(message: str) -> ApiError:
    """400 for a request that makes no sense for this spreadsheet."""
    return ApiError(400, message)


def violations(found: list[tuple[str, str]], message: str = "") -> ApiError:
    """400 for a request that does not fit the schema: (field path, description) pairs."""
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [
                {"field": field, "description": text} if field else {"description": text}
                for field, text in found
            ],
        }
    ]
    return ApiError(400, message or "\n".join(text for _, text in found), details=details)


def _info(reason: str, metadata: Json | None = None, domain: str = "googleapis.com") -> Json:
    return {"@type": _ERROR_INFO, "reason": reason, "domain": domain, "metadata": metadata or {}}


_SERVICE = {"service": "sheets.googleapis.com"}


def bad_token(reason: str = "ACCESS_TOKEN_EXPIRED") -> ApiError:
    """401: the access token is missing, expired or revoked."""
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
        "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    return ApiError(401, message, details=[_info(reason, dict(_SERVICE))])


def not_shared() -> ApiError:
    """403: the spreadsheet is not shared with this account, or only for reading."""
    return ApiError(403, "The caller does not have permission")


def api_disabled(project: str) -> ApiError:
    """403: the Sheets API is not enabled in the key's project."""
    url = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={project}"
    message = (
        f"Google Sheets API has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
        "systems and retry."
    )
    metadata = {
        **_SERVICE,
        "serviceTitle": "Google Sheets API",
        "consumer": f"projects/{project}",
        "containerInfo": project,
        "activationUrl": url,
    }
    help_link = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [{"description": "Google developers console API activation", "url": url}],
    }
    return ApiError(403, message, details=[_info("SERVICE_DISABLED", metadata), help_link])


def scope_missing() -> ApiError:
    """403: the token was made for other scopes."""
    metadata = {**_SERVICE, "method": "google.apps.sheets.v4.SpreadsheetsService.GetSpreadsheet"}
    return ApiError(
        403,
        "Request had insufficient authentication scopes.",
        details=[_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", metadata)],
    )


def not_found() -> ApiError:
    """404: no spreadsheet has this id."""
    return ApiError(404, "Requested entity was not found.")


def excel_file() -> ApiError:
    """400: the id belongs to an .xlsx file that is only opened in Sheets."""
    return ApiError(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")


def over_quota(kind: str, project: str, limit: int = 60) -> ApiError:
    """429: ``kind`` is ``read`` or ``write``."""
    title, metric = kind.capitalize(), f"sheets.googleapis.com/{kind}_requests"
    message = (
        f"Quota exceeded for quota metric '{title} requests' and limit '{title} requests per minute per user' of "
        f"service 'sheets.googleapis.com' for consumer 'project_number:{project}'."
    )
    metadata = {
        **_SERVICE,
        "consumer": f"projects/{project}",
        "quota_metric": metric,
        "quota_limit": f"{title}RequestsPerMinutePerUser",
        "quota_limit_value": str(limit),
        "quota_location": "global",
    }
    help_link = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [
            {
                "description": "Request a higher quota limit.",
                "url": "https://cloud.google.com/docs/quotas/help/request_increase",
            }
        ],
    }
    return ApiError(429, message, details=[_info("RATE_LIMIT_EXCEEDED", metadata), help_link])


def protected() -> ApiError:
    """400: a cell under a hard protection that does not list this account."""
    return invalid(
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
        "protection if you need to edit."
    )


def internal() -> ApiError:
    """500."""
    return ApiError(500, "Internal error encountered.")


def unavailable() -> ApiError:
    """503; Google sends it before a write, and sometimes after."""
    return ApiError(503, "The service is currently unavailable.")


HTML_502 = (
    b"<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n"
    b"<p><b>502.</b> The front end met a temporary error.</p>\n</html>\n"
)
"""A page where JSON was expected: the front end answers so, not the API."""
