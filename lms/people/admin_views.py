"""Views of people, institutions, roles and cohorts in the admin:
each shows and changes only rows that its viewer manages.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.users.views import users

from .models import User
from .requests import SignedInRequest


class ManagedRows:
    """For a viewset whose rows do not concern everybody: what the viewer does not manage is in no list,
    and its addresses answer 404.
    """

    def managed_rows(self, viewer: User) -> QuerySet[Any]:
        """The rows that `viewer` may change or delete, where they have the permission at all."""
        raise NotImplementedError

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"managed_rows": self.managed_rows, **kwargs})  # type: ignore[misc]  # of Wagtail's viewset

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        view = super().construct_view(view_class, **kwargs)  # type: ignore[misc]  # of Wagtail's viewset

        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "pk" in kwargs and not self.managed_rows(request.user).filter(pk=kwargs["pk"]).exists():
                raise Http404
            return view(request, *args, **kwargs)

        return guarded


class ListsManagedRows:
    managed_rows: Any = None
    """`ManagedRows.managed_rows` of the viewset, which gives it to each of its views."""
    request: SignedInRequest

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.managed_rows(self.request.user)


class TellsViewer:
    """Its form asks what its viewer may choose."""

    request: SignedInRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}  # type: ignore[misc]  # of Wagtail's view


class KeepsRecords(generic.DeleteView):
    """A row on which training records stand is not deleted: the admin says so, and what to do instead."""

    kept_message = gettext_lazy("“%(object)s” has records that must stay, so nothing was deleted.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, self.kept_message % {"object": self.object})
            return redirect(self.index_url_name)


class IndexView(ListsManagedRows, generic.IndexView):
    pass


class CreateView(TellsViewer, generic.CreateView):
    pass


class EditView(TellsViewer, generic.EditView):
    pass


class DeleteView(KeepsRecords, generic.DeleteView):
    pass


class PersonIndexView(ListsManagedRows, users.IndexView):
    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")
    search_fields = ["service_number", "name", "email"]

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().select_related("wagtail_userprofile")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "pk")
        return super().order_queryset(queryset)


class PersonCreateView(TellsViewer, users.CreateView):
    pass


class PersonEditView(TellsViewer, users.EditView):
    pass


class PersonDeleteView(KeepsRecords, users.DeleteView):
    kept_message = gettext_lazy("“%(object)s” has training records, which stay. Untick “may sign in” instead.")
