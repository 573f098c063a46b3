"""Samples of the questions that are answered by writing: sound bodies, with a right answer to each first."""

from typing import Any

GAPS = "<p>The act, the [[a]] and the [[b]] make <b>trafficking</b>; under [[c]] no means is needed.</p>"


def answer(name: str, text: str, fraction: float = 1.0) -> dict[str, Any]:
    return {"id": name, "text": text, "fraction": fraction, "feedback": f"<p>Why {name}</p>"}


def number(
    name: str, value: float | None, tolerance: float = 0, fraction: float = 1.0, relative: bool = False
) -> dict[str, Any]:
    return {
        "id": name,
        "value": value,
        "tolerance": tolerance,
        "relative": relative,
        "fraction": fraction,
        "feedback": f"<p>Why {name}</p>",
    }


def gap(name: str, *answers: dict[str, Any], kind: str = "text", tolerance: float = 0) -> dict[str, Any]:
    return {"id": name, "answers": list(answers), "kind": kind, "tolerance": tolerance}


def gapfill(mode: str) -> dict[str, Any]:
    wrong = [] if mode == "typed" else [answer("a0", "profit", 0.0)]
    gaps = [
        gap("a", answer("a1", "means"), *wrong),
        gap("b", answer("b1", "purpose"), answer("b2", "aim", 0.5)),
        gap("c", answer("c1", "18"), answer("c2", "16", 0.0), kind="number" if mode == "typed" else "text"),
    ]
    return {
        "text": GAPS,
        "mode": mode,
        "gaps": gaps,
        "extras": [{"id": "x1", "text": "border"}] if mode == "drag" else [],
        "case": False,
    }


SHORT = {
    "answers": [answer("r", "consent"), answer("s", "*agree*", 0.5), answer("t", "*", 0.0)],
    "case": False,
    "marks": False,
}
NUMBERS = {
    "answers": [number("r", 5, 0.1), number("s", 5, 0.1, 0.5, relative=True), number("t", None, 0, 0.0)],
    "units": [{"id": "m", "name": "m", "factor": 1}, {"id": "k", "name": "km", "factor": 0.001}],
    "unit": "required",
    "penalty": 0.25,
}

BODIES = {"shorttext": SHORT, "numerical": NUMBERS, "gapfill": gapfill("typed")}
REPLIES: dict[str, list[dict[str, Any]]] = {
    "shorttext": [{"": ["Consent "]}, {"": ["She agreed."]}, {"": ["no"]}, {"": [""]}],
    "numerical": [{"": ["5,05 m"]}, {"": ["0.005 km"]}, {"": ["5"]}, {"": ["five"]}, {"": [""]}],
    "gapfill": [{"a": ["Means"], "b": ["purpose"], "c": ["١٨"]}, {"a": ["means"], "b": ["aim"]}, {"a": [""]}],
}


def keep(category: Any, kind: str, body: dict[str, Any], stem: str, language: str = "en") -> Any:
    """A question of the bank, from its body."""
    from wagtail.models import Locale

    from assessments.questions.models import Question
    from lms.foundation.plugins.question import questions

    stored = [{"type": kind, "id": f"body-of-{kind}", "value": questions.get(kind).stored(body)}]
    locale = Locale.objects.get_or_create(language_code=language)[0]
    question = Question(
        locale=locale, category=category, stem=f"<p>{stem}</p>", body=stored, feedback="<p>Because.</p>"
    )
    question.full_clean(exclude=["translation_key"])
    question.save()
    return question
