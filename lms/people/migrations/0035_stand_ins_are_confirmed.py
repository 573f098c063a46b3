from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def copy_from_roles(apps, _schema):
    """Keep earlier stand-ins in force, with the person and days of the role."""
    for row in apps.get_model("people", "StandIn").objects.select_related("membership"):
        role = row.membership
        row.person_id, row.confirmed_at = role.user_id, row.given_at
        row.starts_on = role.starts_on or row.given_at.date()
        row.ends_on = role.ends_on or row.starts_on + timedelta(days=92)
        row.save()


class Migration(migrations.Migration):
    dependencies = [("people", "0034_sessions_of_providers")]

    operations = [
        migrations.AddField(
            "standin",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("standin", "starts_on", models.DateField(null=True)),
        migrations.AddField("standin", "ends_on", models.DateField(null=True)),
        migrations.AddField(
            "standin",
            "confirmed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("standin", "confirmed_at", models.DateTimeField(null=True)),
        migrations.RunPython(copy_from_roles, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("standin", "starts_on", models.DateField()),
        migrations.AlterField("standin", "ends_on", models.DateField()),
        migrations.AlterField(
            "standin",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            "standin",
            "membership",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stand_in",
                to="people.membership",
            ),
        ),
        migrations.AddConstraint(
            "standin",
            models.CheckConstraint(
                condition=models.Q(("membership", None), ("confirmed_at__isnull", False), _connector="OR"),
                name="stand_in_is_confirmed_before_it_holds",
            ),
        ),
        migrations.AddConstraint(
            "standin",
            models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="stand_in_ends_after_it_starts"
            ),
        ),
    ]
