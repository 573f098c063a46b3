"""The engine of sessions: rows that know whose they are, so that one statement finds session and person."""

from contextlib import nullcontext
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from lms.foundation.database.statements import Insert, Parameter, Statement

from ...directory.models import User
from ..factors import second_step
from ..sessions import expiry
from ..sessions import services as sessions
from ..sessions.backends import duties_of
from ..sessions.models import Session, stored_key
from ..shared_devices import session_lock


def _asks() -> models.QuerySet[Session]:
    sessions = Session.objects.select_related("user__institution").annotate(**duties_of("user_id"))
    return sessions.filter(
        session_key=Parameter("key", models.CharField()), expire_date__gt=Parameter("now", models.DateTimeField())
    )


_SESSION = Statement(_asks, prepared=True)
_NEW = Insert(Session)
_DUTIES = tuple(duties_of("user_id"))


class SessionStore(db.SessionStore):
    """`person` is who was signed in when the session was loaded, with their institution and duties."""

    person: User | None = None
    row: Session | None = None
    """As it was when the session was loaded."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """Return the row, in the one place that reads it."""
        session = _SESSION.first(key=stored_key(self.session_key), now=timezone.now())
        if session is None:
            self._session_key = None
            return None
        self.person, self.row = session.user, session
        if session.user:
            for duty in _DUTIES:
                setattr(session.user, duty, getattr(session, duty))
        return session

    def cycle_key(self) -> None:
        """Go on under a new key. The row is written once, with all that it holds when the request ends: Django writes
        it empty first, in a transaction of its own.
        """
        data, old = self._session, self.session_key  # type: ignore[attr-defined]  # missing in its types
        self._session_key, self._session_cache = None, data
        self.modified = True
        if old:
            self.delete(old)

    def _get_new_session_key(self) -> str:
        """Return a random key without a look whether there is such a row: writing one that is taken fails, and another
        key is drawn.
        """
        return get_random_string(32, VALID_KEY_CHARS)

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(stored_key(key))

    def save(self, must_create: bool = False) -> None:
        """Save as Django does, except that a new row is written by a statement that is written once, in a transaction
        of its own only if there is one already: else it is one by itself.
        """
        if not must_create:
            super().save()
            return
        data = self._get_session(no_load=True)  # type: ignore[attr-defined]  # missing in its types
        row = self.create_model_instance(data)
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                _NEW.insert(row)
        except IntegrityError as error:
            raise CreateError from error

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # of the model named above
        row.session_key = stored_key(row.session_key)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.last_used_at = now = timezone.now()
        if row.user_id:
            row.began_at, row.device = sessions.began_at(data, now=now), data.get(sessions.DEVICE, "")
            row.expire_date = expiry.ends_at(
                began_at=row.began_at, used_at=now, is_staff=data.get(sessions.STAFF, False)
            )
            row.sign_on_id = data.get(second_step.BY_PROVIDER)
            if device := data.get(session_lock.DEVICE):
                row.shared_device_id, row.expire_date = device, min(row.expire_date, now + session_lock.LONGEST)
        return row
