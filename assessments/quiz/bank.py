"""What a quiz takes from the bank when it is compiled."""

from typing import Any

from assessments.questions.models import Question


def pools(page: Any, *, language: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The pools of question ids that `page` draws from, and the texts and keys of those questions in `language`.

    A question's id is its translation key, so that an attempt can be read in every language it is translated into.
    """
    drawn, texts = [], {}
    for draw in page.draws.select_related("category").order_by("sort_order", "pk"):
        found = Question.objects.usable().filter(category=draw.category, locale__language_code=language).order_by("pk")
        names = []
        for question in found:
            name = str(question.translation_key)
            options = question.option_list()
            texts[name] = {
                "kind": question.kind,
                "stem": question.stem,
                "options": [{"id": option["id"], "text": option["text"], "feedback": option["feedback"]} for option in options],
                "key": question.type.key(options),
                "feedback": question.feedback,
            }
            names.append(name)
        drawn.append({"category": draw.category.name, "number": draw.number, "questions": sorted(names)})
    return drawn, texts
