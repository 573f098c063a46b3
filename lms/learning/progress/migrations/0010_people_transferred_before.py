"""People who serve elsewhere since before transfers were kept: what they have under way goes on where they serve now."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

BATCH = 500
COPIED = (
    "learner_id", "course_id", "release_id", "assignment_id", "institution_id", "country", "sex", "status", "due_at", "enrolled_at",
    "started_at", "arrived_at",
)


def bring_along(apps, schema_editor):
    """As a transfer does today. Nobody knows any more when it was, so the old institution keeps them until now."""
    Enrolment, Stay = apps.get_model("progress", "Enrolment"), apps.get_model("progress", "Stay")
    now = timezone.now()
    away = Enrolment.objects.filter(completed_at=None, learner__institution__isnull=False).exclude(institution=F("learner__institution"))
    while rows := list(away.select_related("learner__institution").order_by("pk")[:BATCH]):
        Stay.objects.bulk_create(
            Stay(enrolment=row, to=row.learner.institution, left_at=now, **{name: getattr(row, name) for name in COPIED}) for row in rows
        )
        for row in rows:
            row.institution, row.arrived_at = row.learner.institution, now
            row.country = row.learner.institution.country
        Enrolment.objects.bulk_update(rows, ["institution", "country", "arrived_at"])


class Migration(migrations.Migration):
    dependencies = [("progress", "0009_stays")]
    operations = [migrations.RunPython(bring_along, migrations.RunPython.noop)]
