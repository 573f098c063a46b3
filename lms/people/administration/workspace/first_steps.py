"""List of first steps on the home page of an institution's administrators: putting it away, and back."""

from django.db import transaction
from django.utils import timezone

from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ..records.models import FirstSteps


def is_put_away(place: Institution) -> bool:
    return FirstSteps.objects.filter(institution=place).exists()


@transaction.atomic
def put_away(*, institution: Institution, away: bool, by: User) -> None:
    """Take the list from the home page, or put it back. The same again changes nothing. Raises `NotTheirs`."""
    if not administers(by, institution):
        raise NotTheirs
    now = timezone.now()
    if away:
        _row, changed = FirstSteps.objects.get_or_create(institution=institution, defaults={"put_away_at": now})
    else:
        changed = bool(FirstSteps.objects.filter(institution=institution).delete()[0])
    if changed:
        note("first_steps_put_away", by=by, institution=institution, now=now, away=away)
