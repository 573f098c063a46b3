"""Figure that certificates add to reports: completions with a certificate that was not revoked."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure

CERTIFIED = Figure(
    slug="certified",
    label=_("Certified"),
    condition=Q(certificate__isnull=False, certificate__revoked_at__isnull=True),
    dated="completed_at",
    kept=True,
)
