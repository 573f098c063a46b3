"""Cohorts that are filled by a rule, and kept up to date by a job. People who were added by hand stay, and whoever was
taken out by hand stays out.
"""

import logging
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lms.foundation.plugins.events import left_by_rule

from ...audit.services import note
from ...directory.choices import STAFF_ROLES
from ...directory.models import Cohort, CohortMember, Membership, User
from ...directory.reach import NotTheirs, administers
from ..records.models import CohortRule, StaysOut
from ..records.services import join, leave_all

log = logging.getLogger(__name__)


@transaction.atomic
def set_rule(*, cohort: Cohort, ranks: str, since: date | None, by: User, now: datetime) -> CohortRule:
    """Fill `cohort` by a rule from now on, in place of the one that it has. `ranks` are separated by commas, `since` is
    the day from which on accounts were made; one of both is needed. The same again changes nothing.

    Raises `NotTheirs`, `ValueError` where nothing is asked.
    """
    if not administers(by, cohort.institution):
        raise NotTheirs
    ranks = ", ".join(parts(ranks))
    if not ranks and since is None:
        raise ValueError("A rule without a rank and without a day would be everybody.")
    known = CohortRule.objects.select_for_update(no_key=True).filter(cohort=cohort).first()
    if known is not None and (known.ranks, known.since) == (ranks, since):
        return known
    about = {"ranks": ranks, "since": since, "set_by": by, "set_at": now}
    rule, _made = CohortRule.objects.update_or_create(cohort=cohort, defaults=about)
    note("cohort_rule_set", by=by, institution=cohort.institution, now=now, cohort=cohort.pk)
    keep_up(rule, now=now)
    return rule


@transaction.atomic
def end_rule(*, cohort: Cohort, by: User, now: datetime) -> bool:
    """Fill `cohort` by hand again; whoever is in it stays. False where it has no rule. Raises `NotTheirs`."""
    if not administers(by, cohort.institution):
        raise NotTheirs
    if not CohortRule.objects.filter(cohort=cohort).delete()[0]:
        return False
    CohortMember.objects.filter(cohort=cohort, by_rule=True).update(by_rule=False)
    StaysOut.objects.filter(cohort=cohort).delete()
    note("cohort_rule_ended", by=by, institution=cohort.institution, now=now, cohort=cohort.pk)
    return True


def keep_up_all(*, now: datetime) -> int:
    """Fill the cohorts that have a rule and are not over; returns how many people joined or left. One that fails is
    logged, and the others go on.
    """
    today, changed = timezone.localdate(now), 0
    over = Q(cohort__ends_on__lt=today) | Q(cohort__closed_at__isnull=False)
    rules = CohortRule.objects.exclude(over)
    for rule in rules.select_related("cohort__institution").order_by("pk"):
        try:
            changed += keep_up(rule, now=now)
        except Exception:  # whatever a receiver or the database raise
            log.exception("the rule of cohort %s failed", rule.cohort_id)
    return changed


@transaction.atomic
def keep_up(rule: CohortRule, *, now: datetime) -> int:
    """Add who fits now, and take out whom the rule brought and who fits no more. Twice at once it is done once."""
    held = CohortRule.objects.select_for_update(of=("self",), no_key=True).filter(pk=rule.pk).first()
    if held is None:
        return 0
    cohort = rule.cohort
    here = CohortMember.objects.filter(cohort=cohort)
    out = StaysOut.objects.filter(cohort=cohort, user=OuterRef("pk"))
    fitting = fits(held)
    new = fitting.filter(~Exists(out), is_active=True).exclude(pk__in=here.values("user"))
    gone = User.objects.filter(pk__in=here.filter(by_rule=True).values("user")).exclude(pk__in=fitting.values("pk"))
    leaving = list(gone.values_list("pk", flat=True))
    left = leave_all(cohort=cohort, people=leaving, now=now)
    if leaving:
        left_by_rule.send(Cohort, cohort=cohort, people=leaving, now=now)
    return left + join(cohort=cohort, people=list(new.order_by("pk")), now=now, by_rule=True)


def fits(rule: CohortRule) -> QuerySet[User]:
    """Return the people whom `rule` names: never the person who set it, and no person with a role."""
    institution = rule.cohort.institution
    staff = Membership.objects.in_force().filter(user=OuterRef("pk"), role__in=STAFF_ROLES)
    people = User.objects.filter(~Exists(staff), institution__path__startswith=institution.path, is_superuser=False)
    if rule.set_by_id is not None:
        people = people.exclude(pk=rule.set_by_id)
    if ranks := parts(rule.ranks):
        people = people.filter(reduce(or_, (Q(rank__iexact=rank) for rank in ranks)))
    if rule.since is not None:
        begins = datetime.combine(rule.since, time(), tzinfo=ZoneInfo(institution.timezone))
        people = people.filter(date_joined__gte=begins)
    return people


def parts(ranks: str) -> list[str]:
    """Return the ranks that `ranks` names."""
    return [rank for part in ranks.replace("،", ",").split(",") if (rank := " ".join(part.split()))]
