"""What can be done to several people at once in the admin: as Wagtail does it, to people whom the viewer manages."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from lms.interface.parsing import whole_number

from .admin_forms import groups_to_give
from .admin_views import PersonIndexView
from .models import User
from .security_log import tell_of_many_when_committed


class _ManagedPeople:
    """Nobody else is touched, or named."""

    request: Any

    def get_queryset(self, model: type[User], object_ids: Sequence[Any]) -> list[User]:
        known = [pk for pk in object_ids if whole_number(str(pk), digits=18) is not None]
        return list(User.objects.managed_by(self.request.user).filter(pk__in=known).order_by("pk"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[User, Any]:
        """Those that the list shows under the same search."""
        asked = self.request.GET.get("q", "").strip()
        condition = reduce(or_, (Q(**{f"{field}__icontains": asked}) for field in PersonIndexView.search_fields))
        return User.objects.managed_by(self.request.user).filter(condition).values_list("pk", flat=True)


class DeletePeople(_ManagedPeople, DeleteBulkAction):
    """People with training records are not deleted in bulk either: the whole action is refused."""

    def prepare_action(self, objects: Sequence[User], objects_without_access: Any) -> HttpResponse | None:
        try:
            with transaction.atomic():
                User.objects.filter(pk__in=[person.pk for person in objects]).delete()
                transaction.set_rollback(True)
        except ProtectedError as error:
            sentence = _(
                "%(count)s training records belong to these people and stay, so nobody was deleted. Untick “may sign "
                "in” instead."
            )
            messages.error(self.request, sentence % {"count": len(error.protected_objects)})
            return redirect("wagtailusers_users:index")
        return None


class SetActiveState(_ManagedPeople, SetActiveStateBulkAction):
    @classmethod
    def execute_action(cls, objects: Sequence[User], mark_as_active: bool = False, **kwargs: Any) -> tuple[int, int]:
        """Wagtail's changes rows past the model, so the security log would not hear of it."""
        changed = super().execute_action(objects, mark_as_active=mark_as_active, **kwargs)
        tell_of_many_when_committed("is_active_changed", objects, to=mark_as_active)
        return changed


class AssignGroup(_ManagedPeople, AssignRoleBulkAction):
    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form = super().get_form(form_class)
        form.fields["role"].queryset = groups_to_give(self.request.user)
        return form
