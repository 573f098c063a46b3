"""Permissions of Wagtail’s groups of editors for models that are not pages; the room of a model asks for them after
each migration.
"""

from collections.abc import Sequence

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType
from wagtail.snippets.models import create_extra_permissions

EDITING, PUBLISHING = ("Editors", "Moderators"), ("Moderators",)
ACTIONS = ("add", "change", "delete", "view")
DECISIONS = ("publish", "lock", "unlock")


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
