from django.db import migrations, models


def require_all(apps, schema_editor):
    """What completes a programme that was there before are all of its courses, as in one that is new."""
    programmes = apps.get_model("courses", "Programme").objects
    programmes.update(required=models.F("courses"))
    for programme in programmes.all():
        apps.get_model("courses", "Course").objects.filter(pk__in=programme.courses).update(programme=programme)


class Migration(migrations.Migration):
    dependencies = [("courses", "0013_programmes")]

    operations = [migrations.RunPython(require_all, migrations.RunPython.noop)]
