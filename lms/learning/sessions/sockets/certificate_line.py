"""A line on the certificate: how long the holder attended sessions of the course."""

from django.utils.translation import gettext, override

from lms.foundation.interface.words import hours
from lms.foundation.plugins.certificate import Award, CertificateElement
from lms.learning.progress.models import Attempt

from ..activity import Attend, attended


class Attended(CertificateElement):
    slug = "attended"

    def line(self, award: Award, *, language: str) -> str:
        states = Attempt.objects.filter(enrolment=award.enrolment, kind=Attend.slug).values_list("state", flat=True)
        minutes = sum(attended(state) for state in states)
        if not minutes:
            return ""
        with override(language):
            return gettext("Attended: %(hours)s") % {"hours": hours(minutes)}
