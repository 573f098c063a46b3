"""Entries of the question bank in Wagtail's admin."""

from typing import TYPE_CHECKING

from django.db.models import ForeignKey
from django.forms import Select
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from courses.editing.dashboard import beginnings

from .admin import bulk, export_views, views
from .admin.viewsets import QuestionBank
from .bank.categories import Category
from .bank.forms import CategoryChoiceField
from .bank.services import ARCHIVED, RESTORED
from .imports import views as import_views

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

register_snippet(QuestionBank)
beginnings.append(import_views.beginning)
register_form_field_override(ForeignKey, to=Category, override={"form_class": CategoryChoiceField, "widget": Select})

for action in (bulk.PublishBulkAction, bulk.ArchiveBulkAction, bulk.RestoreBulkAction):
    hooks.register("register_bulk_action", action)
hooks.register("register_bulk_action", bulk.DeleteQuestionsBulkAction, order=1)


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [
        path("questions/try/", views.answer, name="questions_answer"),
        path("questions/try/<int:pk>/", views.try_question, name="questions_try"),
        path("questions/import/", import_views.imports, name="questions_imports"),
        path("questions/import/<int:pk>/", import_views.one, name="questions_import"),
        path("questions/import/<int:pk>/confirm/", import_views.confirm, name="questions_import_confirm"),
        path("questions/import/<int:pk>/drop/", import_views.drop, name="questions_import_drop"),
        path("questions/import/<int:pk>/take-back/", import_views.take_back, name="questions_import_take_back"),
        path("questions/export/", export_views.export, name="questions_export"),
        path("questions/export/<slug:format>/", export_views.download, name="questions_export_file"),
    ]


@hooks.register("register_log_actions")
def _log_actions(actions: "LogActionRegistry") -> None:
    """Register log actions: a question's history tells who archived it."""

    class Archived(LogFormatter):
        label = gettext_lazy("Archive a question")

        def format_message(self, log_entry: object) -> str:
            return _("Archived")

    class Restored(LogFormatter):
        label = gettext_lazy("Restore a question")

        def format_message(self, log_entry: object) -> str:
            return _("Restored")

    actions.register_action(ARCHIVED)(Archived)
    actions.register_action(RESTORED)(Restored)
