"""How the question bank hangs in Wagtail's admin."""

from typing import Any

from django.db.models import ForeignKey
from django.forms import Select
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from . import bulk, views
from .categories import Category
from .forms import CategoryChoiceField
from .services import ARCHIVED, RESTORED
from .viewsets import QuestionBank

register_snippet(QuestionBank)
register_form_field_override(ForeignKey, to=Category, override={"form_class": CategoryChoiceField, "widget": Select})

for action in (bulk.ArchiveBulkAction, bulk.RestoreBulkAction):
    hooks.register("register_bulk_action", action)
hooks.register("register_bulk_action", bulk.DeleteQuestionsBulkAction, order=1)


@hooks.register("register_admin_urls")
def _urls() -> list[Any]:
    return [
        path("questions/try/", views.answer, name="questions_answer"),
        path("questions/try/<int:pk>/", views.try_question, name="questions_try"),
    ]


@hooks.register("register_log_actions")
def _log_actions(actions: Any) -> None:
    """A question's history tells who archived it."""

    class Archived(LogFormatter):
        label = gettext_lazy("Archive a question")

        def format_message(self, log_entry: Any) -> str:
            return _("Archived")

    class Restored(LogFormatter):
        label = gettext_lazy("Restore a question")

        def format_message(self, log_entry: Any) -> str:
            return _("Restored")

    actions.register_action(ARCHIVED)(Archived)
    actions.register_action(RESTORED)(Restored)
