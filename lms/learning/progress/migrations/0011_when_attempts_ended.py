from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("progress", "0010_people_transferred_before"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["activity", "closed_at"], condition=Q(closed_at__isnull=False), name="attempt_ended"),
        ),
    ]
