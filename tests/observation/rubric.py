"""A written question with a rubric of one criterion, as an editor of a checklist takes it over."""

from wagtail.models import Locale

from assessments.questions.models import Category, Question


def written_with_a_rubric() -> Question:
    levels = [
        {"type": "item", "id": name, "value": {"text": name, "points": points}}
        for name, points in (("Not named", 0.0), ("Named", 2.0))
    ]
    criterion = {"type": "item", "id": "c", "value": {"text": "Names the means", "levels": levels}}
    value = {"words_min": None, "words_max": None, "lines": 8, "model": "", "rubric": [criterion]}
    return Question.objects.create(
        locale=Locale.objects.get(language_code="en"),
        category=Category.objects.create(name="Written"),
        stem="<p>Report what you saw.</p>",
        body=[{"type": "freetext", "id": "b", "value": value}],
    )
