from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("questions", "0005_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often this step was begun since it last got on."),
        ),
    ]
