"""What the two groups of the editorial workflow may do besides pages: the bank, the law, and the files of lessons."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission

EDITORS, REVIEWERS = "Editors", "Moderators"
_ROWS = {"questions": ("question", "category"), "courses": ("provision",)}
_FILES = {"wagtailimages": ("image",), "wagtaildocs": ("document",), "wagtailmedia": ("media",)}


def equip() -> None:
    """Let editors and reviewers work on questions, citations and files; done again, it changes nothing."""
    rows, files = _permissions(_ROWS, ("add", "change", "view")), _permissions(_FILES, ("add", "change", "choose"))
    root = Collection.get_first_root_node()
    for name in (EDITORS, REVIEWERS):
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.add(*rows, *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
        for permission in files:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(models: dict[str, tuple[str, ...]], verbs: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for app, names in models.items():
        wanted |= Q(content_type__app_label=app, codename__in=[f"{verb}_{name}" for verb in verbs for name in names])
    return list(Permission.objects.filter(wanted))
