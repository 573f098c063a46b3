"""The columns of the list of questions: what concerns all rows is asked for once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale, WorkflowState
from wagtail_localize.models import TranslationSource

from lms.foundation.plugins.question import questions

from ..bank.categories import Category
from ..bank.models import Question
from ..bank.usage import uses

if TYPE_CHECKING:
    from django.db.models import Model


def fill_columns(rows: Sequence[Question]) -> None:
    """Give each row what its columns say: the trail of its category, the languages that exist, where it is used, how
    far it is.

    Five queries and those of `uses`.
    """
    trails = {category.pk: category.full_name for category in Category.objects.in_order()} if rows else {}
    languages: dict[Any, list[str]] = {row.translation_key: [] for row in rows}
    codes = dict(Locale.objects.values_list("pk", "language_code")) if rows else {}
    for key, locale in (
        Question.objects.filter(translation_key__in=languages)
        .order_by("locale_id")
        .values_list("translation_key", "locale")
    ):
        languages[key].append(codes[locale])
    sources = _sources(languages) if rows else {}
    places, states = uses.of(rows), _reviews(rows)
    for row in rows:
        row.trail = trails.get(row.category_id, "")
        row.languages = languages[row.translation_key]
        row.source_pk = sources.get((row.translation_key, row.locale_id))
        row.places = len(places[row.translation_key])
        row.review = states.get(str(row.pk), "")


def _sources(keys: Iterable[object]) -> dict[tuple[object, int], int]:
    """Return the sources of translations, by key and language, that have a translation to bring up to date."""
    sources = TranslationSource.objects.filter(object_id__in=list(keys), translations__enabled=True)
    return {(key, locale): pk for key, locale, pk in sources.values_list("object_id", "locale", "pk")}


def in_review() -> Any:
    """Return the workflow states of questions that were handed in and are not decided yet."""
    return WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Question))


def _reviews(rows: Sequence[Question]) -> dict[str, str]:
    """Return the review status of each question that is in review, by the text of its primary key."""
    if not rows:
        return {}
    return dict(in_review().filter(object_id__in=[str(row.pk) for row in rows]).values_list("object_id", "status"))


class StateColumn(Column):
    """Column with the state of a question: published or not, newer text, and waiting for a reviewer."""

    REVIEWS: Mapping[str, Any] = {
        WorkflowState.STATUS_IN_PROGRESS: _("waits for review"),
        WorkflowState.STATUS_NEEDS_CHANGES: _("changes are asked for"),
    }

    def get_value(self, instance: Any) -> str:
        state = _("Published") if instance.live else _("Draft")
        newer = _("a draft is newer") if instance.live and instance.has_unpublished_changes else ""
        return " · ".join(str(part) for part in (state, newer, self.REVIEWS.get(instance.review, "")) if part)


class TypeColumn(Column):
    """The type as people call it; one that is not installed by its slug."""

    def get_value(self, instance: Any) -> object:
        return questions.get(instance.kind).name if instance.kind in questions else instance.kind


class TrailColumn(Column):
    def get_value(self, instance: Any) -> str:
        return instance.trail


class OwnerColumn(Column):
    def get_value(self, instance: Any) -> object:
        return instance.owner or _("Shared")


class ArchivedColumn(Column):
    def get_value(self, instance: Any) -> object:
        return _("Archived") if instance.archived else ""


class LanguagesColumn(Column):
    """The languages in which the question exists, its own among them."""

    def get_value(self, instance: Any) -> str:
        return ", ".join(instance.languages)


class UseColumn(Column):
    """Number of places where the question is drawn, with a link to them."""

    cell_template_name = "questions/admin/use_cell.html"

    def get_value(self, instance: Any) -> str:
        if not instance.places:
            return ""
        return ngettext("%(number)s quiz", "%(number)s quizzes", instance.places) % {"number": instance.places}

    def get_cell_context_data(self, instance: "Model", parent_context: object) -> dict[str, object]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": reverse("wagtailsnippets_questions_question:usage", args=[instance.pk])}
