"""People, institutions, roles and cohorts in Wagtail's admin, for whoever runs the site."""

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import groups, users

from .admin_forms import PersonCreationForm, PersonEditForm
from .admin_place_forms import CohortForm, InstitutionForm, MembershipForm
from .admin_views import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    ManagedRows,
    PersonCreateView,
    PersonDeleteView,
    PersonEditView,
    PersonIndexView,
)
from .choices import STAFF_ROLES, Role
from .models import Cohort, Institution, Membership, User
from .tree import InstitutionFilter


class PersonViewSet(ManagedRows, users.UserViewSet):
    """Wagtail's users, as our people."""

    menu_label = gettext_lazy("People")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    copy_view_enabled = False
    template_prefix = "people/admin/"
    create_template_name = "people/admin/create.html"
    edit_template_name = "people/admin/edit.html"
    index_template_name = "wagtailusers/users/index.html"
    index_results_template_name = "wagtailusers/users/index_results.html"
    delete_template_name = "wagtailusers/users/confirm_delete.html"

    def managed_rows(self, viewer: User) -> QuerySet[User]:
        return User.objects.managed_by(viewer)

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:
        return PersonEditForm if for_update else PersonCreationForm


class SuperusersAlone(ModelPermissionPolicy):
    """Nobody else, whatever permissions they were given."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return user.is_active and user.is_superuser


class GroupViewSet(groups.GroupViewSet):
    """Wagtail's groups.

    What one may do, it may do at every institution; so whoever could change one could give themselves everything.
    """

    @property
    def permission_policy(self) -> SuperusersAlone:
        return SuperusersAlone(Group)


class _Managed(ManagedRows, ModelViewSet):
    icon = "group"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView


class InstitutionViewSet(_Managed):
    model = Institution
    icon = "site"
    list_display = ["name", "kind", "country", "parent"]
    list_filter = ["kind", "country"]
    search_fields = ["name"]
    ordering = "path"

    def managed_rows(self, viewer: User) -> QuerySet[Institution]:
        return Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)

    def get_form_class(self, for_update: bool = False) -> type[InstitutionForm]:
        return InstitutionForm


class AtInstitutionFilterSet(WagtailFilterSet):
    """Filters by the institutions that the viewer knows."""

    institution = InstitutionFilter(
        label=gettext_lazy("Institution"),
        queryset=lambda request: Institution.objects.visible_to(request.user, *STAFF_ROLES),
    )


class MembershipFilterSet(AtInstitutionFilterSet):
    class Meta:
        model = Membership
        fields = ["role"]


class MembershipViewSet(_Managed):
    model = Membership
    icon = "key"
    list_display = ["user", "role", "institution"]
    filterset_class = MembershipFilterSet
    search_fields = ["user__name", "user__service_number"]
    ordering = "user__name"

    def managed_rows(self, viewer: User) -> QuerySet[Membership]:
        return Membership.objects.managed_by(viewer)

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


class CohortFilterSet(AtInstitutionFilterSet):
    class Meta:
        model = Cohort
        fields: list[str] = []


class CohortViewSet(_Managed):
    model = Cohort
    list_display = ["name", "institution", "starts_on", "ends_on"]
    filterset_class = CohortFilterSet
    search_fields = ["name"]
    ordering = "name"

    def managed_rows(self, viewer: User) -> QuerySet[Cohort]:
        return Cohort.objects.taught_by(viewer)

    def get_form_class(self, for_update: bool = False) -> type[CohortForm]:
        return CohortForm


class InstitutionsGroup(ModelViewSetGroup):
    """One place in the menu."""

    menu_label = gettext_lazy("Institutions")
    menu_icon = "group"
    menu_order = 650
    items = (InstitutionViewSet, CohortViewSet, MembershipViewSet)
