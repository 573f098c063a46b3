"""The report of translations, of what somebody may see."""

from typing import Any

from django.db.models import QuerySet
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView

from .admin_rows import visible


class TranslationsReport(TranslationsReportView):
    """wagtail-localize's report lists the titles of all objects to everybody who comes into the admin; this one the viewer's."""

    def get_queryset(self) -> QuerySet[Any]:
        theirs = visible(Translation, self.request.user)
        return super().get_queryset().filter(pk__in=theirs.values("pk")).order_by("source__object_repr", "pk")
