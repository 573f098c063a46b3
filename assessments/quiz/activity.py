"""The quiz as an activity type. Everything but `compile` is pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, NotReady, Outcome, Step
from lms.plugins.question import grouped, questions

from .drawing import draw, result, scored
from .older import brought_up, item_of, question_of

PREFIX = "q:"


class Quiz(ActivityType):
    """Fields of an answer: `q:<question>` and `q:<question>:<part>` with the response, `flag` and `unflag` with a question, `submit`."""

    slug = "quiz"
    name = gettext_lazy("Quiz")
    template = "quiz/quiz.html"
    script = "quiz/quiz.js"

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        from .bank import pools

        drawn, shown, media = pools(page, language=language)
        for pool in drawn:
            if len(pool["questions"]) < pool["number"]:
                raise NotReady(
                    _("“%(title)s” draws %(number)s questions from “%(category)s”, which holds %(count)s.")
                    % {"title": page.title, "number": pool["number"], "category": pool["category"], "count": len(pool["questions"])}
                )
        if not shown:
            raise NotReady(_("“%(title)s” has no question yet.") % {"title": page.title})
        definition = {
            "introduction": page.introduction,
            "pass_mark": page.pass_mark / 100,
            "attempts": page.attempts,
            "shuffle": page.shuffle,
            "pools": [{"number": pool["number"], "questions": pool["questions"]} for pool in drawn],
            "questions": shown,
        }
        return Compiled(title=page.title, definition=definition, media=tuple(sorted(media)))

    def attempts_allowed(self, definition: Mapping[str, Any]) -> int | None:
        return definition["attempts"] or None

    def needs(self, definition: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        return frozenset((questions.socket, question["kind"]) for question in definition["questions"].values())

    def begin(self, definition: Mapping[str, Any], *, seed: int) -> tuple[JSON, JSON]:
        items = draw(brought_up(definition), seed=seed)
        return {"items": items, "pass_mark": definition["pass_mark"]}, {"responses": {}, "flags": []}

    def answer(self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime) -> Step:
        items = {item["id"]: item_of(item) for item in form["items"]}
        responses = {**state["responses"]}
        for name, parts in grouped(data, PREFIX).items():
            item = items.get(name)
            if item is None:
                raise InvalidAnswer(_("This question is not part of the attempt. Reload the page and answer again."))
            responses[name] = questions.get(item["kind"]).read(parts, order=item["order"])
        flags = self._flags(items, state["flags"], data)
        new = {"responses": responses, "flags": flags}
        if "submit" not in data:
            return Step(new)
        marks = {name: questions.get(item["kind"]).mark(item["key"], responses.get(name)) for name, item in items.items()}
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
            _item(number, item_of(item), question_of(definition["questions"].get(item["id"], {})), state, closed=closed)
            for number, item in enumerate(form["items"], start=1)
        ]
        about |= {"items": items, "number": len(items), "pass_mark": form["pass_mark"]}
        about["unanswered"] = sum(not item["response"] for item in items)
        return about | _figures(state["marks"], form["pass_mark"]) if closed else about


def _figures(marks: Mapping[str, float | None], pass_mark: float) -> JSON:
    """What the result says in numbers; `scored` questions count, and where there are none there is no score."""
    counted = scored(marks.values())
    percent = round(100 * sum(counted) / len(counted)) if counted else 0
    return {
        "right": sum(mark == 1 for mark in counted), "scored": len(counted),
        "score_percent": percent, "pass_percent": round(100 * pass_mark),
    }  # fmt: skip


def _item(number: int, item: Mapping[str, Any], question: Mapping[str, Any], state: Mapping[str, Any], *, closed: bool) -> JSON:
    """One question as the template gets it: what its type says of it, and what is the same for all types."""
    kind = questions.get(item["kind"])
    response = state["responses"].get(item["id"])
    key, reveal = (item["key"], question.get("reveal", {})) if closed else (None, None)
    shown = kind.context(question["shown"], order=item["order"], response=response, key=key, reveal=reveal) if question else {}
    shown |= {
        "number": number, "id": item["id"], "kind": item["kind"], "field": PREFIX + item["id"],
        "stem": question.get("stem", ""), "language": question.get("language", ""),
        "sounds": question.get("sounds", []),
        "response": response, "flagged": item["id"] in state["flags"], "template": kind.template, "closed": closed,
    }  # fmt: skip
    if closed:
        shown |= {"mark": state["marks"][item["id"]], "feedback": question.get("feedback", "")}
    return shown
