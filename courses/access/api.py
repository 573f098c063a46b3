"""Wagtail's API for its admin lists the files of all collections to whoever comes in;
this one those that the signed-in person may see.
"""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from lms.people.directory.requests import SignedInRequest

from .rows import visible

if TYPE_CHECKING:
    from django.db.models import Model


class _Visible:
    request: SignedInRequest

    def get_queryset(self) -> "QuerySet[Model]":
        queryset = super().get_queryset()  # type: ignore[misc]  # of Wagtail's API
        return queryset.filter(pk__in=visible(queryset.model, self.request.user).values("pk"))


class Images(_Visible, ImagesAdminAPIViewSet):
    pass


class Documents(_Visible, DocumentsAdminAPIViewSet):
    pass


def instead_of_wagtails(router: WagtailAPIRouter) -> None:
    """Register a hook a hook that comes after those of Wagtail."""
    router.register_endpoint("images", Images)
    router.register_endpoint("documents", Documents)
