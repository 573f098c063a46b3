from django.db import migrations, models

from lms.foundation.database.indexes import AddIndexMeanwhile

COLUMNS = "learner_id, institution_id, country, sex, rank_band, role_family"


def note_combinations(apps, schema_editor):
    """Let PostgreSQL count how many combinations there are of a person and who they were.

    It takes each column for itself, expects as many as there are rows, and sorts them all where some thousands fit into
    memory.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        f"CREATE STATISTICS IF NOT EXISTS enrolment_people (ndistinct) ON {COLUMNS} FROM progress_enrolment"
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM progress_enrolment)")
        (has_rows,) = cursor.fetchone()
    if has_rows:
        schema_editor.execute("ANALYZE progress_enrolment")


def forget_combinations(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS IF EXISTS enrolment_people")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("progress", "0004_country")]

    operations = [
        AddIndexMeanwhile(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("completed_at__isnull", False)),
                fields=[
                    "institution",
                    "learner",
                    "country",
                    "sex",
                    "rank_band",
                    "role_family",
                    "status",
                    "completed_at",
                ],
                name="enrolment_completed",
            ),
        ),
        migrations.RunPython(note_combinations, forget_combinations),
    ]
