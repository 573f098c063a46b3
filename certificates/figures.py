"""Figures that certificates add to reports: completions with a certificate that was not revoked, and to cross-tables
what became of certificates.
"""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source

from .models import Certificate

CERTIFIED = Figure(
    slug="certified",
    label=_("Certified"),
    condition=Q(certificate__isnull=False, certificate__revoked_at__isnull=True),
    dated="completed_at",
    kept=True,
)
_crossed = partial(Figure, source=Source(Certificate.objects.all, enrolment="earned_by", is_listed=True), crossed=True)
_EXPIRING = Q(revoked_at=None, replaced_at=None, valid_until__isnull=False)
_REVOKED, _REPLACED = Q(revoked_at__isnull=False, replaced_at=None), Q(replaced_at__isnull=False)
CROSSED = (
    _crossed("certificates_issued", _("Certificates issued"), Q(), "issued_at"),
    _crossed("certificates_expiring", _("Certificates that expire"), _EXPIRING, "valid_until", by_day=True),
    _crossed("certificates_revoked", _("Certificates revoked"), _REVOKED, "revoked_at"),
    _crossed("certificates_replaced", _("Certificates replaced"), _REPLACED, "replaced_at"),
)
