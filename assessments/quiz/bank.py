"""What a quiz takes from the bank when it is compiled."""

from typing import Any

from django.conf import settings

from assessments.questions.models import Question


def pools(page: Any, *, language: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The pools of question ids that `page` draws from, and the texts and keys of those questions in `language`.

    A question's id is its translation key, and the pools are the same in every language, so that an attempt can be read in each and
    everybody is measured alike: a question that is not translated yet is kept in the language it was written in.
    """
    drawn, texts = [], {}
    for draw in page.draws.select_related("category").order_by("sort_order", "pk"):
        found = Question.objects.usable().filter(category=draw.category).select_related("locale").order_by("pk")
        found = sorted(found, key=lambda question: _closeness(question, language))
        shown = {str(question.translation_key): _texts(question, language) for question in found}
        texts.update(shown)
        drawn.append({"category": draw.category.name, "number": draw.number, "questions": sorted(shown)})
    return drawn, texts


def _closeness(question: Question, language: str) -> tuple[bool, bool]:
    """Orders the versions of a question so that the one in `language` comes last, after the one in the default language."""
    code = question.locale.language_code
    return code == language, code == settings.LANGUAGE_CODE


def _texts(question: Question, language: str) -> dict[str, Any]:
    options = question.option_list()
    written_in = question.locale.language_code
    return {
        "kind": question.kind,
        "language": "" if written_in == language else written_in,
        "stem": question.stem,
        "options": [{"id": option["id"], "text": option["text"], "feedback": option["feedback"]} for option in options],
        "key": question.type.key(options),
        "feedback": question.feedback,
    }
