"""Between the password and the second factor: who has shown the one and not yet the other, kept in the session.

Nobody is signed in by it. It is void after ten minutes, with another password, and for whoever may no longer sign in.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from ...directory.models import User
from ..providers.models import SignOn

KEY = "second_step"
WITHIN = timedelta(minutes=10)
BY_PROVIDER = "by_provider"
"""In the session: the id of the `SignOn` through which its person was shown, and by no password."""
SIGNED_IN_BY = "lms.people.identity.sessions.backends.ServiceNumberBackend"


def begin(request: HttpRequest, person: User, *, wanted: str, now: datetime, by_provider: int | None = None) -> None:
    """Keep that `person` has shown their password, or was shown through the `SignOn` with the id `by_provider`, and the
    page that they want to go on to, under a new session key.
    """
    request.session.cycle_key()
    request.session[KEY] = {
        "person": person.pk,
        "password": person.get_session_auth_hash(),
        "at": now.timestamp(),
        "wanted": wanted,
        BY_PROVIDER: by_provider,
    }


def waiting(request: HttpRequest, *, now: datetime) -> User | None:
    """Return the person who is asked for their second factor in this session; None if there is none, or no longer."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or not 0 <= now.timestamp() - kept["at"] <= WITHIN.total_seconds():
        return None
    if (provider := kept.get(BY_PROVIDER)) and not SignOn.objects.at_work().filter(pk=provider).exists():
        return None
    person = User.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(kept["password"], person.get_session_auth_hash()):
        return None
    return person


def finish(request: HttpRequest, person: User) -> str:
    """Sign `person` in, who has shown both. Returns the page that they want to go on to."""
    kept: dict[str, Any] = request.session.pop(KEY)
    request.factor_shown = True  # type: ignore[attr-defined]  # for the receiver that refuses everything else
    sign_in(request, person, by_provider=kept.get(BY_PROVIDER))
    return str(kept["wanted"])


def sign_in(request: HttpRequest, person: User, *, by_provider: int | None) -> None:
    """Sign `person` in; the session says through which `SignOn`, if through one, and ends with it."""
    login(request, person, backend=SIGNED_IN_BY)
    if by_provider:
        request.session[BY_PROVIDER] = by_provider
