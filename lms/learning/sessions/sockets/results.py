"""Hours in class, on the page of all results of a learner."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel
from lms.people.directory.institutions import Institution

from ..access import PLUGIN
from ..models import Attendance

if TYPE_CHECKING:
    from django.db.models import Model


def attended_panels(rows: "Sequence[Model]") -> Mapping[int, Panel]:
    """Return number and minutes of the sessions that each of the people attended; one statement. None for people who
    attended none.
    """
    came = Attendance.objects.filter(learner__in=[row.pk for row in rows], minutes__gt=0)
    here = came.filter(session__institution__in=Institution.objects.where_on(PLUGIN))
    sums = here.values_list("learner").annotate(Count("pk"), Sum("minutes")).order_by()
    return {
        pk: Panel(_("Hours in class"), "meetings/hours.html", {"number": number, "minutes": minutes})
        for pk, number, minutes in sums
    }
