"""Pages that rooms link to without knowing the room that has them.

The room that has a page says its address once; others ask for it by what it shows.
"""

from typing import Any

from django.urls import reverse

from ..runtime.activation import InstitutionLike, is_on, now_plugging, withdrawals
from .address_cache import address_of

SIGN_IN = "sign-in"
SIGN_OUT = "sign-out"
LANDING = "landing"
"""Where everybody goes on after signing in."""
LANGUAGE = "language"
"""Takes a POST that changes the language of the site for its reader."""
PASSWORD = "password"  # noqa: S105  the name of a page
"""Where one changes one's own password."""
E_MAIL = "e-mail"
"""Where one changes one's own e-mail address."""
PROFILE = "own-profile"
"""One's own name, language and contact, and the way to all pages about one's account."""
SESSIONS = "sessions"
"""Where one is signed in."""
PERSONAL_DATA = "personal-data"
"""Page of the data held about oneself."""
NOTICES = "notices"
"""What one was told."""
NOTICE_PREFERENCES = "notice-preferences"
"""Where one chooses what one is told by which channel."""
ASSIGN = "assign"
"""Where a course is assigned."""
COHORTS = "cohorts"
"""The list of the viewer's cohorts."""
COHORT = "cohort"
"""One cohort, by its id."""
COHORT_PEOPLE = "cohort-people"
"""Who is in a cohort, by its id: people are added there and taken out."""
PERSON = "person"
"""One learner, by their id."""
PEOPLE_FILE = "people-file"
"""The list of an administrator's people as a file, by its ending; its filters are those of the list."""
SWITCHES = "switches"
"""Where plugins are switched on and off at an institution, by its id."""
ISSUER = "issuer"
"""Page of the signatories and the validity of an institution's certificates, by its id."""
CREST = "crest"
"""The picture of an institution's crest, by its hash."""
LATE_ANSWERS = "late-answers"
"""The list of answers that came after the end of their attempt."""
TO_MARK = "to-mark"
"""The list of answers that wait for a person's mark."""
MARK = "mark"
"""Where one answer is marked, by the ids of its attempt and its question."""
REPORT = "report"
"""One report, by its name."""
KEEP_REPORT = "keep-report"
"""Where a report is saved, sent again and again, or made as a file; `?of=` is the address of its page or file."""

WRITE_TO_PEOPLE = "write-to-people"
"""Where one of the instructors writes to people of a cohort, by its id; `?person=` names each of them by their id."""

_addresses: dict[str, str] = {}
_owners: dict[str, str] = {}


def provide(page: str, name: str) -> None:
    """Say the `name` of the address, as `reverse` takes it, at which the page called `page` is."""
    _addresses[page], _owners[page] = name, now_plugging()


def address(page: str, *ids: Any) -> str:
    """Return the address of `page`, which shows the thing with these `ids`. Raises `LookupError` if no room has such a
    page.
    """
    if page not in _addresses:
        raise LookupError(f"No room has said where its page “{page}” is.")
    return reverse(_addresses[page], args=ids) if ids else address_of(_addresses[page])


def address_where_on(page: str, *ids: object, at: InstitutionLike | None) -> str:
    """Return the address of `page`; empty if no room has it, or if it is a plugin's that is off `at` that
    institution.
    """
    if page not in _addresses or not is_on(_owners.get(page, ""), at):
        return ""
    return address(page, *ids)


def _withdraw(plugin: str) -> None:
    """Forget the pages of a plugin that turns out to be broken."""
    for page in [page for page, owner in _owners.items() if owner == plugin]:
        del _addresses[page], _owners[page]


withdrawals.append(_withdraw)
