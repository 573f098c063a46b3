"""Two answers at the same moment."""

from functools import partial

import pytest
from django.utils import timezone

from lms.people.administration.transfers import decisions
from lms.people.administration.transfers import services as transfer_services
from lms.people.audit.models import AuditEntry
from tests.progress.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_request_is_carried_out_once(amina, above, beside, neighbour_academy, wanjiru):
    row = transfer_services.ask(number=wanjiru.service_number, to=neighbour_academy, by=beside, now=timezone.now())
    today = timezone.localdate()
    how = {"requests": [row.pk], "starts_on": today, "today": today, "now": timezone.now()}
    counts = at_once(*[partial(decisions.confirm, by=who, **how) for who in (amina, above)])
    wanjiru.refresh_from_db()
    assert (sorted(counts), wanjiru.institution) == ([0, 1], neighbour_academy)
    assert AuditEntry.objects.filter(action="transfer_confirmed").count() == 1
