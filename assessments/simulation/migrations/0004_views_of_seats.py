"""Seats have the name of what they see in place of a number that grew with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("simulation", "0003_pictures_of_cards")]

    operations = [
        migrations.RenameField("seat", "version", "view"),
        migrations.AlterField("seat", "view", models.CharField(blank=True, max_length=12)),
    ]
