"""The question bank in Wagtail's admin."""

from typing import TYPE_CHECKING

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.editing import headings
from lms.people.directory.requests import SignedInRequest

from ..bank.categories import Category, Objective
from ..bank.models import Question
from .category_form import CategoryForm
from .filters import QuestionFilterSet
from .listing import ArchivedColumn, LanguagesColumn, OwnerColumn, StateColumn, TrailColumn, TypeColumn, UseColumn
from .pages import (
    CategoryDeleteView,
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    ObjectiveDeleteView,
    UsageView,
)

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest


class _Theirs:
    """Mixin of a chooser that offers and accepts only questions that this person may see, drafts among them."""

    request: SignedInRequest

    def get_object_list(self) -> QuerySet[Question]:
        return Question.objects.visible_to(self.request.user).filter(archived=False).order_by("-pk")


class _TheirsChosen:
    request: SignedInRequest

    def get_object(self, pk: object) -> Question:
        return Question.objects.visible_to(self.request.user).get(pk=pk)

    def get_objects(self, pks: object) -> QuerySet[Question]:
        return Question.objects.visible_to(self.request.user).filter(pk__in=pks)


class QuestionChooseView(_Theirs, ChooseView):
    pass


class QuestionChooseResultsView(_Theirs, ChooseResultsView):
    pass


class QuestionChosenView(_TheirsChosen, SnippetChosenView):
    pass


class QuestionChosenMultipleView(_TheirsChosen, SnippetChosenMultipleView):
    pass


class QuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = QuestionChooseView
    choose_results_view_class = QuestionChooseResultsView
    chosen_view_class = QuestionChosenView
    chosen_multiple_view_class = QuestionChosenMultipleView


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = [
        "__str__",
        TrailColumn("category", label=capfirst(_("category")), sort_key="category__name"),
        TypeColumn("kind", label=capfirst(_("type")), sort_key="kind"),
        Column("get_difficulty_display", label=capfirst(_("difficulty")), sort_key="difficulty"),
        OwnerColumn("owner", label=capfirst(_("owner"))),
        LanguagesColumn("languages", label=capfirst(_("languages"))),
        UseColumn("use", label=capfirst(_("used"))),
        ArchivedColumn("archived", label=capfirst(_("archived")), sort_key="archived"),
        StateColumn("state", label=capfirst(_("state")), sort_key="live"),
    ]
    filterset_class = QuestionFilterSet
    search_fields = ["folded"]
    ordering = ["category__name", "pk"]
    list_per_page = 20
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    delete_view_class = DeleteView
    usage_view_class = UsageView
    chooser_viewset_class = QuestionChooserViewSet

    def get_usage_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_usage_view_kwargs(**kwargs), "template_name": UsageView.template_name}

    def get_queryset(self, request: "HttpRequest") -> object:
        return Question.objects.visible_to(request.user).select_related("category", "locale", "owner")


class PlaceColumn(Column):
    """The name of a category, indented by its place in the tree."""

    cell_template_name = "questions/admin/category_cell.html"

    def get_cell_context_data(self, instance: "Model", parent_context: object) -> dict[str, object]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": reverse("wagtailsnippets_questions_question:list") + f"?category={instance.pk}"}


class CategoryChooserViewSet(SnippetChooserViewSet):
    register_widget = False  # forms offer the tree instead, see `wagtail_hooks`


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    add_view_class = headings.CreateView
    edit_view_class = headings.EditView
    menu_label = _("Categories")
    list_display = ["indented", PlaceColumn("questions", accessor="pk", label=capfirst(_("questions")))]
    index_view_class = headings.FoldedIndexView
    search_fields = ["folded"]
    copy_view_enabled = False
    list_per_page = 200
    ordering = ["position"]
    delete_view_class = CategoryDeleteView
    chooser_viewset_class = CategoryChooserViewSet

    def get_edit_handler(self) -> object:
        return ObjectList(Category.panels, base_form_class=CategoryForm).bind_to_model(Category)

    def get_queryset(self, request: object) -> object:
        places = [When(pk=category.pk, then=Value(place)) for place, category in enumerate(Category.objects.in_order())]
        return Category.objects.annotate(position=Case(*places, default=Value(0)))


class ObjectiveChooserViewSet(SnippetChooserViewSet):
    form_fields = ["name"]


class ObjectiveViewSet(SnippetViewSet):
    model = Objective
    icon = "circle-check"
    add_view_class = headings.CreateView
    edit_view_class = headings.EditView
    menu_label = _("Learning objectives")
    index_view_class = headings.FoldedIndexView
    search_fields = ["folded"]
    ordering = ["name"]
    copy_view_enabled = False
    delete_view_class = ObjectiveDeleteView
    chooser_viewset_class = ObjectiveChooserViewSet


class QuestionBank(SnippetViewSetGroup):
    items = (QuestionViewSet, CategoryViewSet, ObjectiveViewSet)
    menu_icon = "help"
    menu_label = _("Question bank")
    menu_order = 300
