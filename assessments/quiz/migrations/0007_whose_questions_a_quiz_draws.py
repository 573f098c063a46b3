"""Until now a draw took whatever its category held. A quiz that so drew questions of one institution goes on drawing them."""

import django.db.models.deletion
from django.db import migrations, models


def keep_drawing(apps, schema_editor):
    for page in apps.get_model("quiz", "QuizPage").objects.all():
        paths = sorted({path for draw in page.draws.filter(question=None) for path in _owners(apps, draw)}, key=len)
        if paths and all(paths[-1].startswith(path) for path in paths):
            page.institution_id = int(paths[-1].rstrip("/").rpartition("/")[2])
            page.save(update_fields=["institution"])
            for revision in apps.get_model("wagtailcore", "Revision").objects.filter(pk=page.latest_revision_id):
                revision.content["institution"] = page.institution_id
                revision.save(update_fields=["content"])


def _owners(apps, draw):
    """The paths of the institutions whose questions the draw could take."""
    found = apps.get_model("questions", "Question").objects.filter(archived=False, owner__isnull=False)
    if draw.category_id:
        found = found.filter(category__path__startswith=draw.category.path)
    if draw.tag_id:
        found = found.filter(tagged_items__tag=draw.tag_id)
    if draw.objective_id:
        found = found.filter(objective=draw.objective_id)
    if draw.difficulty:
        found = found.filter(difficulty=draw.difficulty)
    return found.values_list("owner__path", flat=True)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_password_given"),
        ("questions", "0005_drafts"),
        ("quiz", "0006_when_attempts_closed"),
    ]

    operations = [
        migrations.AddField(
            model_name="quizpage",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                help_text="Questions that are shared can always be drawn. Those that belong to the institution chosen here, or to one above it, can then be drawn too, and learners of every institution get them.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.institution",
                verbose_name="also questions of",
            ),
        ),
        migrations.RunPython(keep_drawing, migrations.RunPython.noop),
    ]
