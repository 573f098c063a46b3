"""Filters of the list of questions."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField as FilterField
from taggit.models import Tag
from wagtail.admin.filters import LocaleFilter, WagtailFilterSet

from lms.foundation.plugins.question import questions
from lms.people.directory.tree import InstitutionFilter

from ..bank.categories import Category, Objective
from ..bank.forms import InTreeOrder, owners_for
from ..bank.models import Question
from ..bank.usage import uses
from .listing import in_review

if TYPE_CHECKING:
    from lms.people.directory.requests import SignedInRequest

STATES = [
    ("published", _("Published")),
    ("draft", _("Draft")),
    ("newer", _("Published, with a newer draft")),
    ("review", _("Waits for review")),
]
NEWER = {"live": True, "has_unpublished_changes": True}


def installed_types() -> list[tuple[str, object]]:
    """Return the question types that are installed, as choices."""
    return [(kind.slug, kind.name) for kind in questions if kind.in_bank]


class _CategoryField(FilterField):
    """A category, chosen in the tree."""

    iterator = InTreeOrder

    def label_from_instance(self, obj: Category) -> str:
        return obj.indented


class _CategoryFilter(django_filters.ModelChoiceFilter):
    field_class = _CategoryField


def _owners(request: "SignedInRequest") -> object:
    return owners_for(request.user)


class QuestionFilterSet(WagtailFilterSet):
    """Choices that hold many rows are asked for only by who sees them."""

    category = _CategoryFilter(
        label=capfirst(_("category (with all below it)")), queryset=Category.objects.all(), method="within"
    )
    kind = django_filters.ChoiceFilter(label=capfirst(_("type")), choices=installed_types)
    tag = django_filters.ModelChoiceFilter(
        label=capfirst(_("tag")),
        field_name="tagged_items__tag",
        queryset=lambda _request: Tag.objects.filter(tagged_questions__isnull=False).distinct(),
    )
    objective = django_filters.ModelChoiceFilter(
        label=capfirst(_("learning objective")), queryset=Objective.objects.order_by("name")
    )
    owner = InstitutionFilter(label=capfirst(_("owner")), queryset=_owners, null_label=_("Shared with all"))
    locale = LocaleFilter(label=capfirst(_("language")))
    state = django_filters.ChoiceFilter(label=capfirst(_("state")), choices=STATES, method="in_state")
    used = django_filters.ChoiceFilter(
        label=capfirst(_("used")), choices=[("yes", _("In a quiz")), ("no", _("Nowhere"))], method="where_used"
    )

    class Meta:
        model = Question
        fields = ["category", "kind", "difficulty", "tag", "objective", "owner", "locale", "archived", "state", "used"]

    def within(self, queryset: Any, _name: str, category: Category) -> Any:
        return queryset.within(category)

    def in_state(self, queryset: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        """Return published, never published, published with a newer draft, or handed in for review."""
        if value == "review":
            return queryset.filter(
                pk__in=in_review().annotate(question=Cast("object_id", BigIntegerField())).values("question")
            )
        return queryset.filter(**{"published": {"live": True}, "draft": {"live": False}, "newer": NEWER}[value])

    def where_used(self, queryset: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        """Filter questions by their use in a quiz: drawn or named by one, whether or not it is released."""
        return queryset.filter(uses.phrase()) if value == "yes" else queryset.exclude(uses.phrase())
