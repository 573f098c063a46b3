"""Courses of sessions; those that count for an activity have the course of their cohort in which it is."""

import json

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    sessions = apps.get_model("meetings", "Session").objects.filter(activity__isnull=False, course=None)
    courses = apps.get_model("courses", "Course").objects.filter(release__isnull=False)
    for cohort, activity in sessions.order_by().values_list("cohort", "activity").distinct():
        assigned = courses.filter(assignments__cohort=cohort).order_by("assignments__pk").values_list("pk", "release__data")
        for course, outline in assigned:
            if str(activity) in json.dumps(outline):
                sessions.filter(cohort=cohort, activity=activity).update(course=course)


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0001_initial'),
        ('meetings', '0002_series'),
        ('progress', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='course',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course', verbose_name='course'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
