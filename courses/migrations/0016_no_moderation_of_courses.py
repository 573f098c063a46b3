from django.db import migrations

STEP = 4
"""Characters of a path for each page above."""


def end(apps, schema_editor):
    """Pages of courses that wait in Wagtail's moderation are drafts again: courses are handed in as a whole."""
    pages = apps.get_model("wagtailcore", "Page")
    states = apps.get_model("wagtailcore", "WorkflowState")
    courses = set(apps.get_model("courses", "CoursePage").objects.values_list("path", flat=True))
    waiting = states.objects.filter(status__in=["in_progress", "needs_changes"])
    waiting = waiting.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    for state in waiting:
        path = pages.objects.filter(pk=state.object_id).values_list("path", flat=True).first() or ""
        if {path, path[:-STEP]} & courses:
            state.task_states.filter(status="in_progress").update(status="cancelled")
            states.objects.filter(pk=state.pk).update(status="cancelled")


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0015_review_on"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(end, migrations.RunPython.noop)]
