"""Uses of the bank's questions in draws, for editors who look from the bank."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from assessments.questions.bank.usage import QuestionUse
from assessments.questions.models import Question
from lms.people.directory.institutions import Institution

from .draws import Draw
from .models import QuizPage
from .receivers import quizzes_that_ask

if TYPE_CHECKING:
    from wagtail.models import Page

TAKEN = ("category", "question", "tag", "objective")


def uses_of(questions: Sequence[Any]) -> Mapping[UUID, Sequence[QuestionUse]]:
    """Return the quizzes that draw each of `questions`, each quiz once whatever its languages.

    Three queries, whatever their number.
    """
    draws = list(
        Draw.objects.filter(page__alias_of=None)
        .select_related("page__institution", "category", "question", "tag", "objective")
        .order_by("page_id")
    )
    facts = _facts(questions) if draws else {}
    uses: dict[UUID, dict[UUID, QuestionUse]] = {question.translation_key: {} for question in questions}
    for draw in draws:
        url = reverse("wagtailadmin_pages:edit", args=[draw.page_id])
        for question in questions:
            named = draw.question_id is not None
            if (named or (question.live and not question.archived)) and _takes(draw, facts[question.pk]):
                known = uses[question.translation_key].get(draw.page.translation_key)
                if known is None or (named and not known.named):
                    uses[question.translation_key][draw.page.translation_key] = QuestionUse(
                        title=draw.page.title, url=url, named=named
                    )
    return {key: list(places.values()) for key, places in uses.items()}


def _facts(questions: Sequence[Any]) -> dict[int, dict[str, object]]:
    """Return the properties of each question that draws select by, by primary key. Two queries."""
    rows = Question.objects.filter(pk__in=[question.pk for question in questions])
    columns = rows.values("pk", "translation_key", "category__path", "difficulty", "objective", "owner")
    facts: dict[int, dict[str, Any]] = {row["pk"]: {**row, "tags": set()} for row in columns}
    for pk, tag in rows.filter(tagged_items__tag__isnull=False).values_list("pk", "tagged_items__tag"):
        facts[pk]["tags"].add(tag)
    return facts


def _takes(draw: Draw, facts: Mapping[str, Any]) -> bool:
    if draw.question is not None:
        return draw.question.translation_key == facts["translation_key"]
    return (
        (facts["owner"] is None or facts["owner"] in draw.owners)
        and (draw.category is None or facts["category__path"].startswith(draw.category.path))
        and (draw.tag_id is None or draw.tag_id in facts["tags"])
        and (draw.objective_id is None or draw.objective_id == facts["objective"])
        and (not draw.difficulty or draw.difficulty == facts["difficulty"])
    )


def drafts_for(pages: "Sequence[Page]", contents: Sequence[Mapping[str, object]]) -> Sequence[Question]:
    """Return questions that these quizzes may ask, as they stand or as their drafts say, and that are not published as
    they were written last.

    Seven queries, whatever their number.
    """
    kept = {pk for page in pages for pk in (page.pk, page.like_id) if pk} | {
        content["like"] for content in contents if content.get("like")
    }
    draws = [*Draw.objects.filter(page__in=kept).select_related("page__institution", *TAKEN), *_written(contents)]
    every = Q(pk__in=[])
    for draw in draws:
        every |= Q(pk__in=Question.objects.filter(draw.phrase()).values("pk"))
    return Question.objects.filter(every, has_unpublished_changes=True, archived=False).order_by("pk") if draws else []


def _written(contents: Sequence[Mapping[str, Any]]) -> list[Draw]:
    """Return the draws of drafts, with what they take; what was deleted since is left out."""
    rows = [{**row, "of": content.get("institution")} for content in contents for row in content.get("draws", ())]
    owners = Institution.objects.in_bulk({row["of"] for row in rows if row["of"]})
    known = {
        name: Draw._meta.get_field(name).related_model._default_manager.in_bulk(
            [row[name] for row in rows if row.get(name)]
        )
        for name in TAKEN
    }
    draws = []
    for row in rows:
        taken = {name: known[name].get(row.get(name)) for name in TAKEN}
        if any(taken.values()) or row.get("difficulty"):
            page = QuizPage(institution=owners.get(row["of"]))
            draws.append(Draw(page=page, number=row.get("number", 0), difficulty=row.get("difficulty", ""), **taken))
    return draws


def questions_drawn() -> Q:
    """Return every question that a quiz draws."""
    every = Q(pk__in=[])
    for draw in Draw.objects.filter(page__alias_of=None).select_related(
        "page__institution", "category", "question", "tag", "objective"
    ):
        every |= Q(pk__in=Question.objects.usable().filter(draw.phrase()).values("pk"))
    return every


def reaching(paths: Collection[str]) -> list[QuestionUse]:
    """Return the live quizzes that draw from these categories, by their course."""
    pages = [(page.get_parent().title, page) for page in quizzes_that_ask(paths)]
    return [
        QuestionUse(title=f"{course} › {page.title}", url=reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for course, page in sorted(pages, key=lambda pair: (pair[0], pair[1].title))
    ]
