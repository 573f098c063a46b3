"""Setting that decides whether an institution issues certificates, for itself and for institutions below it without a
setting of their own.
"""

from datetime import datetime

from django.db import transaction

from ...audit.services import note
from ...directory.inherited_settings import recompute_inherited
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ...directory.tree import hold_the_trees


@transaction.atomic
def set_issuing(*, institution: Institution, issues: bool | None, issuer: str, by: User, now: datetime) -> Institution:
    """Let `institution` issue certificates or not; with None as the institution above does. `issuer` says who issues
    them where it does not. What is issued stays. The same again changes nothing. Raises `NotTheirs`.
    """
    if not administers(by, institution):
        raise NotTheirs
    hold_the_trees()
    said = (issues, (issuer.strip()[:200] or None) if issues is False else None)
    held = Institution.objects.get(pk=institution.pk)
    if (held.own_issues, held.own_issuer) == said:
        return held
    Institution.objects.filter(pk=held.pk).update(own_issues=said[0], own_issuer=said[1])
    note("issuing_set", by=by, institution=held, now=now, issues=issues)
    recompute_inherited(held)
    held.refresh_from_db()
    return held
