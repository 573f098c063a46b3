"""A line on the certificate: how many interviews the holder practised."""

from django.db.models import Sum
from django.utils.translation import ngettext, override

from lms.foundation.plugins.certificate import Award, CertificateElement

from .models import Log


class Practised(CertificateElement):
    slug = "fieldnotes_practised"

    def line(self, award: Award, *, language: str) -> str:
        number = Log.objects.filter(attempt__enrolment=award.enrolment).aggregate(total=Sum("interviews"))["total"]
        if not number:
            return ""
        with override(language):
            return ngettext("%(number)s interview practised", "%(number)s interviews practised", number) % {
                "number": number
            }
