from django.db import migrations, models

from lms.foundation.database.indexes import AddIndexMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0005_people_sources")]

    operations = [
        AddIndexMeanwhile(
            model_name="user",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="person_merged"
            ),
        ),
    ]
