"""Pictures of cards, by the hash of their bytes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simulation", "0002_paths_of_cases")]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the bytes.", max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("data", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("used_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
