"""Countries to which groups of editors are bound, and what is left to the people in such a group: the courses and
procedures of these countries, their law citations, and in courses for all countries the country blocks of theirs.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Page, PagePermissionTester, Revision, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from lms.people.directory.countries import country_choices
from lms.people.directory.current_viewer import viewer

from .provisions import Provision

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lms.people.directory.models import User

CHANGE, KNOWN = "change_page", "_countries_bound_to"
FREE = {"change", "why", "wagtail_admin_comments", "comments", *(field.name for field in Page._meta.fields), "pk"} - {
    "title",
    "slug",
}
"""Parts of a version of a page that say nothing to learners: whoever may open a page may change them."""

MARK = re.compile(r' data-block-key=\\"[^"\\]*\\"')
"""An attribute of each paragraph that the editor's script has read, in JSON."""


class GroupCountry(models.Model):
    """A country to which a group is bound. The people of a group without such rows are bound to none."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="countries", verbose_name=_("group"))
    country = models.CharField(_("country"), max_length=2, choices=country_choices)

    class Meta:
        verbose_name = _("country of a group")
        verbose_name_plural = _("countries of groups")
        constraints = [models.UniqueConstraint(fields=["group", "country"], name="group_is_bound_to_a_country_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.country}"


def countries_of(person: "AnonymousUser | User") -> frozenset[str]:
    """Return the countries to which `person` is bound by any of their groups, whatever other groups they are in; none
    where nothing binds them. One statement for each person that is read.
    """
    if person.is_anonymous or person.is_superuser:
        return frozenset()
    known = person.__dict__
    if KNOWN not in known:
        rows = GroupCountry.objects.filter(group__user=person.pk)
        known[KNOWN] = frozenset(rows.values_list("country", flat=True))
    countries: frozenset[str] = known[KNOWN]
    return countries


def install() -> None:
    """Stand before Wagtail's permissions on pages, from which every list and every page of the admin follow, and before
    each version that is kept; there is no setting for it.
    """
    own_permissions, own_delete = PagePermissionPolicy.get_all_permissions_for_user, PagePermissionTester.can_delete

    def get_all_permissions_for_user(
        self: PagePermissionPolicy, user: "AnonymousUser | User"
    ) -> list[GroupPagePermission]:
        is_bound = Exists(GroupCountry.objects.filter(group__user=user.pk))
        found = list(own_permissions(self, user).annotate(is_bound=is_bound))
        return list(_narrowed(found, countries_of(user))) if found and found[0].is_bound else found

    def can_delete(self: PagePermissionTester, ignore_bulk: bool = False) -> bool:
        if not own_delete(self, ignore_bulk):
            return False
        return getattr(self, "permissions", None) != {"change"} or not countries_of(self.user)

    PagePermissionPolicy.get_all_permissions_for_user = get_all_permissions_for_user
    PagePermissionTester.can_delete = can_delete
    pre_save.connect(_refuse_version, sender=Revision, dispatch_uid="courses.national.version")
    pre_save.connect(_refuse_provision, sender=Provision, dispatch_uid="courses.national.provision")
    pre_delete.connect(_refuse_provision, sender=Provision, dispatch_uid="courses.national.deletion")


def _narrowed(permissions: Iterable[GroupPagePermission], countries: frozenset[str]) -> Iterator[GroupPagePermission]:
    """Yield each permission for the pages of these countries alone, and that to change pages for courses that are for
    every country, too.
    """
    pages = [
        page
        for model in _national_models()
        for page in model._default_manager.filter(country__in=["", *countries])
        if page.country or getattr(page, "is_course", False)
    ]
    for permission in permissions:
        for page in pages:
            if page.country or permission.permission.codename == CHANGE:
                deeper, above = sorted((page, permission.page), key=lambda one: len(one.path), reverse=True)
                if deeper.path.startswith(above.path):
                    yield GroupPagePermission(
                        group_id=permission.group_id, page_id=deeper.pk, page=deeper, permission=permission.permission
                    )


def _national_models() -> list[type[Page]]:
    """Return the types of pages that may be for one country."""
    return [model for model in get_page_models() if any(field.name == "country" for field in model._meta.fields)]


def _country_of(page: Page) -> str:
    """Return the country of the page or of what it belongs to; nothing where it is for all."""
    paths = [page.path[:end] for end in range(len(page.path), 0, -Page.steplen)]
    for model in _national_models():
        if found := model._default_manager.filter(path__in=paths).exclude(country="").values_list("country", flat=True):
            return found[0]
    return ""


def refusal(page: Page, content: Mapping[str, object], countries: frozenset[str]) -> str:
    """Return why people who are bound to `countries` may not keep this `content` as a version of the page; nothing
    where they may.
    """
    country = _country_of(page)
    if country in countries and content.get("country", country) in countries:
        return ""
    last = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("-created_at", "-pk").first()
    before = last.content if last is not None else page.specific.serializable_data()
    model = page.specific_class
    if not country and _rest(model, before, countries) == _rest(model, content, countries):
        return ""
    return gettext("You may change the country blocks of your own countries here, and nothing else.")


def _rest(model: type[Page], content: Mapping[str, object], countries: frozenset[str]) -> dict[str, object]:
    """Return what a version of a page says but for the country blocks that are for these countries alone."""
    streams = {field.name: field for field in model._meta.fields if isinstance(field, StreamField)}
    rest: dict[str, object] = {}
    for name, value in content.items():
        if name in streams:
            rest[name] = [one for one in _blocks(streams[name], value) if not _is_of(one, countries)]
        elif name not in FREE and not name.endswith("_ptr"):
            rest[name] = _rows(value) if isinstance(value, list) else value
    return rest


def _blocks(field: StreamField, value: object) -> list[dict[str, object]]:
    """Return the blocks of a stream as they would be stored now, without the marks that only the editor's script uses.

    A form gives back each part of a block, also those that were never written.
    """
    stream = field.to_python(value)
    list(stream)  # a block that nobody read would be given back as it was stored
    return json.loads(MARK.sub("", json.dumps(stream.get_prep_value())))


def _is_of(block: Mapping[str, object], countries: frozenset[str]) -> bool:
    value = block["value"]
    named = value.get("countries") if block["type"] == "country" and isinstance(value, dict) else None
    return isinstance(named, list) and bool(named) and countries.issuperset(named)


def _rows(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows below the page without their own keys."""
    return [{name: part for name, part in row.items() if name not in ("pk", "page")} for row in rows]


def _refuse_version(sender: object, instance: Revision, **_kwargs: object) -> None:
    person = viewer() or instance.user
    if person is None or not instance._state.adding or not (countries := countries_of(person)):
        return
    model = instance.content_type.model_class()
    if issubclass(model, Page):
        page = Page.objects.get(pk=instance.object_id)
        if problem := refusal(page, instance.content, countries):
            raise PermissionDenied(problem)
    elif issubclass(model, Provision) and instance.content["country"] not in countries:
        raise PermissionDenied


def _refuse_provision(sender: object, instance: Provision, **_kwargs: object) -> None:
    """Refuse to write or delete a law citation that is, or was, of another country than the viewer's."""
    person = viewer()
    if person is None or not (countries := countries_of(person)):
        return
    stored = Provision.objects.filter(pk=instance.pk).values_list("country", flat=True)
    if not countries.issuperset([instance.country, *stored]):
        raise PermissionDenied
