"""Contexts of a learner's pages: a refresher under way one question at a time, and its result."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from assessments.quiz.sitting import page_context
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.state import State
from courses.catalogue.lookup import content

from .models import Refresher

NOTHING = {"introduction": "", "pass_mark": 0, "attempts": 0, "sections": []}


@dataclass(frozen=True)
class RefresherPage:
    """`item` is the question that is shown, as its type's template gets it; None once all are answered. `number` counts
    from 1, `total` and `answered` are of the refresher; `scripts` are those of the question's type.
    """

    item: dict[str, Any] | None
    number: int
    total: int
    answered: int
    right: int
    scripts: list[str]


def refresher_page(refresher: Refresher, *, wanted: str = "") -> RefresherPage:
    """Return the question called `wanted`, if it is answered already; else the first that is not. No statement, but for
    contents that a process reads once.
    """
    form = Form.read(refresher.form or {"items": [], "pass_mark": 0})
    state = State.read(refresher.state or {"responses": {}, "flags": []}, form.items)
    names = list(form.items)
    open_ones = [name for name in names if not state.stands(name)]
    name = wanted if wanted in names and state.stands(wanted) else next(iter(open_ones), "")
    standing = [check for one in names if (check := state.check(one)) is not None and check.done]
    right = sum(check.right for check in standing)
    item: dict[str, Any] | None = None
    scripts: list[str] = []
    if name:
        alone = Form(form.items.only([name]), 0.0, form.settings)
        page = page_context.attempt(_texts(refresher, name), alone, state, closed=False, now=timezone.now())
        item, scripts = page["items"][0], [] if state.stands(name) else page["scripts"]
    number = names.index(name) + 1 if name else len(names)
    return RefresherPage(item, number, len(names), len(standing), right, scripts)


def _texts(refresher: Refresher, name: str) -> dict[str, object]:
    definition = content(refresher.sources[name]).definition
    return {**NOTHING, "questions": {name: definition["questions"][name]}}
