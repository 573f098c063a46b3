"""The quiz as an activity type. Everything but `compile` is pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, NotReady, Outcome, Step
from lms.plugins.question import questions

from .drawing import draw, result

PREFIX = "q:"


class Quiz(ActivityType):
    """Fields of an answer: `q:<question>` with the response, `flag` and `unflag` with a question, `submit`."""

    slug = "quiz"
    name = gettext_lazy("Quiz")
    template = "quiz/quiz.html"
    script = "quiz/quiz.js"

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        from .bank import pools

        drawn, texts = pools(page, language=language)
        for pool in drawn:
            if len(pool["questions"]) < pool["number"]:
                raise NotReady(
                    _("“%(title)s” draws %(number)s questions from “%(category)s”, which holds %(count)s.")
                    % {"title": page.title, "number": pool["number"], "category": pool["category"], "count": len(pool["questions"])}
                )
        if not texts:
            raise NotReady(_("“%(title)s” has no question yet.") % {"title": page.title})
        definition = {
            "introduction": page.introduction,
            "pass_mark": page.pass_mark / 100,
            "attempts": page.attempts,
            "shuffle": page.shuffle,
            "pools": [{"number": pool["number"], "questions": pool["questions"]} for pool in drawn],
            "questions": texts,
        }
        return Compiled(title=page.title, definition=definition)

    def attempts_allowed(self, definition: Mapping[str, Any]) -> int | None:
        return definition["attempts"] or None

    def begin(self, definition: Mapping[str, Any], *, seed: int) -> tuple[JSON, JSON]:
        items = draw(definition, seed=seed)
        return {"items": items, "pass_mark": definition["pass_mark"]}, {"responses": {}, "flags": []}

    def answer(self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime) -> Step:
        items = {item["id"]: item for item in form["items"]}
        responses = {**state["responses"]}
        for field, value in data.items():
            if field.startswith(PREFIX):
                item = items.get(field.removeprefix(PREFIX))
                if item is None:
                    raise InvalidAnswer(_("This question is not part of the attempt. Reload the page and answer again."))
                responses[item["id"]] = questions.get(item["kind"]).read(value, order=item["order"])
        flags = self._flags(items, state["flags"], data)
        new = {"responses": responses, "flags": flags}
        if "submit" not in data:
            return Step(new)
        marks = {item["id"]: questions.get(item["kind"]).mark(item["key"], responses.get(item["id"], [])) for item in form["items"]}
        score, passed = result(marks.values(), pass_mark=form["pass_mark"])
        return Step({**new, "marks": marks}, Outcome(completed=True, passed=passed, score=score, closed=True))

    def _flags(self, items: Mapping[str, Any], flags: list[str], data: Mapping[str, Any]) -> list[str]:
        wanted, unwanted = data.get("flag", []), data.get("unflag", [])
        if not (isinstance(wanted, list) and isinstance(unwanted, list)) or any(name not in list(items) for name in [*wanted, *unwanted]):
            raise InvalidAnswer(_("This question is not part of the attempt. Reload the page and answer again."))
        return [name for name in items if (name in flags or name in wanted) and name not in unwanted]

    def context(
        self, definition: Mapping[str, Any], form: Mapping[str, Any] | None, state: Mapping[str, Any] | None, *, closed: bool
    ) -> JSON:
        """Texts of the drawn questions; key and feedback only once the attempt is closed."""
        about = {name: definition[name] for name in ("introduction", "pass_mark", "attempts")}
        about["number"] = sum(pool["number"] or len(pool["questions"]) for pool in definition["pools"])
        if form is None or state is None:
            return {**about, "items": []}
        items = [
            _item(number, item, definition["questions"].get(item["id"], {}), state, closed=closed)
            for number, item in enumerate(form["items"], start=1)
        ]
        about |= {"items": items, "number": len(items), "pass_mark": form["pass_mark"]}
        about["unanswered"] = sum(not item["response"] for item in items)
        if closed:
            marks = state["marks"].values()
            about["right"] = sum(mark == 1 for mark in marks)
            about["score_percent"], about["pass_percent"] = round(100 * sum(marks) / len(marks)), round(100 * form["pass_mark"])
        return about


def _item(number: int, item: Mapping[str, Any], texts: Mapping[str, Any], state: Mapping[str, Any], *, closed: bool) -> JSON:
    """One question as the template gets it."""
    response = state["responses"].get(item["id"], [])
    by_id = {option["id"]: option for option in texts.get("options", [])}
    options = []
    for name in item["order"]:
        option = {"id": name, "text": by_id.get(name, {}).get("text", ""), "chosen": name in response}
        if closed:
            option |= {"right": name in item["key"], "feedback": by_id.get(name, {}).get("feedback", "")}
        options.append(option)
    shown = {
        "number": number, "id": item["id"], "kind": item["kind"], "field": PREFIX + item["id"], "stem": texts.get("stem", ""),
        "language": texts.get("language", ""),
        "options": options,
        "response": response, "flagged": item["id"] in state["flags"], "several": item["kind"] == "multiple",
        "template": questions.get(item["kind"]).template,
    }  # fmt: skip
    if closed:
        shown |= {"mark": state["marks"][item["id"]], "feedback": texts.get("feedback", "")}
    return shown
