"""Sessions as rows, with the signed-in person and the device."""

import hashlib
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


def stored_key(key: str | None) -> str:
    """Give what stands in the row in place of the `key` that the browser has: a hash of it, so that nobody signs in
    with a copy of the database. A key is drawn with 165 bits: nothing is gained by hashing it slowly or with a salt.
    """
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class Session(AbstractBaseSession):
    """A browser that keeps a cookie; of whoever has not signed in, the row is nobody's. It goes with the person,
    with the shared device that it was begun on, and with the provider through which it was (`sign_on`). `session_key`
    is the hash of the browser's key (`stored_key`).

    The database does not insist that these are there: Django takes a row that cannot be made for a key
    that is taken, and would draw keys for ever for somebody who is deleted at that moment. Nobody is signed in by such
    a row.
    """

    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="sessions", db_constraint=False)
    shared_device = models.ForeignKey(
        "people.SharedDevice", models.CASCADE, null=True, related_name="sessions", db_constraint=False
    )
    sign_on = models.ForeignKey(
        "people.SignOn", models.CASCADE, null=True, related_name="sessions", db_constraint=False
    )
    device = models.CharField(max_length=60, blank=True, default="")
    began_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
