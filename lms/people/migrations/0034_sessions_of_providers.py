import django.db.models.deletion
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models


def end_those_that_came_through_one(apps, schema_editor):
    """They do not say through which: whoever they are of signs in through the provider anew."""
    sessions = apps.get_model("people", "Session").objects.using(schema_editor.connection.alias)
    reader = SessionStore()
    for session in sessions.iterator():
        data = reader.decode(session.session_data)
        if data.get("by_provider") or data.get("second_step", {}).get("by_provider"):
            session.delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0033_hashed_session_keys")]

    operations = [
        migrations.RunPython(end_those_that_came_through_one, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="session",
            name="sign_on",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="people.signon",
            ),
        ),
    ]
