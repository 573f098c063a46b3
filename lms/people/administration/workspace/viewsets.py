"""Viewsets of people in Wagtail's admin: groups, which set the rights of editors. People themselves are kept at
`/academy/people/`, by superusers too.
"""

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import groups

from ...directory.models import User


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Redirect to the people of the academy: Wagtail links from its pages, such as from a group, to its users."""
    return redirect("academy:people")


class PeopleElsewhere(ViewSet):
    """Viewset in place of Wagtail's users: no page, and no entry in its menu."""

    def get_urlpatterns(self) -> list[object]:
        return [path("", people, name="index")]


class SuperusersAlone(ModelPermissionPolicy):
    """Permission policy that allows only superusers, whatever permissions others were given."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return user.is_active and user.is_superuser


class GroupViewSet(groups.GroupViewSet):
    """Wagtail's groups.

    What one may do, it may do at every institution; so whoever could change one could give themselves everything.
    """

    @property
    def permission_policy(self) -> SuperusersAlone:
        return SuperusersAlone(Group)
