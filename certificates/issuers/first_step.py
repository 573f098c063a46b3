"""The part of certificates in what an academy needs before its first intake."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.linked_pages import ISSUER, address
from lms.foundation.plugins.pages.office import Step
from lms.people.directory.institutions import Institution


def _has_signatory(place: Any) -> bool:
    """Return whether somebody signs the certificates of `place`, or another body issues them."""
    if place.issues is False:
        return True
    issuer = Institution.objects.filter(pk=place.issuing or place.pk).values_list("certificate_settings", flat=True)
    return any(settings.get("signatories") for settings in issuer)


SIGNATORY = Step(
    "signatory",
    _("Who signs certificates"),
    _("Name and office stand on each new certificate."),
    85,
    _has_signatory,
    lambda place: address(ISSUER, place.pk),
)
