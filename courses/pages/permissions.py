"""Permissions of editors: on a whole course, and of Wagtail’s groups for models that are not pages, which the room of a
model asks for after each migration.
"""

from collections.abc import Sequence
from uuid import UUID

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from wagtail.models import Page, Workflow, WorkflowContentType
from wagtail.snippets.models import create_extra_permissions

from courses.catalogue.models import Course

EDITING, PUBLISHING = ("Editors", "Moderators"), ("Moderators",)
ACTIONS = ("add", "change", "delete", "view")
DECISIONS = ("publish", "lock", "unlock")
COURSE_PAGE = "courses.CoursePage"


def may_publish_course(page: Page, user: object) -> bool:
    """Return whether `page` is that of a course, and this person may publish it."""
    return page.specific_class._meta.label == COURSE_PAGE and page.permissions_for_user(user).can_publish()


def published_course(course: UUID, user: object) -> tuple[Page, Course]:
    """Return the page of the course and its row. Raises 404 for others than its publishers, and before its release."""
    pages = Page.objects.filter(translation_key=course, alias_of=None).order_by("pk")
    page = next((page for page in pages if may_publish_course(page, user)), None)
    row = Course.objects.filter(pk=course).first()
    if page is None or row is None:
        raise Http404
    return page, row


def grant(sender: AppConfig, *, models: Sequence[str], **_kwargs: object) -> None:
    """Let editors and moderators edit `models` of the app `sender`.

    What some group was given already is left as it is.
    """
    create_permissions(sender, verbosity=0)
    for model in models:
        _give(sender, model, ACTIONS, EDITING)


def grant_review(sender: AppConfig, *, models: Sequence[str], **_kwargs: object) -> None:
    """Let moderators alone publish what others draft of `models`, and let these drafts be handed in as pages are.

    Done once: what some group was given already, and the workflow that somebody chose, are left as they are.
    """
    create_extra_permissions(sender)
    for model in models:
        if _give(sender, model, DECISIONS, PUBLISHING):
            workflow = Workflow.objects.active().filter(workflow_pages__isnull=False).order_by("pk").first()
            kind = ContentType.objects.get_for_model(sender.get_model(model), for_concrete_model=False)
            if workflow is not None:
                WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})


def _give(sender: AppConfig, model: str, actions: Sequence[str], names: Sequence[str]) -> bool:
    """Give the groups of these `names` the permissions, unless some group has one of them.

    True where they were given.
    """
    codenames = [f"{action}_{model.lower()}" for action in actions]
    permissions = Permission.objects.filter(content_type__app_label=sender.label, codename__in=codenames)
    groups = Group.objects.filter(name__in=names)
    if permissions.filter(group__isnull=False).exists() or not groups:
        return False
    for group in groups:
        group.permissions.add(*permissions)
    return True
