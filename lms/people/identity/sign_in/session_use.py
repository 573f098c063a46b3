"""The use of a session, noted as often as needed for its end."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ...directory.administrator_reach import is_staff
from ...directory.models import User
from ..sessions import expiry
from ..sessions.models import Session
from ..shared_devices import session_lock


def keep_use(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Write down that the session of `person` is used, if it is time to; one on a shared device may lock. One
    statement, or none.
    """
    store: Any = request.session
    row: Session | None = store.row
    if row is None:
        return
    if row.shared_device_id:
        session_lock.keep_use(request, row, person, now=now)
        return
    staff, began = is_staff(person), row.began_at or now
    if expiry.is_to_be_kept(used_at=row.last_used_at, ends=row.expire_date, began_at=began, now=now, is_staff=staff):
        end = expiry.ends_at(began_at=began, used_at=now, is_staff=staff)
        Session.objects.filter(pk=row.pk).update(last_used_at=now, began_at=began, expire_date=end)
