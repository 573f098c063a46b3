"""Where the bank's questions are drawn, for editors who look from there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from assessments.questions.models import Category
from assessments.questions.usage import Use

from .models import Draw


def found(questions: Sequence[Any]) -> Mapping[UUID, Sequence[Use]]:
    """The quizzes that draw each of `questions`, each quiz once whatever its languages. Two queries."""
    drawn = Draw.objects.filter(page__alias_of=None).select_related("page", "category").order_by("page_id")
    quizzes: dict[UUID, tuple[Use, set[str]]] = {}
    for draw in drawn:
        use = Use(title=draw.page.title, url=reverse("wagtailadmin_pages:edit", args=[draw.page_id]))
        quizzes.setdefault(draw.page.translation_key, (use, set()))[1].add(draw.category.path)
    paths = dict(Category.objects.filter(pk__in={question.category_id for question in questions}).values_list("pk", "path"))
    return {
        question.translation_key: [
            use for use, above in quizzes.values() if not question.archived and paths[question.category_id].startswith(tuple(above))
        ]
        for question in questions
    }


def drawn() -> Q:
    """Every question that a quiz draws."""
    paths = Draw.objects.filter(page__alias_of=None).values_list("category__path", flat=True).distinct()
    every = Q(pk__in=[])
    for path in paths:
        every |= Q(category__path__startswith=path, archived=False)
    return every
