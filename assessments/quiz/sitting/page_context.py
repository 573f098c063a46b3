"""Contexts of a quiz's templates: only the parts that are due at this moment. Functions of their arguments alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assessments.questions.bank.third_person import in_third_person
from lms.foundation.plugins.question import verdict

from .form import Form, Item, Items
from .marking import earned_mark, is_waiting, settled, tried_before, worth
from .marking_rounds import marks_for_learner
from .reducer import CERTAIN, PREFIX, no_try
from .rules import ANSWERS, CERTAINTY, DURING, FEEDBACK, IMMEDIATE, MARKS, RIGHT, WHAT, Rules
from .state import State
from .type_versions import question_now

JSON = dict[str, Any]
Texts = Mapping[str, Any]


def before(definition: Texts) -> JSON:
    """Return the start screen."""
    number = sum(
        draw["number"] or len(draw["questions"]) for section in definition["sections"] for draw in section["draws"]
    )
    return _about(definition, Rules.of(definition)) | {"number": number, "items": []}


def _about(definition: Texts, rules: Rules) -> JSON:
    names = ("behaviour", "navigation", "minutes", "tries", "ticket")
    moments = {
        name: datetime.fromisoformat(at) for name, at in (("opens", rules.opens_at), ("closes", rules.closes_at)) if at
    }
    texts = {name: definition[name] for name in ("introduction", "pass_mark", "attempts")}
    return texts | moments | {name: getattr(rules, name) for name in names}


def for_staff(definition: Texts, form: Form, state: State, *, now: datetime) -> JSON:
    """Return a closed attempt with all that is known of it, for those who teach its learner; where people mark without
    knowing whose answer it is, that answer is `hidden` until it is marked.
    """
    shown, rules = attempt(definition, form, state, closed=True, now=now, due=frozenset(WHAT)), form.rules(state.terms)
    for item in shown["items"]:
        if rules.blind and is_waiting(form.items[item["id"]], state, rules):
            item |= {"hidden": True, "response": None, "asked": False}
    return shown | {"items": [in_third_person(item) for item in shown["items"]]}


def attempt(
    definition: Texts,
    form: Form,
    state: State,
    *,
    closed: bool,
    now: datetime,
    exam_over: bool = False,
    due: frozenset[str] | None = None,
) -> JSON:
    """Return an attempt under way, or its result: of the questions only those whose turn it is, of their keys what is
    due. Of an exam that others still sit no question.
    """
    rules, items, held = form.rules(state.terms), form.items, False
    if due is None:
        phase = form.phase(state.terms, closed=closed, closed_at=state.closed, now=now, exam_over=exam_over)
        due, held = rules.shown(phase), rules.holds(phase)
    pages, at = rules.pages(list(items)), state.at
    here = list(items) if closed else pages[at]
    numbers = {name: number for number, name in enumerate(items, start=1)}
    shown = [
        _to_contest(numbers[name], name, state)
        if held
        else _item(
            numbers[name],
            items[name],
            question_now(definition["questions"].get(name, {})),
            state,
            rules,
            due,
            closed=closed,
        )
        for name in here
    ]
    _head(shown, items, definition["sections"])
    about = _about(definition, rules) | {
        "items": shown,
        "number": len(items),
        "pass_mark": form.pass_mark,
        "at": at,
        "page": at + 1,
        "pages": len(pages),
        "last_page": at + 1 == len(pages),
        "due": sorted(due),
        "held": held,
    }
    if closed:
        return about | {"scripts": []} | _figures(form, state, rules, due)
    about["scripts"] = sorted({items[name].type.script for name in here} - {""})
    about["map"] = [
        {
            "number": numbers[name],
            "flagged": name in state.flags,
            "id": name,
            "here": name in here,
            **_given(item, state),
            "page": next(number for number, page in enumerate(pages, start=1) if name in page),
        }
        for name, item in items.items()
    ]
    about["unanswered"] = sum(not line["answered"] and not line["missing"] for line in about["map"])
    about["unfinished"] = [line for line in about["map"] if line["missing"]]
    return about


def _given(item: Item, state: State) -> JSON:
    """Return whether a question is answered, and for an answer in part a sentence on the missing part."""
    response, missing = state.responses.get(item.id), ""
    if response and not state.stands(item.id):
        missing = item.type.unfinished(state.key(item), response, order=item.order)
    return {"answered": bool(response) and not missing, "missing": missing}


def _head(shown: list[JSON], items: Items, sections: list[JSON]) -> None:
    """Put the heading of a section at its first question that is shown."""
    last = None
    for item in shown:
        number = items[item["id"]].section
        if (
            number != last
            and number < len(sections)
            and (sections[number]["heading"] or sections[number]["introduction"])
        ):
            item["section"] = {"heading": sections[number]["heading"], "introduction": sections[number]["introduction"]}
        last = number


def _figures(form: Form, state: State, rules: Rules, due: frozenset[str]) -> JSON:
    """Return the numbers of the result, as far as they are due, and the numbers of questions that wait for a person."""
    items = list(form.items.values())
    waiting = [number for number, item in enumerate(items, start=1) if is_waiting(item, state, rules)]
    if MARKS not in due:
        return {"waiting": waiting}
    score = settled(form, state)[1].score
    verdicts = [verdict(worth(item, state, rules)) for item in items if state.mark(item.id) is not None]
    return {
        "waiting": waiting,
        "score": score,
        "score_percent": round(100 * (score or 0)),
        "pass_percent": round(100 * form.pass_mark),
        "right": verdicts.count("right"),
        "partly": verdicts.count("partly"),
        "scored": len(verdicts),
    }


def _item(
    number: int, item: Item, question: Texts, state: State, rules: Rules, due: frozenset[str], *, closed: bool
) -> JSON:
    """Return one question as the template gets it: what its type says of it, and what is the same for all types."""
    name, kind = item.id, item.type
    ended = closed or state.stands(name)
    due = due if ended else frozenset()
    response = state.responses.get(name) if not closed or ANSWERS in due else None
    key = state.key(item) if RIGHT in due else None
    reveal = question.get("reveal", {}) if FEEDBACK in due else None
    shown = (
        kind.context(question["shown"], order=item.order, response=response, key=key, reveal=reveal) if question else {}
    )
    shown |= {
        "number": number,
        "id": name,
        "anchor": f"question-{name}",
        "kind": item.kind,
        "field": PREFIX + name,
        "worth": item.mark,
        "stem": question.get("stem", ""),
        "language": question.get("language", ""),
        "response": response,
        "sounds": question.get("sounds", []),
        "flagged": name in state.flags,
        "template": kind.template,
        "closed": ended,
    }
    if FEEDBACK in due:
        shown["feedback"] = question.get("feedback", "")
    if closed:
        return shown | _judged(item, state, rules, due)
    if rules.behaviour == CERTAINTY and kind.scored:
        shown |= {"certain": CERTAIN + name, "certainty": state.certainty.get(name)}
    if rules.behaviour == IMMEDIATE and kind.scored and not kind.by_people:
        shown["check"] = _check(item, question, state, rules)
        shown["error"] = f"error-{name}" if shown["check"]["spared"] else ""
    return shown


def _to_contest(number: int, name: str, state: State) -> JSON:
    """Return a question of which nothing is shown yet: its number, and whether it can be contested."""
    return {"number": number, "id": name, "contestable": _contestable(state, name)}


def _contestable(state: State, name: str) -> bool:
    said = state.said(name)
    return not said or not said[-1].is_contest


def _judged(item: Item, state: State, rules: Rules, due: frozenset[str]) -> JSON:
    """Return the facts about a closed answer: its mark, and the remarks about it with their time."""
    name, said = item.id, state.said(item.id)
    context: JSON = {
        "contests": [{**remark.as_json(), "at": remark.moment} for remark in said],
        "certainty": state.certainty.get(name),
        "asked": bool(due - {MARKS}),
        "contestable": _contestable(state, name),
    }
    if MARKS in due:
        context |= _marked(item, state, rules)
    if state.mark(name) is not None and (given := state.given(name)):
        key = state.key(item)
        rubric = key.get("rubric", []) if isinstance(key, Mapping) and MARKS in due else []
        context["told"] = marks_for_learner(given, rubric, comments=FEEDBACK in due)
        context["marked"] = MARKS in due
    return context


def _marked(item: Item, state: State, rules: Rules) -> JSON:
    """Return the earned marks of a closed answer, and the reason for a part of them: right in part, after wrong tries,
    or by an older key.
    """
    name, full, mark = item.id, item.mark, state.mark(item.id)
    points = earned_mark(name, mark, state, rules)
    if mark is None or points is None:
        return {"mark": None, "earned": None}
    value = worth(item, state, rules)
    plain = full == 1 and points in (0, 1)
    return {
        "mark": mark,
        "earned": None if plain else round(points * full, 2),
        "verdict": verdict(value),
        "wrong_tries": tried_before(name, state) if rules.behaviour == IMMEDIATE else 0,
        "kept": value is not None and mark > value,
    }


def _check(item: Item, question: Texts, state: State, rules: Rules) -> JSON:
    """Return the learner's checks of this question so far: as many hints as wrong tries, how many tries are left, and
    why the last was none.
    """
    name, response, spared = item.id, state.responses.get(item.id), state.spared
    check, wrong = state.check(name), state.tries.get(name, 0)
    verdict = ""
    if check is not None and check.response == response and MARKS in rules.shown(DURING):
        verdict = "right" if check.right else "wrong"
    return {
        "spared": no_try(item, state.key(item), response, check) if name in spared and spared[name] == response else "",
        "verdict": verdict,
        "done": state.stands(name),
        "left": max(rules.tries - wrong, 0),
        "hints": list(question.get("hints", []))[:wrong],
    }
