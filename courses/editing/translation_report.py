"""The report of translations, of what somebody may see,
with what is published of each and since when it is older than its source.
"""

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView

from ..access.rows import visible
from .translation_tasks import standings

if TYPE_CHECKING:
    from django.db.models import Model


class TranslationsReport(TranslationsReportView):
    """wagtail-localize's report lists the titles of all objects to everybody who comes into the admin; this one the
    viewer's.

    It calls a translation up to date where every text has one. Here it has to be published as well, and made from what
    its source says now.
    """

    def get_queryset(self) -> "QuerySet[Model]":
        theirs = visible(Translation, self.request.user)
        queryset = super().get_queryset().filter(pk__in=theirs.values("pk")).order_by("source__object_repr", "pk")
        return queryset.select_related("source__specific_content_type", "source__locale", "target_locale")

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(*args, **kwargs)
        known = standings(list(context["object_list"]))
        for translation in context["object_list"]:
            translation.get_status_display = partial(str, known[translation.pk])
        return context
