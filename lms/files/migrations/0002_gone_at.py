"""The moment at which each file is deleted, in place of a day for all of them."""

from datetime import timedelta

from django.db import migrations, models


def fill(apps, _editor):
    rows = apps.get_model("files", "MadeFile").objects
    rows.update(gone_at=models.F("made_at") + timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField("madefile", "gone_at", models.DateTimeField(db_index=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("madefile", "gone_at", models.DateTimeField(db_index=True)),
        migrations.AlterField("madefile", "back", models.CharField(max_length=2200)),
    ]
