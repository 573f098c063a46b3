from django.db import migrations, models

from lms.foundation.database.indexes import AddIndexMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("certificates", "0001_initial")]

    operations = [
        AddIndexMeanwhile(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("issued_by__isnull", False)), fields=["issued_by"], name="certificate_by_issuer"
            ),
        ),
        AddIndexMeanwhile(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("revoked_by__isnull", False)), fields=["revoked_by"], name="certificate_by_revoker"
            ),
        ),
    ]
