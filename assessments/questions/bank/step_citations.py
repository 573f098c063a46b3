"""Questions that cite a step of a procedure, or ask for the fields of a form."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished

from courses.models import PaperPage, ProcedurePage
from courses.procedures.citations import Citation
from courses.procedures.steps import numbers_cited

from .models import Question
from .signals import bank_changed


def citations(key: UUID) -> Iterator[Citation]:
    """Yield the questions that cite steps of the procedure with this translation key, each in its oldest language."""
    seen = set()
    for question in _citing(key).order_by("pk"):
        if question.translation_key not in seen:
            seen.add(question.translation_key)
            url = reverse("wagtailsnippets_questions_question:edit", args=[question.pk])
            for number in numbers_cited(question.step, key):
                yield Citation(number, str(question), url, question.last_published_at, model=Question)


def _citing(key: UUID) -> QuerySet[Question]:
    return Question.objects.usable().filter(step__startswith=f"{key}#")


@receiver(page_published, sender=ProcedurePage)
@receiver(page_unpublished, sender=ProcedurePage)
def _on_procedure_changed(sender: type, instance: ProcedurePage, **_kwargs: object) -> None:
    """Tell the quizzes that draw such questions."""
    _tell(_citing(instance.translation_key), _("Procedure changed: %(title)s") % {"title": instance.title})


@receiver(page_published, sender=PaperPage)
@receiver(page_unpublished, sender=PaperPage)
def _on_paper_changed(sender: type, instance: PaperPage, **_kwargs: object) -> None:
    asking = Question.objects.usable().annotate(stored=Cast("body", TextField()))
    _tell(
        asking.filter(kind="form", stored__contains=f'"{instance.slug}#'),
        _("Form changed: %(title)s") % {"title": instance.title},
    )


def _tell(questions: QuerySet[Question], why: str) -> None:
    paths = set(questions.values_list("category__path", flat=True))
    if paths:
        bank_changed.send(Question, paths=paths, why=why[:300], by=None)
