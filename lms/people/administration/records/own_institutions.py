"""Institutions that somebody administers, for views."""

from django.shortcuts import get_object_or_404

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import User


def administered(viewer: User) -> list[Institution]:
    """Return the institutions that `viewer` administers, each before those below it."""
    return list(Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).order_by("path"))


def administered_or_404(viewer: User, pk: int) -> Institution:
    """Return the institution `pk`, which `viewer` administers; 404 for everybody else."""
    mine = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).select_related("parent")
    return get_object_or_404(mine, pk=pk)
