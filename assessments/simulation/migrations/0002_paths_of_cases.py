"""What was played beforehand is kept with a case, and at which warnings its author looked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simulation", "0001_initial")]

    operations = [
        migrations.AddField("casepage", "paths", models.JSONField(default=dict, editable=False)),
        migrations.AddField("casepage", "warnings_read", models.CharField(blank=True, editable=False, max_length=64)),
    ]
