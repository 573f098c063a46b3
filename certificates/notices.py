"""Notices to holders of certificates: ready, and about to expire."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell

from .models import Certificate, CertificateQuerySet

READY = timedelta(days=30)
_DAY = timedelta(days=1)
LAST_WEEKS = timedelta(days=14)
"""Before the last day, when a second reminder leaves."""
LATE = timedelta(days=2)
"""Time after the beginning of a window within which its notice may still leave."""


class _CertificateNotice(NoticeKind):
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for a certificate that was revoked or withdrawn."""
        held = self.held().filter(serial__in={one.facts["serial"] for one in told}, revoked_at=None, replaced_at=None)
        known = {row.serial: row for row in held.exclude(status=Certificate.Status.WITHDRAWN)}
        rows = [known.get(one.facts["serial"]) for one in told]
        return [Words(*self.say(row, now), self.page(row)) if row else None for row in rows]

    def page(self, certificate: Certificate) -> str:
        """Return the address of the page on which the holder goes on."""
        return reverse("certificates:mine")

    def held(self) -> CertificateQuerySet:
        """Return the certificates of which there is something to say."""
        return Certificate.objects.all()

    def say(self, certificate: Certificate, now: datetime) -> tuple[str, str]:
        raise NotImplementedError


class CertificateReady(_CertificateNotice):
    slug = "certificate_ready"
    name = _("A certificate is ready")

    def say(self, certificate: Certificate, now: datetime) -> tuple[str, str]:
        subject = gettext("Your certificate: %(course)s") % {"course": certificate.course}
        return subject, gettext("Your certificate of the course “%(course)s” is ready.") % {
            "course": certificate.course
        }


class CertificateExpiring(_CertificateNotice):
    slug = "certificate_expiring"
    name = _("A certificate is about to expire")
    every = timedelta(hours=6)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        today = timezone.localdate(now)
        soon = Certificate.objects.standing("valid", today).filter(renewable_from__lte=today, renewed_by=None)
        rows = soon.values_list(
            "serial", "renewable_from", "valid_until", "earned_by__learner_id", "earned_by__institution__timezone"
        ).order_by("pk")
        for serial, first, last, learner, place in rows:
            if first is None or last is None:
                continue
            begins, ends = (datetime.combine(day, time(), tzinfo=ZoneInfo(place)) for day in (first, last + _DAY))
            yield Occasion(learner, f"{serial}:{last}", begins - LATE, ends, {"serial": serial})
            if begins < ends - LAST_WEEKS <= now:
                yield Occasion(learner, f"{serial}:{last}:last", ends - LAST_WEEKS - LATE, ends, {"serial": serial})

    def say(self, certificate: Certificate, now: datetime) -> tuple[str, str]:
        last = day(certificate.valid_until, today=timezone.localdate(now)) if certificate.valid_until else ""
        subject = gettext("Expires soon: %(course)s") % {"course": certificate.course}
        text = gettext("Your certificate of the course “%(course)s” is valid until %(day)s.")
        return subject, f"{text % {'course': certificate.course, 'day': last}} {self._how(certificate)}"

    def held(self) -> CertificateQuerySet:
        """Return those that are not renewed yet, with the refresher of each."""
        rows = Certificate.objects.filter(renewed_by=None)
        return rows.select_related("of_course__refresher", "of_programme__refresher")

    def page(self, certificate: Certificate) -> str:
        return reverse("certificates:renew", args=[certificate.serial])

    def _how(self, certificate: Certificate) -> str:
        """Say how it is renewed."""
        of = certificate.of_course or certificate.of_programme
        if of is None or of.refresher is None or not of.refresher.open:
            return gettext("To renew it, take the course again.")
        sentence = gettext("To renew it, complete the shorter course “%(course)s” by then, or take the course again.")
        return sentence % {"course": of.refresher.title_in(get_language() or "")}


def tell_of_certificate(certificate: Certificate, *, now: datetime) -> None:
    """Tell the holder that the paper is there."""
    learner, facts = certificate.earned_by.learner_id, {"serial": certificate.serial}
    tell(CertificateReady.slug, [Occasion(learner, certificate.serial, now, now + READY, facts)], now=now)


def register() -> None:
    """Add them, when the app is ready."""
    for kind in (CertificateReady, CertificateExpiring):
        kinds.register(kind)
