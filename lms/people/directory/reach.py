"""Institutions that are near a person: they see rows of these; rows of others are not there for them."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from .institutions import Institution
from .role_validity import in_force


def institutions_in_reach(*, person: Any, place: Any) -> QuerySet[Institution]:
    """Return the institutions at, above and below `place` and the places where `person` holds a role.

    Both are ids, or expressions.
    """
    places = Institution.objects.filter(Q(pk=place) | (Q(memberships__user=person) & in_force("memberships__")))
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    places_near = places.alias(owned=path).filter(Q(owned__startswith=F("path")) | Q(path__startswith=F("owned")))
    return Institution.objects.filter(Exists(places_near))
