"""Entries of simulations in Wagtail’s admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.permissions import page_permission_policy

from courses.editing.sections import Group, Link, Row, Section, since

from .authoring.pages import CasePage

FEW = 5


class Cases(Section):
    """Section of the dashboard with the cases that the viewer may edit, those worked on last first; and a new one."""

    name = "cases"
    order = 35
    heading = gettext_lazy("Cases")
    icon = "group"
    empty = gettext_lazy("There is no case yet that you may edit.")

    def meant_for(self, user: Any) -> bool:
        return page_permission_policy.user_has_any_permission(user, ("add", "change"))

    def groups(self, user: object) -> list[Group]:
        mine = page_permission_policy.instances_user_has_permission_for(user, "change").values("pk")
        pages = CasePage.objects.filter(pk__in=mine, alias_of=None).defer("structure", "texts", "findings", "paths")
        found = pages.order_by("-latest_revision_created_at", "pk")[:FEW]
        return [Group([Row(page.title, _address(page), since(page.latest_revision_created_at)) for page in found])]

    def next_step(self, user: object) -> Link | None:
        may_add = page_permission_policy.user_has_permission(user, "add")
        return Link(_("New case"), reverse("simulation:case-new")) if may_add else None

    more = next_step


def _address(page: CasePage) -> str:
    return reverse("simulation:case", args=[page.pk])


@hooks.register("construct_homepage_panels")
def _sections(request: object, panels: list[object]) -> None:
    panels.append(Cases())
