"""Lookup of one certificate for a page: the one rule for its PDF, its page and its badge."""

from django.shortcuts import get_object_or_404

from lms.people.directory.models import User

from .models import Certificate, CertificateQuerySet


def own_or_visible(rows: CertificateQuerySet, viewer: User, serial: str) -> Certificate:
    """Return the certificate with this number among `rows`, for its holder and for staff of its institution; one
    statement for the holder. Raises `Http404`.
    """
    return rows.of(viewer).filter(serial=serial).first() or get_object_or_404(rows.visible_to(viewer), serial=serial)
