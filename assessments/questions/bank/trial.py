"""A question as a learner gets it, answered by whoever writes it.

The answer is not stored, and what was asked stays on the server.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.foundation.plugins.activity import InvalidAnswer, NotReady
from lms.foundation.plugins.question import grouped, questions, verdict
from lms.foundation.plugins.runtime.registry import NotInstalled

from . import trial_storage
from .texts import Texts

PREFIX = "try:"
NAME = "0"


class Stale(Exception):
    """Refusal: the answer belongs to a trial of another person, or to one that has expired."""


def begin_trial(question: object, *, by: object, now: datetime) -> dict[str, object]:
    """Begin a trial and return its context: the item and the token of the trial, or the `problem` that prevents it."""
    problem = _problem(question)
    if problem:
        return {"title": str(question) or _("Question"), "problem": problem}
    try:
        asked = _asked(question)
    except NotReady as error:
        return {"title": str(question), "problem": str(error)}
    return {
        "title": asked["title"],
        "trial": trial_storage.keep(asked=asked, by=by, now=now).token,
        **_context(asked, None),
    }


def mark_trial(token: str, data: Mapping[str, Sequence[str]], *, by: object, now: datetime) -> dict[str, object]:
    """Show the same once it was answered: marked, with what is right and why; asked anew for the field `again`.

    Raises `Stale`.
    """
    trial = trial_storage.Trial.objects.of(by, now=now).filter(token=token.replace("\x00", "")).first()
    asked = trial.asked if trial else {}
    kind = questions.find(asked.get("kind", ""))
    if kind is None:
        raise Stale
    again = {"title": asked["title"], "trial": token}
    if "again" in data:
        return {**again, **_context(asked, None)}
    try:
        answer = grouped({name: list(values) for name, values in data.items()}, PREFIX).get(NAME)
        response = kind.read(answer, order=asked["order"]) if answer else None
    except InvalidAnswer as error:
        return {**again, **_context(asked, None), "error": str(error)}
    return {**again, **_context(asked, response, closed=True)}


def _problem(question: Any) -> str:
    """Return the reason why the question cannot be asked yet; empty where it can."""
    if not question.written_kind:
        return _("Choose a type and write the answers: then the question can be tried here.")
    try:
        problems = question.type.problems(question.written())
    except NotInstalled:
        return _("Questions of the type “%(kind)s” cannot be shown: it is not installed.") % {
            "kind": question.written_kind
        }
    return " ".join(problems)


def _asked(question: Any) -> dict[str, Any]:
    """Return the question compiled as a quiz compiles it, in the order in which it was written."""
    texts, kind = Texts([question]), question.type
    language = question.locale.language_code if question.locale_id else settings.LANGUAGE_CODE
    with override(language):
        parts = kind.split(kind.body(texts.value(question.body[0].value)))
    return {
        "title": str(question),
        "kind": kind.slug,
        "language": language,
        "stem": texts.html(question.stem),
        "shown": parts.shown,
        "key": parts.key,
        "reveal": parts.reveal,
        "order": kind.order(parts.shown, chance=None),
        "feedback": texts.html(question.feedback),
        "hints": [texts.html(hint.value.source) for hint in question.hints],
    }


def _context(asked: Mapping[str, Any], response: object, *, closed: bool = False) -> dict[str, object]:
    kind = questions.get(asked["kind"])
    due = {"key": asked["key"], "reveal": asked["reveal"]} if closed else {"key": None, "reveal": None}
    item = kind.context(asked["shown"], order=asked["order"], response=response, **due)
    item |= {
        "number": 1,
        "id": NAME,
        "kind": kind.slug,
        "field": PREFIX + NAME,
        "stem": asked["stem"],
        "response": response,
        "template": kind.template,
        "closed": closed,
        "hints": asked["hints"],
    }
    if closed:
        mark = kind.mark(asked["key"], response)
        item |= {"mark": mark, "verdict": verdict(mark), "feedback": asked["feedback"]}
    about = {"scored": kind.scored, "by_people": kind.by_people, "script": kind.script}
    return {"item": item, "language": asked["language"], **about}
