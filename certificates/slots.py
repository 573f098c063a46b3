"""Certificates on the pages of other rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lms.foundation.database.statements import Parameter, Statement
from lms.foundation.plugins import filters
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.learning.progress.models import Enrolment

from . import services
from .display import CertificateDisplay
from .models import Certificate

if TYPE_CHECKING:
    from django.db.models import Model

ANY = "0000-0000-0000"
"""What stands for the serial in an address."""
OF_LEARNER = Statement(lambda: Certificate.objects.of(Parameter("learner", BigIntegerField())), prepared=True)
"""Every certificate of one learner: their own pages and those about them ask it."""


def certificate_links(rows: Sequence[object]) -> Mapping[int, Link]:
    """Return the certificate of each of the enrolments `rows`, by the enrolment's primary key; one query for all of
    them.
    """
    today = timezone.localdate()
    return {row.pk: _link(held, CertificateDisplay.of(held, today=today)) for row, held in _read(rows) if held}


def _read(rows: Sequence[Any]) -> list[tuple[Any, Certificate | None]]:
    """Return the completed `rows`, each with its certificate or None; one query, however many of these functions a page
    calls with them.
    """
    completed = [row for row in rows if row.completed_at is not None]
    new = [row for row in completed if not Enrolment.certificate.is_cached(row)]
    learners = {row.learner_id for row in new}
    if len(learners) == 1:
        _keep(new, OF_LEARNER.rows(learner=learners.pop()))
    else:
        prefetch_related_objects(new, "certificate")
    return [(row, getattr(row, "certificate", None)) for row in completed]


def _keep(rows: Sequence[Any], certificates: Sequence[Certificate]) -> None:
    """Give each of `rows` its certificate, as if it had been fetched in advance."""
    by_enrolment = {certificate.enrolment_id: certificate for certificate in certificates}
    for row in rows:
        certificate = by_enrolment.get(row.pk)
        Enrolment.certificate.related.set_cached_value(row, certificate)
        if certificate is not None:
            certificate.enrolment = row


def waiting_panels(rows: Sequence[object]) -> Mapping[int, Panel]:
    """Explain why a completed enrolment has no certificate, or none yet; a query for the institutions of those that
    have none, and none where all have theirs.
    """
    return _waiting([row for row, held in _read(rows) if not held])


def kept_back_panels(rows: Sequence[object]) -> Mapping[int, Panel]:
    """Return the same panels for staff, with the way to issue the certificate by hand, also where only that of a
    programme is kept back: a query more while a plugin may do so.
    """
    completed = {row.pk: (row, held) for row, held in _read(rows)}
    programmes = services.programmes_lacking(list(completed)) if filters.issue else ()
    lacking = {one.enrolment_id for one in programmes}
    waiting = [row for row, held in completed.values() if not held or row.pk in lacking]
    return {
        pk: replace(panel, context={**panel.context, "by_hand": pk, "learner": completed[pk][0].learner_id})
        for pk, panel in _waiting(waiting).items()
    }


def _waiting(rows: list[Any]) -> Mapping[int, Panel]:
    prefetch_related_objects(rows, "institution")
    template = "certificates/waiting.html"
    why = services.refusals(rows)
    return {
        row.pk: Panel(_("Certificate"), template, {"why": why[row.pk], "waits": row.institution.issues is not False})
        for row in rows
        if row.pk in why
    }


def completion_panels(rows: Sequence[object]) -> Mapping[int, Panel]:
    """Return the certificate of each of the completed enrolments `rows`, or how far it is; one query for all of
    them.
    """
    today, template = timezone.localdate(), "certificates/completed.html"
    return {
        row.pk: Panel(_("Certificate"), template, {"shown": CertificateDisplay.of(held, today=today)})
        for row, held in _read(rows)
        if held
    }


def record_panels(rows: Sequence[object]) -> Mapping[int, Panel]:
    """Return the certificate of each of the enrolments `rows`, with the way to its record, where it is revoked; one
    query for all of them.
    """
    today, panels = timezone.localdate(), dict[int, Panel]()
    for row, held in _read(rows):
        if held:
            about = {"learner": row.learner_id, "is_first": not panels}
            context = about | {"shown": CertificateDisplay.of(held, today=today)}
            panels[row.pk] = Panel(_("Certificate"), "certificates/person_panel.html", context)
    return panels


def cohort_panels(rows: "Sequence[Model]") -> Mapping[int, Panel]:
    """Return the way to the certificates of each of the cohorts `rows`; no query."""
    return {row.pk: Panel(_("Certificates"), "certificates/cohort_panel.html", {"cohort": row.pk}) for row in rows}


def programme_links(rows: Sequence[Any]) -> Mapping[int, Link]:
    """Return the certificate of each of the completed programmes `rows`; one query for all of them."""
    today = timezone.localdate()
    held = Certificate.objects.filter(completion__in=rows)
    return {row.completion_id: _link(row, CertificateDisplay.of(row, today=today)) for row in held if row.completion_id}


def _link(certificate: Certificate, shown: CertificateDisplay) -> Link:
    note, pill = _note(certificate, shown)
    return Link(_("Certificate"), _pdf(certificate.serial), note=capfirst(note), pill=pill)


def _pdf(serial: str) -> str:
    """Return the address of the PDF. That of one is looked up once, and holds the serial in the place of each
    other's.
    """
    return address_of("certificates:pdf", ANY).replace(ANY, serial)


def _note(certificate: Certificate, shown: CertificateDisplay) -> tuple[str, str]:
    """Return the words about the certificate, and the kind of pill in which they are shown."""
    if shown.revoked_on:
        return _("revoked on %(date)s") % {"date": shown.revoked_on}, "overdue"
    if not shown.holds:
        return _("expired on %(date)s") % {"date": shown.valid_until}, "due"
    if certificate.valid_until is None:
        return _("valid without limit of time"), "done"
    return _("valid until %(date)s") % {"date": shown.valid_until}, "done"
