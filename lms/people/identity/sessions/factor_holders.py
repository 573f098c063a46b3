"""Holders of a second factor."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import BigAutoField, Exists, OuterRef, QuerySet

from lms.foundation.database.statements import Parameter, Values

if TYPE_CHECKING:
    from django.db.models import Model

    from ...directory.models import User

RECOVERY_CODES = "recovery_codes"


def holds_factor(person: str) -> Exists:
    """Return an annotation for rows; `person` leads from a row to the id of the person. Recovery codes alone are
    none.
    """
    factors = apps.get_model("mfa", "Authenticator").objects.filter(user=OuterRef(person))
    return Exists(factors.exclude(type=RECOVERY_CODES))


def has_factor(person: "User") -> bool:
    """Return whether `person` has a second factor. One statement if they were not loaded at a sign-in."""
    known: bool | None = person.__dict__.get("has_factor")
    if known is not None:
        return known
    return bool(_FACTOR.rows(person=person.pk))


def _first_factor() -> "QuerySet[Model, tuple[object, ...]]":
    factors = apps.get_model("mfa", "Authenticator").objects.filter(user=Parameter("person", BigAutoField()))
    return factors.exclude(type=RECOVERY_CODES).values_list("pk")[:1]


_FACTOR = Values(_first_factor, prepared=True)
