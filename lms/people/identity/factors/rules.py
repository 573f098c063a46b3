"""Rule of when a person must set up a second factor before they continue: staff, if it is required, once their time of
grace is over; within it they are shown the page once after they signed in.
"""

from django.http import HttpRequest
from django.utils import timezone

from lms.foundation.interface.json_responses import wants_json

from . import policy
from .receivers import FACTOR

REMINDED = "factor_reminded"
"""In the session: its person was shown the page."""
PAGES = frozenset(
    {
        "factors",
        "new-app",
        "new-passkey",
        "begin-passkey",
        "new-recovery-codes",
        "remove-factor",
        "confirm-yourself",
        "confirm-by-provider",
        "sign-on-return",
        "sign-on-saml",
        "sign-on-finish",
        "second-step",
    }
)
"""What opens without a second factor: setting one up."""


def is_due(request: HttpRequest) -> bool:
    """Return whether this request leads to the page of second factors. Costs no query for learners, nor for people who
    have shown a factor.
    """
    person = request.user
    if not person.is_authenticated or request.session.get(FACTOR):
        return False
    now = timezone.now()
    asked_from = policy.asked_from(person, now=now)
    if asked_from is None:
        return False
    return now >= asked_from or _is_to_be_reminded(request)


def _is_to_be_reminded(request: HttpRequest) -> bool:
    """Return whether to show the page now: once for each session, and not in place of a file, a picture or an answer to
    a script.
    """
    is_page = request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    if not is_page or wants_json(request) or request.session.get(REMINDED):
        return False
    request.session[REMINDED] = True
    return True
