from itertools import islice
from typing import Any

from django.db import migrations, models

from lms.people.administration.records.phonetic_keys import sound_key


def keep_sounds_of_those_who_are_there(apps: Any, editor: Any) -> None:
    people, keys = apps.get_model("people", "User"), apps.get_model("people", "LikenessKey")
    known = people.objects.filter(birth_year__gt=0).only("name", "birth_year").iterator(chunk_size=2000)
    rows = (
        keys(user_id=person.pk, kind="alike", key=f"{person.birth_year} {sound}")
        for person in known
        if (sound := sound_key(person.name))
    )
    while batch := list(islice(rows, 5000)):
        keys.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0029_crests")]

    operations = [
        migrations.AlterField(
            model_name="likenesskey",
            name="kind",
            field=models.CharField(
                choices=[("alike", "Alike"), ("name", "Name"), ("number", "Number")], max_length=6
            ),
        ),
        migrations.RunPython(keep_sounds_of_those_who_are_there, migrations.RunPython.noop),
    ]
