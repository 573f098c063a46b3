from django.db import migrations

from lms.people.identity.sessions.models import stored_key

DRAWN = 32
"""Characters of a key as it is drawn; a hash has 40."""


def hash_keys(apps, schema_editor):
    """Nobody is signed out: the browsers keep their keys, and the rows get the hashes of these."""
    sessions = apps.get_model("people", "Session").objects.using(schema_editor.connection.alias)
    for key in list(sessions.values_list("session_key", flat=True)):
        if len(key) == DRAWN:
            sessions.filter(session_key=key).update(session_key=stored_key(key))


def forget_sessions(apps, schema_editor):
    """A key does not follow from its hash: everybody signs in anew."""
    apps.get_model("people", "Session").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0032_closed_cohorts")]

    operations = [migrations.RunPython(hash_keys, forget_sessions, elidable=True)]
