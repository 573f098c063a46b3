"""A question's answers move from `options` into a body whose shape its type decides; its texts become rich text.

Nothing is lost: questions, their revisions, and what wagtail-localize holds of them (frozen sources, strings to translate and their
translations) move along. The ids of options stay, but for true or false, whose two answers are called so from now on.
"""

import json
import uuid

from django.db import migrations, models
import courses.pages.fields
import wagtail.fields

from assessments.questions.migrations import _reshaping as reshaping


def reshape_questions(apps, schema_editor):
    Question = apps.get_model("questions", "Question")
    for question in Question.objects.order_by("pk").iterator(chunk_size=500):
        new = reshaping.fields(_fields(question), question.translation_key)
        Question.objects.filter(pk=question.pk).update(**new)


def _fields(question):
    return {"kind": question.kind, "stem": question.stem, "feedback": question.feedback, "options": question.body}


def reshape_revisions(apps, schema_editor):
    """Revisions keep fields by name, with blocks as a text of JSON in the JSON."""
    Revision = apps.get_model("wagtailcore", "Revision")
    keys = {str(pk): key for pk, key in apps.get_model("questions", "Question").objects.values_list("pk", "translation_key")}
    kept = Revision.objects.filter(content_type__app_label="questions", content_type__model="question").order_by("pk")
    for revision in kept.iterator(chunk_size=500):
        key = revision.content.get("translation_key") or keys.get(revision.object_id) or uuid.uuid4()
        revision.content = reshaping.serialised(revision.content, uuid.UUID(str(key)))
        revision.save(update_fields=["content"])


def reshape_translations(apps, schema_editor):
    """The sources of translations, the places of their strings, and the frames that strings of rich text stand in."""
    TranslationSource = apps.get_model("wagtail_localize", "TranslationSource")
    ours = TranslationSource.objects.filter(
        specific_content_type__app_label="questions", specific_content_type__model="question"
    ).order_by("pk")
    for source in ours:
        stored = json.loads(source.content_json)
        if "options" not in stored:
            continue
        moved = reshaping.moved(stored, source.object_id)
        source.content_json = json.dumps(reshaping.serialised(stored, source.object_id))
        source.schema_version = "0002_bodies_by_type"
        source.save(update_fields=["content_json", "schema_version"])
        _move_strings(apps, source, moved)


def _move_strings(apps, source, moved):
    TranslationContext = apps.get_model("wagtail_localize", "TranslationContext")
    StringSegment = apps.get_model("wagtail_localize", "StringSegment")
    for context in TranslationContext.objects.filter(object_id=source.object_id):
        path = moved.get(context.path)
        if path and path != context.path:
            context.path, context.path_id, context.field_path = path, reshaping.path_id(path), ""
            context.save(update_fields=["path", "path_id", "field_path"])
    segments = StringSegment.objects.filter(source=source).select_related("context").order_by("order", "pk")
    for place, segment in enumerate(segments, start=1):
        segment.order = 2 * place
        segment.save(update_fields=["order"])
        _frame(apps, source, segment)


def _frame(apps, source, segment):
    """One paragraph around the string, as `wagtail_localize.strings.extract_strings` would find it."""
    template, _made = apps.get_model("wagtail_localize", "Template").objects.get_or_create(
        uuid=reshaping.FRAME_ID, defaults={"template": reshaping.FRAME, "template_format": "html", "string_count": 1}
    )
    apps.get_model("wagtail_localize", "TemplateSegment").objects.get_or_create(
        source=source, context=segment.context, order=segment.order - 1, template=template
    )


class Migration(migrations.Migration):

    dependencies = [
        ("questions", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RenameField("question", "options", "body"),
        migrations.AddField("question", "name", models.CharField(blank=True, default="", help_text="For the bank only; learners do not see it.", max_length=120, verbose_name="name"), preserve_default=False),
        migrations.AddField("question", "hints", courses.pages.fields.BlockField(blank=True, verbose_name="hints")),
        migrations.AlterField("question", "kind", models.CharField(editable=False, max_length=40, verbose_name="type")),
        migrations.AlterField("question", "stem", wagtail.fields.RichTextField(verbose_name="question")),
        migrations.AlterField("question", "feedback", wagtail.fields.RichTextField(blank=True, help_text="Why the right answer is right.", verbose_name="overall feedback")),
        migrations.AlterField("question", "body", courses.pages.fields.BlockField(verbose_name="type and answers")),
        migrations.RunPython(reshape_questions, migrations.RunPython.noop),
        migrations.RunPython(reshape_revisions, migrations.RunPython.noop),
        migrations.RunPython(reshape_translations, migrations.RunPython.noop),
    ]
