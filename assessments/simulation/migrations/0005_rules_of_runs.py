"""Runs know by which rules of play they began: those that are under way or over keep the first ones."""

from django.db import migrations, models


def begin_by_the_second(apps, schema_editor):
    """Nothing was played yet in a run that is planned and goes on from no other."""
    apps.get_model("simulation", "Run").objects.filter(status="planned", fork_seq=None).update(rules=2)


class Migration(migrations.Migration):
    dependencies = [("simulation", "0004_views_of_seats")]

    operations = [
        migrations.AddField("run", "rules", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(begin_by_the_second, migrations.RunPython.noop),
        migrations.AlterField("run", "rules", models.PositiveSmallIntegerField(default=2)),
    ]
