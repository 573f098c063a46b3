"""Of the certificates that are there each is of a course: its enrolment is the one by which it was earned."""

from django.db import migrations, models


def fill(apps, schema_editor):
    rows = apps.get_model("certificates", "Certificate").objects.filter(earned_by=None)
    rows.update(earned_by=models.F("enrolment"))


class Migration(migrations.Migration):
    dependencies = [("certificates", "0006_programmes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
