"""Figures that teaching adds to cross-tables: members of cohorts who need attention, by the reason that was stored."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source

from ..models import MemberStanding
from .rules import Reason

_EACH = Source(
    MemberStanding.objects.all,
    institution="cohort__institution",
    person="member__user",
    paths={"sex": "member__user__sex", "cohort": "cohort"},
    is_listed=True,
)
_LABELS = {
    "attention": (Q(reason__lt=Reason.ON_TRACK), _("Officers who need attention")),
    "attention_overdue": (Q(reason=Reason.OVERDUE), _("Need attention: overdue")),
    "attention_attempts": (Q(reason=Reason.NO_ATTEMPT_LEFT), _("Need attention: no attempt left")),
    "attention_soon": (Q(reason=Reason.DUE_SOON), _("Need attention: due soon")),
    "attention_quiet": (Q(reason=Reason.QUIET), _("Need attention: not seen for days")),
    "attention_slow": (Q(reason=Reason.SLOW), _("Need attention: slower than the cohort")),
}
FIGURES = tuple(
    Figure(slug, label, condition, "member__joined_at", _EACH, people=True)
    for slug, (condition, label) in _LABELS.items()
)
"""A member counts by the day on which they joined the cohort; the reason is that of now."""
