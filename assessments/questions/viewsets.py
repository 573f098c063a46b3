"""The question bank in Wagtail's admin."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lms.plugins.question import questions

from .models import Category, Question


def installed_types() -> list[tuple[str, Any]]:
    """The question types that are installed, as choices."""
    return [(kind.slug, kind.name) for kind in questions]


class TypeColumn(Column):
    """The type as people call it; one that is not installed by its slug."""

    def get_value(self, instance: Any) -> Any:
        return questions.get(instance.kind).name if instance.kind in questions else instance.kind


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("type"), choices=installed_types)

    class Meta:
        model = Question
        fields = ["category", "kind", "difficulty", "archived"]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = ["__str__", "category", TypeColumn("kind", label=_("type"), sort_key="kind"), "difficulty", "archived"]
    filterset_class = QuestionFilterSet
    search_fields = ["name", "stem", "feedback"]
    ordering = ["category__name", "pk"]
    list_per_page = 20

    def get_queryset(self, request: Any) -> Any:
        return Question.objects.select_related("category", "locale")


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    search_fields = ["name"]
    ordering = ["name"]


class QuestionBank(SnippetViewSetGroup):
    items = (QuestionViewSet, CategoryViewSet)
    menu_icon = "help"
    menu_label = _("Question bank")
    menu_order = 300
