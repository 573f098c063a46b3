"""An editor of one country, and what belongs to another: a private question and a draft,
each with a translation under way.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from assessments.questions.models import Category, Question
from courses.models import LessonPage
from tests.builders import make_question
from tests.conftest import make_person

SECRET = "Whom the key of Kenya names"
DRAFT = "What nobody may read yet"


@dataclass(frozen=True)
class Object:
    """A row with its source of translation, a translation, and one of the segments."""

    row: Any
    source: TranslationSource
    translation: Translation
    segment: StringSegment


def limited_editor(institution, tree: Page, number: str = "UG-500"):
    """Somebody who edits the pages of `tree`, hands pages and questions in for translation,
    and sees the questions of `institution`.
    """
    group = Group.objects.create(name=f"Editors of {institution}")
    codenames = [f"{action}_question" for action in ("add", "change", "delete", "view")]
    group.permissions.add(
        *Permission.objects.filter(codename__in=[*codenames, "access_admin", "submit_translation"]),
    )
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=tree, permission=permission)
    person = make_person(number, "Akello Mary", institution)
    person.groups.add(group)
    return person


def private_question(owner, category: Category, stem: str = SECRET) -> Object:
    question = make_question(category, f"{stem}?")
    question.owner = owner
    question.save()
    question.save_revision()
    return _translated(question)


def draft(parent: Page, title: str = DRAFT) -> Object:
    body = [{"type": "text", "id": "00000000-0000-0000-0000-000000000009", "value": f"<p>{title}</p>"}]
    page = parent.add_child(
        instance=LessonPage(title=title, slug=f"draft-{parent.pk}", live=False, minutes=10, body=body)
    )
    page.save_revision()
    return _translated(page)


def _translated(row: Any) -> Object:
    french = Locale.objects.get_or_create(language_code="fr")[0]
    if isinstance(row, Page):
        for page in row.get_ancestors()[1:]:
            page.specific.copy_for_translation(french) if not page.has_translation(french) else None
    source, _made = TranslationSource.update_or_create_from_instance(row)
    translation = Translation.objects.create(source=source, target_locale=french)
    translation.save_target(publish=is_question(row))
    return Object(
        type(row).objects.get(pk=row.pk), source, translation, source.stringsegment_set.order_by("pk").first()
    )


def is_question(row: Any) -> bool:
    return isinstance(row, Question)
