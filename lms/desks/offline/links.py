"""The tab about held events beside the page of a person, for staff; panels that keep a course, and of one's phones."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import in_language
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.learning.progress.models import Enrolment

from .models import Device, Held, Reason


class HeldOfPerson(Tab):
    slug = "offline_held"
    label = _("Kept, but not counted")
    place = slots.PERSON

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return how many answers from a phone are held, in which course, why, and the last day, of the enrolments that
        the viewer may see. One statement.
        """
        visible = Enrolment.objects.visible_to(viewer).filter(learner=row.pk)
        counted = Held.objects.of(row).filter(enrolment__in=visible).order_by("enrolment", "reason")
        found = counted.values("enrolment", "enrolment__course__titles", "reason").annotate(
            number=Count("pk"), last=Max("received_at")
        )
        language = get_language() or ""
        rows = [
            (in_language(one["enrolment__course__titles"], language), Reason(one["reason"]).label, one) for one in found
        ]
        return Panel(self.label, "offline/held_panel.html", {"rows": rows}) if rows else None


def keep_panels(enrolments: Sequence[Enrolment]) -> Mapping[int, Panel]:
    """Return the panel with the button that keeps a course on a phone. No statement."""
    title = _("Learning without network")
    return {one.pk: Panel(title, "offline/keep_panel.html", {"course": one.course.slug}) for one in enrolments}


def device_panels(people: Sequence[Any]) -> Mapping[int, Panel]:
    """Return the phones of each person who has some, and how often the chain of each was broken. One statement."""
    found = Device.objects.filter(person__in=[one.pk for one in people]).annotate(number=Count("breaks"))
    rows: dict[int, list[tuple[Device, int]]] = {}
    for device in found.order_by("-last_seen_at"):
        rows.setdefault(device.person_id, []).append((device, device.number))
    title = _("Phones that learn without network")
    return {pk: Panel(title, "offline/devices_panel.html", {"rows": ofs}) for pk, ofs in rows.items()}
