"""Facts have a number in the journal of their enrolment, so that no clock says which came first."""

import django.db.models.deletion
from django.db import migrations, models

from lms.learning.progress.journal.triggers import JOURNAL

NUMBERED = """UPDATE progress_event SET number = ordered.number FROM (
  SELECT id, ROW_NUMBER() OVER (PARTITION BY enrolment_id ORDER BY reached_at, attempt_id, position) AS number FROM (
    SELECT id, enrolment_id, attempt_id, position, MAX(received_at) OVER (PARTITION BY attempt_id ORDER BY position) AS reached_at
    FROM progress_event
  ) AS running
) AS ordered WHERE ordered.id = progress_event.id"""
"""As they were counted until now, but for attempts whose clock went back: their own order stands."""
MOVED = """UPDATE progress_enrolment SET moved_after = (
  SELECT COALESCE(MAX(number), 0) FROM progress_event
  WHERE enrolment_id = progress_enrolment.id AND received_at <= progress_enrolment.moved_at
) WHERE moved_at IS NOT NULL"""


def number(apps, schema_editor):
    if not apps.get_model("progress", "Event").objects.exists():
        return
    JOURNAL.permit(schema_editor.connection, given=True)
    schema_editor.execute(NUMBERED)
    schema_editor.execute(MOVED)
    JOURNAL.permit(schema_editor.connection, given=False)


class Migration(migrations.Migration):
    dependencies = [("progress", "0020_who_began_it")]
    operations = [
        migrations.AddField("enrolment", "moved_after", models.PositiveIntegerField(null=True)),
        migrations.AddField("event", "number", models.PositiveIntegerField(null=True)),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField(
            "event",
            "number",
            models.PositiveIntegerField(),
        ),
        migrations.AddConstraint("event", models.UniqueConstraint(fields=["enrolment", "number"], name="event_number_once")),
        migrations.AlterField(
            "event",
            "enrolment",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="progress.enrolment"),
        ),
    ]
