from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_what_completes_programmes")]

    operations = [
        migrations.AddField(
            "coursepage",
            "review_on",
            models.DateField(
                blank=True,
                help_text="People who may change this course are told two weeks before and on the day. Learners do not see it.",
                null=True,
                verbose_name="to be looked at again by",
            ),
        ),
    ]
