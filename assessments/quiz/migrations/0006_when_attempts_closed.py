"""The state of a quiz says when it was closed, since the review goes by phases: attempts of before say it too, as the journal does."""

from django.db import migrations

BATCH = 500


def say_when(apps, schema_editor):
    Attempt = apps.get_model("progress", "Attempt")
    last = 0
    while rows := list(Attempt.objects.filter(kind="quiz", closed_at__isnull=False, pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        silent = [attempt for attempt in rows if "closed" not in attempt.state]
        for attempt in silent:
            attempt.state = {**attempt.state, "closed": attempt.closed_at.isoformat()}
        Attempt.objects.bulk_update(silent, ["state"])


class Migration(migrations.Migration):

    dependencies = [
        ("quiz", "0005_exams"),
        ("progress", "0005_deadlines_and_waiting"),
    ]

    operations = [migrations.RunPython(say_when, migrations.RunPython.noop)]
