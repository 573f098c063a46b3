"""Who is signed in, on which device: the rows of sessions."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A browser that keeps a cookie; of whoever has not signed in, the row is nobody's. It goes with the person."""

    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
