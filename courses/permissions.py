"""What Wagtail's groups of editors may do with what is no page; the room of a model asks for it after each migration."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

EDITING = ("Editors", "Moderators")
ACTIONS = ("add", "change", "delete", "view")


def grant(sender: AppConfig, *, models: Sequence[str], **_kwargs: Any) -> None:
    """Let editors and moderators edit `models` of the app `sender`; a model that some group was given already is left as it is."""
    create_permissions(sender, verbosity=0)
    for model in models:
        codenames = [f"{action}_{model.lower()}" for action in ACTIONS]
        found = Permission.objects.filter(content_type__app_label=sender.label, codename__in=codenames)
        if not found.filter(group__isnull=False).exists():
            for group in Group.objects.filter(name__in=EDITING):
                group.permissions.add(*found)
