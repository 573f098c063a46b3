import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_who_earned_it"), ("progress", "0018_programmes")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="earned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="progress.enrolment"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=Q(completion=None, enrolment=F("earned_by")) | Q(completion__isnull=False, enrolment=None),
                name="certificate_is_of_a_course_or_a_programme",
            ),
        ),
    ]
