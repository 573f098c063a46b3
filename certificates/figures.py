"""Figures that certificates add to reports: completions with a certificate that was not revoked, and to cross-tables
what became of certificates.
"""

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
_EACH = Source(Certificate.objects.all, enrolment="earned_by", is_listed=True)
_IN_FORCE = Q(revoked_at=None, replaced_at=None)
CROSSED = (
    Figure("certificates_issued", _("Certificates issued"), Q(), "issued_at", _EACH, crossed=True),
    Figure(
        "certificates_expiring",
        _("Certificates that expire"),
        _IN_FORCE & Q(valid_until__isnull=False),
        "valid_until",
        _EACH,
        crossed=True,
        by_day=True,
    ),
    Figure(
        "certificates_revoked",
        _("Certificates revoked"),
        Q(revoked_at__isnull=False, replaced_at=None),
        "revoked_at",
        _EACH,
        crossed=True,
    ),
    Figure(
        "certificates_replaced",
        _("Certificates replaced"),
        Q(replaced_at__isnull=False),
        "replaced_at",
        _EACH,
        crossed=True,
    ),
)
