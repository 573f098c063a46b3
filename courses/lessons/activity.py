"""The built-in activity type: a lesson, with checks inside that are answered as one reads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.question_emphasis import question_in
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, Outcome, Step
from lms.foundation.plugins.passages import Passage, lines_of

from .parts import SOURCES, anchored

if TYPE_CHECKING:
    from wagtail.models import Page

LONGEST = 80
"""Characters of a check's question in the list of those that are open."""


class CheckOption(TypedDict):
    id: str
    text: str
    feedback: str


class Check(TypedDict):
    """A check of a lesson as it was frozen; `key` has the ids of the right options."""

    stem: str
    options: list[CheckOption]
    key: list[str]


class CheckAnswer(TypedDict):
    """An answer to a check; `chosen` has ids of options."""

    chosen: list[str]
    right: bool


class Source(TypedDict):
    """A citation of the law in a lesson as it was frozen."""

    text: str
    numbering: NotRequired[str]
    url: NotRequired[str]
    checked: NotRequired[str]


class Lesson(ActivityType):
    """Completed when the learner says so. Checks are practice: each answer is kept and explained, none is scored."""

    slug = "lesson"
    name = gettext_lazy("Lesson")
    template = "courses/lesson.html"
    review_template = "courses/lesson_attempt.html"
    begins_by_itself = True

    def compile(self, page: object, *, language: str, country: str) -> Compiled:
        from .rendering import render_lesson

        return render_lesson(page, language=language, country=country)

    def countries(self, page: object) -> list[str]:
        from .rendering import countries_of

        return countries_of(page)

    def drafts(self, pages: "Sequence[Page]", contents: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
        from ..publishing.references import citations_in

        bodies = [
            *(page.body.raw_data for page in pages),
            *(json.loads(content.get("body") or "[]") for content in contents),
        ]
        return list(citations_in(bodies).filter(has_unpublished_changes=True))

    def passages(self, content: Compiled) -> list[Passage]:
        checks = content.definition.get("checks", {})
        sources = "\n".join(map(_source, content.definition.get("sources", [])))
        return [
            Passage("title", _("Title"), content.title),
            Passage("text", _("Text"), lines_of(content.html)),
            *(passage for name, check in checks.items() for passage in _passages_of(name, check)),
            Passage("sources", _("Sources"), sources),
        ]

    def findable(self, content: Compiled) -> str:
        """Return the text for the search: the lesson without its checks, and the sources that it cites."""
        cited = "".join(f"<p>{escape(source['text'])}</p>" for source in content.definition.get("sources", []))
        return f'{anchored(content.html)}<h2 id="{SOURCES}"></h2>{cited}'

    def offline(self, definition: Mapping[str, object]) -> str:
        return "shows"

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        checks = definition.get("checks", {})
        form = {
            key: {"order": [o["id"] for o in check["options"]], "key": check["key"]} for key, check in checks.items()
        }
        return {"checks": form}, {"checks": {}, "done": False}

    def taken(self, form: Mapping[str, object], data: Mapping[str, object]) -> JSON:
        """Return the answer in a form: the lesson is done, or one check with the options chosen, each option once."""
        if "done" in data:
            return {"done": ["1"]}
        return {"check": _texts(data.get("check"))[:1], "choice": list(dict.fromkeys(_texts(data.get("choice"))))}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        if "done" in data:
            return Step({**state, "done": True}, Outcome(completed=True))
        check = next(iter(_texts(data.get("check"))), "")
        if check not in form["checks"]:
            raise InvalidAnswer(_("This check is no longer part of the lesson. Reload the page and answer again."))
        frame = form["checks"][check]
        chosen = _texts(data.get("choice"))
        if not chosen or (len(frame["key"]) == 1 and len(chosen) > 1) or set(chosen) - set(frame["order"]):
            raise InvalidAnswer(_("Choose one of the answers shown, then check it."), at=f"check-{check}")
        answered = {
            "chosen": [option for option in frame["order"] if option in chosen],
            "right": set(chosen) == set(frame["key"]),
        }
        return Step({**state, "checks": {**state["checks"], check: answered}}, Outcome(completed=state["done"]))

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        answers = (state or {}).get("checks", {})
        checks = {key: _shown(check, answers.get(key)) for key, check in definition.get("checks", {}).items()}
        unanswered = [
            {"id": key, "question": shortened(question_in(check["stem"]), LONGEST)}
            for key, check in checks.items()
            if not check["answer"]
        ]
        return {
            "checks": checks,
            "unanswered": unanswered,
            "sources": definition.get("sources", []),
            "done": bool(state and state.get("done")),
        }

    def review(
        self,
        definition: Mapping[str, object],
        form: Mapping[str, object],
        state: Mapping[str, object],
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        return self.context(definition, form, state, closed=closed, now=now)


def _texts(value: object) -> list[str]:
    """Return the texts that a form sent under one name; none where anything else arrived."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _shown(check: Check, answer: CheckAnswer | None) -> JSON:
    """Return the part of a check that may be shown: without an answer the stem and the options, with one also the
    reasons.
    """
    chosen = answer["chosen"] if answer else []
    options = [
        {
            "id": o["id"],
            "text": o["text"],
            "chosen": o["id"] in chosen,
            "feedback": o["feedback"] if o["id"] in chosen else "",
            "right": answer and o["id"] in check["key"],
        }
        for o in check["options"]
    ]
    return {"stem": check["stem"], "options": options, "answer": answer, "several": len(check["key"]) > 1}


def _passages_of(name: str, check: Check) -> Iterator[Passage]:
    """Yield the passages of a check: its question, options, right answer, and the feedback on each option."""
    heading = _("Check: %(question)s") % {"question": check["stem"]}
    options = {option["id"]: option["text"] for option in check["options"]}
    right = [options.get(key, "") for key in check["key"]]
    feedback = [f"{option['text']}: {option['feedback']}" for option in check["options"] if option["feedback"]]
    yield Passage(f"{name}/stem", _("Question"), check["stem"], heading)
    yield Passage(f"{name}/options", _("Options"), "\n".join(options.values()), heading)
    yield Passage(f"{name}/key", _("Right answer"), "\n".join(right), heading)
    yield Passage(f"{name}/feedback", _("Feedback"), "\n".join(feedback), heading)


def _source(source: Source) -> str:
    """Return a citation of the law in one line."""
    return ", ".join(filter(None, (source["text"], source.get("numbering"), source.get("url"), source.get("checked"))))
