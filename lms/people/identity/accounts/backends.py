"""The code of a card as Django's authentication knows it, so that wrong codes count as wrong passwords do."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from ...directory.models import User
from .activation import person_with


class CardCode(BaseBackend):
    """Backend that finds the person of a card's code. Nobody is signed in by it alone: it loads nobody for a
    session.
    """

    def authenticate(  # type: ignore[override]  # other credentials must not fit, so that it is not asked for them
        self, request: HttpRequest | None, username: str = "", card_secret: str = ""
    ) -> User | None:
        return person_with(number=username, code=card_secret, now=timezone.now())
