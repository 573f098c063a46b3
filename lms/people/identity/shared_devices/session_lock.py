"""Sessions on shared devices: after ten minutes without use nothing opens but the page that asks who it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest

from lms.foundation.interface.json_responses import wants_json
from lms.foundation.interface.parsing import whole_number

from ...directory.models import User
from ...directory.reach import is_staff
from ..factors import stepup
from ..sessions.models import Session

DEVICE, LOCKED, BY_PIN, HELD = "shared_device", "locked", "by_pin", "held_form"
"""In the session: the device; that it is locked; that its person was shown by a PIN; what was sent while locked."""
View = TypeVar("View", bound=Callable[..., Any])
IDLE = timedelta(minutes=10)
PART = timedelta(minutes=1)
"""How often it is written down that the session is used: it locks after nine to ten minutes."""
LONGEST = timedelta(hours=12)
"""How long a session on a shared device lasts without use."""
MOST_HELD = 100_000
"""Bytes of a form that is kept while locked."""


def keep_use(request: HttpRequest, row: Session, person: User, *, now: datetime) -> None:
    """Lock the session, or write down that it is used. One statement, or none; where it locks, that of the session."""
    session = request.session
    if session.get(LOCKED):
        return
    used = row.last_used_at or now
    if now - used > IDLE or (session.get(BY_PIN) and is_staff(person)):
        session[LOCKED] = True
        session.pop(stepup.KEY, None)
    elif now - used >= PART:
        Session.objects.filter(pk=row.pk).update(last_used_at=now, expire_date=now + LONGEST)


def is_locked(request: HttpRequest) -> bool:
    """Return whether the session is locked. Costs no further query."""
    return request.user.is_authenticated and bool(request.session.get(LOCKED))


def holds_answers(view: View) -> View:
    """Mark `view`, whose forms are kept when sent while the session is locked: they hold answers, and no secret."""
    view.holds_answers = True  # type: ignore[attr-defined]
    return view


def hold(request: HttpRequest, view: object) -> None:
    """Keep the answers that were sent while locked, to be sent again by whoever unlocks the session; not those of a
    script, which keeps them itself.
    """
    by_script = "X-Requested-With" in request.headers or wants_json(request)
    small = 0 < (whole_number(request.META.get("CONTENT_LENGTH")) or 0) <= MOST_HELD
    if request.method == "POST" and small and not by_script and getattr(view, "holds_answers", False):
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        request.session[HELD] = {"to": request.get_full_path(), "fields": fields}


def unlock(request: HttpRequest) -> dict[str, object] | None:
    """Go on, under a new session key. Gives what was sent while locked."""
    request.session.pop(LOCKED, None)
    held: dict[str, Any] | None = request.session.pop(HELD, None)
    request.session.cycle_key()
    return held
