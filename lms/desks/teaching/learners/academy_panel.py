"""Training record of a person, on the administrator's page about them."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import User

MOST = 20


def training_record(viewer: User, person: User) -> Panel:
    """Return the courses of `person` that `viewer` may see, the latest first; one statement."""
    language = get_language() or "en"
    rows = Enrolment.objects.visible_to(viewer, *TEACHING_ROLES).filter(learner=person).select_related("course")
    lines = [(row.course.title_in(language), row) for row in rows.order_by("-pk")[: MOST + 1]]
    context = {"lines": lines[:MOST], "more": len(lines) > MOST, "url": reverse("teach:person", args=[person.pk])}
    return Panel(_("Training record"), "teaching/academy_panel.html", context)
