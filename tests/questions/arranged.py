"""A course whose quiz asks one question of each type that is arranged: matching, ordering, classification."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from wagtail.models import Locale

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import Course, CoursePage
from lms.foundation.plugins.question import questions
from lms.learning.progress.models import Attempt
from tests.builders import unsearched
from tests.kept import kept
from tests.releasing import release_waiting

QUIZ = "/learn/elements/elements-quiz/"
STEMS = {
    "matching": "Which element of the offence is it?",
    "ordering": "What comes first when you meet a person who may be a victim?",
    "classification": "Sort what the report says into act, means and purpose.",
}


def _listed(*parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"id": str(uuid4()), **part} for part in parts]


def _item(text: str) -> dict[str, str]:
    return {"text": f"<p>{text}</p>", "feedback": f"<p>Because {text} says so.</p>"}


def bodies() -> dict[str, dict[str, Any]]:
    """A body of each type, with new ids."""
    return {
        "matching": {
            "pairs": _listed(
                {"text": "<p>Recruiting a <b>child</b></p>", "match": "Act"},
                {"text": "<p>Abuse of a position of vulnerability</p>", "match": "Means"},
                {"text": "<p>Threat of force</p>", "match": "Means"},
            ),
            "extras": _listed({"match": "Purpose"}),
            "scoring": "each",
        },
        "ordering": {
            "items": _listed(
                *(
                    {"text": f"<p>{text}</p>"}
                    for text in ("Make the person safe", "Listen", "Refer", "Take the statement")
                )
            ),
            "scoring": "pairwise",
        },
        "classification": {
            "bins": _listed(
                {"text": "Act", "items": _listed(_item("Transporting persons"), _item("Harbouring persons"))},
                {"text": "Means", "items": _listed(_item("Deception about the work"))},
                {"text": "Purpose", "items": _listed(_item("Forced labour"))},
            ),
            "extras": _listed(_item("Crossing a border")),
            "scoring": "each",
        },
    }


@kept
@unsearched()
def make_quiz(programme_page) -> Course:
    """The course in the catalogue, with a quiz of the three questions in the order of `STEMS`."""
    page = CoursePage(title="Elements", slug="elements", summary="Act, means, purpose.", minutes=10)
    programme_page.add_child(instance=page)
    locale = Locale.objects.get_or_create(language_code="en")[0]
    draws = []
    for slug, body in bodies().items():
        category = Category.objects.create(name=f"Bank of {slug}")
        stored = [{"type": slug, "id": str(uuid4()), "value": questions.get(slug).stored(body)}]
        question = Question(
            locale=locale,
            category=category,
            stem=f"<p>{STEMS[slug]}</p>",
            body=stored,
            feedback="<p>It is the law.</p>",
        )
        question.full_clean(exclude=["translation_key"])
        question.save()
        draws.append(Draw(category=category, number=0))
    quiz = QuizPage(title="Quiz", slug="elements-quiz", pass_mark=70, attempts=2, shuffle=False)
    quiz.draws = draws
    page.add_child(instance=quiz)
    for node in [page, quiz]:
        node.save_revision().publish()
    assert release_waiting() == []
    return Course.objects.get(pk=page.translation_key)


def items_of(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """The items of the attempt's form by type."""
    return {item["kind"]: item for item in attempt.form["items"]}


def right_fields(attempt: Attempt) -> dict[str, str]:
    """What the select boxes say when everything is right, by the name of the field."""
    found = {}
    for kind, item in items_of(attempt).items():
        if kind == "ordering":
            values = {part: str(place) for place, part in enumerate(item["key"]["order"], start=1)}
        else:
            values = {
                part: str(item["order"]["choices"].index(choice) + 1) for part, choice in item["key"]["right"].items()
            }
        found |= {f"q:{item['id']}:{part}": value for part, value in values.items()}
    return found
