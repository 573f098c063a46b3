from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("observation", "0001_initial")]
    operations = [migrations.AddField("observation", "saved_as", models.UUIDField(null=True))]
