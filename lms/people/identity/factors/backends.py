"""The second factor as Django's authentication knows it, so that wrong codes count as wrong passwords do."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from ...directory.models import User
from ..sessions.backends import numbered
from .services import take_code


class OneTimePassword(BaseBackend):
    """Backend that checks a one-time code. Nobody is signed in by it alone: it loads nobody for a session."""

    def authenticate(  # type: ignore[override]  # other credentials must not fit, so that it is not asked for them
        self, request: HttpRequest | None, username: str = "", one_time_password: str = ""
    ) -> User | None:
        person = numbered(request, username)
        taken = person is not None and take_code(person=person, code=one_time_password, now=timezone.now())
        return person if taken else None
