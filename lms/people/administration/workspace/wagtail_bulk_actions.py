"""Wagtail's actions on several users at once, made to do nothing: people are kept at `/academy/people/`."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction


class _Closed:
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise Http404


class DeletePeople(_Closed, DeleteBulkAction):
    pass


class SetActiveState(_Closed, SetActiveStateBulkAction):
    pass


class AssignGroup(_Closed, AssignRoleBulkAction):
    pass
