from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_notices")]

    operations = [
        migrations.AlterField(
            "erasure",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("stopped", "Stopped"),
                    ("done", "Carried out"),
                    ("lapsed", "Not carried out"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
