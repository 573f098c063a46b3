"""People, institutions, roles and cohorts in Wagtail's admin, for whoever runs the site."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views import users

from .admin_forms import CohortForm, InstitutionForm, MembershipForm, PersonCreationForm, PersonEditForm
from .models import Cohort, Institution, Membership, User


class KeepsRecords:
    """A row on which training records stand is not deleted: the admin says so, and what to do instead."""

    kept_message = gettext_lazy("“%(object)s” has records that must stay, so nothing was deleted.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, self.kept_message % {"object": self.object})
            return redirect(self.index_url_name)


class DeleteView(KeepsRecords, generic.DeleteView):
    pass


class PersonDeleteView(KeepsRecords, users.DeleteView):
    kept_message = gettext_lazy("“%(object)s” has training records, which stay. Untick “may sign in” instead.")


class PersonIndexView(users.IndexView):
    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")
    search_fields = ["service_number", "name", "email"]

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "pk")
        return super().order_queryset(queryset)


class PersonViewSet(users.UserViewSet):
    """Wagtail's users, as our people."""

    menu_label = gettext_lazy("People")
    index_view_class = PersonIndexView
    delete_view_class = PersonDeleteView
    copy_view_enabled = False
    template_prefix = "people/admin/"
    create_template_name = "people/admin/create.html"
    edit_template_name = "people/admin/edit.html"
    index_template_name = "wagtailusers/users/index.html"
    index_results_template_name = "wagtailusers/users/index_results.html"
    delete_template_name = "wagtailusers/users/confirm_delete.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:
        return PersonEditForm if for_update else PersonCreationForm


class InstitutionViewSet(ModelViewSet):
    model = Institution
    icon = "site"
    add_to_reference_index = False
    copy_view_enabled = False
    delete_view_class = DeleteView
    list_display = ["name", "kind", "country", "parent"]
    list_filter = ["kind", "country"]
    search_fields = ["name"]
    ordering = "path"

    def get_form_class(self, for_update: bool = False) -> type[InstitutionForm]:
        return InstitutionForm


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "key"
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["user", "role", "institution"]
    list_filter = ["role", "institution"]
    search_fields = ["user__name", "user__service_number"]
    ordering = "user__name"

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


class CohortViewSet(ModelViewSet):
    model = Cohort
    icon = "group"
    add_to_reference_index = False
    copy_view_enabled = False
    delete_view_class = DeleteView
    list_display = ["name", "institution", "starts_on", "ends_on"]
    list_filter = ["institution"]
    search_fields = ["name"]
    ordering = "name"

    def get_form_class(self, for_update: bool = False) -> type[CohortForm]:
        return CohortForm


class InstitutionsGroup(ModelViewSetGroup):
    """One place in the menu."""

    menu_label = gettext_lazy("Institutions")
    menu_icon = "group"
    menu_order = 650
    items = (InstitutionViewSet, CohortViewSet, MembershipViewSet)


def refuse_bulk_deletion(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """People with training records are not deleted in bulk either: the whole action is refused."""
    if action_type != "delete" or action.model is not User:
        return None
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=[person.pk for person in objects]).delete()
            transaction.set_rollback(True)
    except ProtectedError as error:
        sentence = _("%(count)s training records belong to these people and stay, so nobody was deleted. Untick “may sign in” instead.")
        messages.error(request, sentence % {"count": len(error.protected_objects)})
        return redirect("wagtailusers_users:index")
    return None
