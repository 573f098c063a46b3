"""The score of a course is that of its required activities, also of one that is complete: worked out anew from what each counts for."""

from django.db import migrations, models

CHUNK = 1000


def work_out_scores(apps, schema_editor=None):
    """By release, since that says what counts and how much. What an enrolment's activities count for stays as it is."""
    enrolments = apps.get_model("progress", "Enrolment").objects
    for release in apps.get_model("courses", "Release").objects.iterator():
        entries = release.data["activities"]
        weights = {entry["id"]: entry.get("weight", 1.0) for entry in entries if entry.get("required", True)}
        changed = []
        for row in enrolments.filter(release=release.pk).exclude(scores={}).only("scores", "score").iterator(chunk_size=CHUNK):
            score = score_of(row.scores, weights)
            if score != row.score:
                row.score = score
                changed.append(row)
        enrolments.bulk_update(changed, ["score"], batch_size=CHUNK)


def score_of(scores, weights):
    counted = {activity: score for activity, score in scores.items() if weights.get(activity, 0.0) > 0}
    total = sum(weights[activity] for activity in counted)
    return sum(score * weights[activity] for activity, score in counted.items()) / total if counted else None


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_terminated_once")]

    operations = [
        migrations.AlterField(
            model_name="enrolment",
            name="scores",
            field=models.JSONField(default=dict, help_text="What each activity counts for, 0..1, by its id."),
        ),
        migrations.RunPython(work_out_scores, migrations.RunPython.noop),
    ]
