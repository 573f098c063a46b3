"""The only writer of the rules by which people of cohorts need attention."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lms.people.audit.services import note
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

from ..models import AttentionRule, MemberStanding
from .audit import TUNED
from .thresholds import Thresholds


@transaction.atomic
def set_rule(*, of: Cohort | Institution, rule: Thresholds, by: User, now: datetime) -> AttentionRule:
    """Let `rule` hold for a cohort, or for all cohorts of an institution and below it that have none closer. Their
    pages follow within a minute.
    """
    values: dict[str, Any] = {"soon_days": rule.soon_days, "quiet_days": rule.quiet_days, "behind": rule.behind}
    row, _made = AttentionRule.objects.update_or_create(**_named(of), defaults={**values, "set_by": by, "set_at": now})
    _note(of, by=by, now=now, **values)
    _renew(of, now=now)
    return row


@transaction.atomic
def drop_rule(*, of: Cohort | Institution, by: User, now: datetime) -> None:
    """Let what holds above hold again."""
    if AttentionRule.objects.filter(**_named(of)).delete()[0]:
        _note(of, by=by, now=now)
        _renew(of, now=now)


def _renew(of: Cohort | Institution, *, now: datetime) -> None:
    """Mark all standings that the rule may concern as to be worked out anew."""
    below = Cohort.objects.filter(institution__path__startswith=of.path or "/") if isinstance(of, Institution) else [of]
    rows = MemberStanding.objects.filter(cohort__in=below).select_for_update(no_key=True).order_by("pk")
    MemberStanding.objects.filter(pk__in=rows.values("pk")).update(until=now)


def _named(of: Cohort | Institution) -> dict[str, Any]:
    return {"cohort" if isinstance(of, Cohort) else "institution": of}


def _note(of: Cohort | Institution, *, by: User, now: datetime, **values: Any) -> None:
    institution = of.institution_id if isinstance(of, Cohort) else of.pk
    cohort: dict[str, Any] = {"cohort": of.pk} if isinstance(of, Cohort) else {}
    note(TUNED, by=by, now=now, institution=institution, **cohort, **values)
