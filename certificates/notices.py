"""Notices to holders of certificates: ready, and about to expire."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell

from .models import Certificate

READY = timedelta(days=30)
BEFORE_IT_EXPIRES = timedelta(days=60)


class _CertificateNotice(NoticeKind):
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for a certificate that was revoked or withdrawn."""
        held = Certificate.objects.filter(serial__in={one.facts["serial"] for one in told}, revoked_at=None)
        known = {row.serial: row for row in held.exclude(status=Certificate.Status.WITHDRAWN)}
        page = reverse("certificates:mine")
        rows = [known.get(one.facts["serial"]) for one in told]
        return [Words(*self.say(row, now), page) if row else None for row in rows]

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
        soon = Certificate.objects.standing("valid", today).filter(valid_until__lte=today + BEFORE_IT_EXPIRES)
        rows = soon.values_list(
            "serial", "valid_until", "earned_by__learner_id", "earned_by__institution__timezone"
        ).order_by("pk")
        for serial, last, learner, place in rows:
            if last is None:
                continue
            ends = datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(place))
            yield Occasion(
                learner, f"{serial}:{last}", ends - BEFORE_IT_EXPIRES - timedelta(days=2), ends, {"serial": serial}
            )

    def say(self, certificate: Certificate, now: datetime) -> tuple[str, str]:
        last = day(certificate.valid_until, today=timezone.localdate(now)) if certificate.valid_until else ""
        subject = gettext("Expires soon: %(course)s") % {"course": certificate.course}
        text = gettext("Your certificate of the course “%(course)s” is valid until %(day)s.")
        return subject, text % {"course": certificate.course, "day": last}


def tell_of_certificate(certificate: Certificate, *, now: datetime) -> None:
    """Tell the holder that the paper is there."""
    learner, facts = certificate.earned_by.learner_id, {"serial": certificate.serial}
    tell(CertificateReady.slug, [Occasion(learner, certificate.serial, now, now + READY, facts)], now=now)


def register() -> None:
    """Add them, when the app is ready."""
    for kind in (CertificateReady, CertificateExpiring):
        kinds.register(kind)
