"""Statistics that were computed until now lack the spread that intervals need: they are computed once more."""

from django.db import migrations


def compute_anew(apps, schema_editor):
    apps.get_model("quiz", "StatisticsRun").objects.filter(figures__isnull=False).update(status="pending", handled=0)


class Migration(migrations.Migration):

    dependencies = [
        ("quiz", "0007_whose_questions_a_quiz_draws"),
    ]

    operations = [
        migrations.RunPython(compute_anew, migrations.RunPython.noop, elidable=True),
    ]
