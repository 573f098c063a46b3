"""Certificates on the pages of other rooms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.plugins import filters
from lms.plugins.slots import Link, Panel

from . import services
from .models import Certificate
from .showing import Shown


def certificate_links(rows: Sequence[Any]) -> Mapping[int, Link]:
    """The certificate of each of the enrolments `rows`, by the enrolment's primary key; one query for all of them."""
    completed = [row.pk for row in rows if row.completed_at is not None]
    if not completed:
        return {}
    today = timezone.localdate()
    return {row.enrolment_id: _link(row, Shown.of(row, today=today)) for row in Certificate.objects.filter(enrolment__in=completed)}


def waiting_panels(rows: Sequence[Any]) -> Mapping[int, Panel]:
    """Why a completed enrolment has no certificate yet; one query where a plugin has a say in it, and none otherwise."""
    completed = [row for row in rows if row.completed_at is not None] if filters.issue else []
    if not completed:
        return {}
    held = set(Certificate.objects.filter(enrolment__in=completed).values_list("enrolment", flat=True))
    why = services.refused([row for row in completed if row.pk not in held])
    return {pk: Panel(_("Certificate"), "certificates/waiting.html", {"why": sentence}) for pk, sentence in why.items()}


def _link(certificate: Certificate, shown: Shown) -> Link:
    url = reverse("certificates:pdf", args=[certificate.serial])
    if shown.revoked_on:
        return Link(_("Certificate"), url, note=_("revoked on %(date)s") % {"date": shown.revoked_on}, pill="overdue")
    if not shown.holds:
        return Link(_("Certificate"), url, note=_("expired on %(date)s") % {"date": shown.valid_until}, pill="due")
    if certificate.valid_until is None:
        return Link(_("Certificate"), url, note=_("valid without limit of time"), pill="done")
    return Link(_("Certificate"), url, note=_("valid until %(date)s") % {"date": shown.valid_until}, pill="done")
