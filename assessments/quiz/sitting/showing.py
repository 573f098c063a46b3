"""What a quiz's templates get: what is due at this moment, and nothing else. Functions of their arguments alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.plugins.question import questions, verdict

from .folding import CERTAIN, PREFIX, items_of, no_try, rules_of
from .marking import earned, is_waiting, settled, tried_before, worth
from .older import question_of, sections_of
from .rounds import told
from .rules import ANSWERS, CERTAINTY, DURING, FEEDBACK, IMMEDIATE, MARKS, RIGHT, Rules

JSON = dict[str, Any]
Texts = Mapping[str, Any]


def before(definition: Texts) -> JSON:
    """The start screen."""
    number = sum(
        draw["number"] or len(draw["questions"]) for section in sections_of(definition) for draw in section["draws"]
    )
    return _about(definition, Rules.of(definition)) | {"number": number, "items": []}


def _about(definition: Texts, rules: Rules) -> JSON:
    names = ("behaviour", "navigation", "minutes", "tries")
    moments = {
        name: datetime.fromisoformat(at) for name, at in (("opens", rules.opens_at), ("closes", rules.closes_at)) if at
    }
    texts = {name: definition[name] for name in ("introduction", "pass_mark", "attempts")}
    return texts | moments | {name: getattr(rules, name) for name in names}


def attempt(definition: Texts, form: Texts, state: Texts, *, closed: bool, now: datetime) -> JSON:
    """An attempt under way, or its result: of the questions only those whose turn it is, of their keys what is due."""
    rules, items = rules_of(form, state), items_of(form)
    due = rules.shown(rules.phase(closed=closed, closed_at=state.get("closed", ""), now=now))
    pages, at = rules.pages(list(items)), state.get("at", 0)
    here = list(items) if closed else pages[at]
    numbers = {name: number for number, name in enumerate(items, start=1)}
    shown = [
        _item(
            numbers[name],
            items[name],
            question_of(definition["questions"].get(name, {})),
            state,
            rules,
            due,
            closed=closed,
        )
        for name in here
    ]
    _head(shown, items, sections_of(definition))
    about = _about(definition, rules) | {
        "items": shown,
        "number": len(items),
        "pass_mark": form["pass_mark"],
        "at": at,
        "page": at + 1,
        "pages": len(pages),
        "last_page": at + 1 == len(pages),
        "due": sorted(due),
    }
    if closed:
        return about | {"scripts": []} | _figures(form, state, items, rules, due)
    about["scripts"] = sorted({questions.get(items[name]["kind"]).script for name in here} - {""})
    about["map"] = [
        {
            "number": numbers[name],
            "flagged": name in state["flags"],
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


def _given(item: Texts, state: Texts) -> JSON:
    """Is a question answered, and if only in part, what is missing, in a sentence?"""
    name = item["id"]
    response, key = state["responses"].get(name), state.get("keys", {}).get(name, item["key"])
    stands = bool(state.get("checked", {}).get(name, {}).get("done"))
    missing = (
        questions.get(item["kind"]).unfinished(key, response, order=item["order"]) if response and not stands else ""
    )
    return {"answered": bool(response) and not missing, "missing": missing}


def _head(shown: list[JSON], items: Mapping[str, Texts], sections: list[JSON]) -> None:
    """Put the heading of a section at its first question that is shown."""
    last = None
    for item in shown:
        number = items[item["id"]].get("section", 0)
        if (
            number != last
            and number < len(sections)
            and (sections[number]["heading"] or sections[number]["introduction"])
        ):
            item["section"] = {"heading": sections[number]["heading"], "introduction": sections[number]["introduction"]}
        last = number


def _figures(form: Texts, state: Texts, items: Mapping[str, Texts], rules: Rules, due: frozenset[str]) -> JSON:
    """What the result says in numbers, as far as they are due, and which questions wait for a person."""
    waiting = [number for number, item in enumerate(items.values(), start=1) if is_waiting(item, state, rules)]
    if MARKS not in due:
        return {"waiting": waiting}
    score = settled(form, state)[1].score
    verdicts = [verdict(worth(item, state, rules)) for name, item in items.items() if state["marks"][name] is not None]
    return {
        "waiting": waiting,
        "score": score,
        "score_percent": round(100 * (score or 0)),
        "pass_percent": round(100 * form["pass_mark"]),
        "right": verdicts.count("right"),
        "partly": verdicts.count("partly"),
        "scored": len(verdicts),
    }


def _item(
    number: int, item: Texts, question: Texts, state: Texts, rules: Rules, due: frozenset[str], *, closed: bool
) -> JSON:
    """One question as the template gets it: what its type says of it, and what is the same for all types."""
    name, kind = item["id"], questions.get(item["kind"])
    checked = {} if closed else state.get("checked", {}).get(name, {})
    ended = closed or bool(checked.get("done"))
    due = due if ended else frozenset()
    response = state["responses"].get(name) if not closed or ANSWERS in due else None
    key = state.get("keys", {}).get(name, item["key"]) if RIGHT in due else None
    reveal = question.get("reveal", {}) if FEEDBACK in due else None
    shown = (
        kind.context(question["shown"], order=item["order"], response=response, key=key, reveal=reveal)
        if question
        else {}
    )
    shown |= {
        "number": number,
        "id": name,
        "anchor": f"question-{name}",
        "kind": item["kind"],
        "field": PREFIX + name,
        "worth": item.get("mark", 1.0),
        "stem": question.get("stem", ""),
        "language": question.get("language", ""),
        "response": response,
        "sounds": question.get("sounds", []),
        "flagged": name in state["flags"],
        "template": kind.template,
        "closed": ended,
    }
    if FEEDBACK in due:
        shown["feedback"] = question.get("feedback", "")
    if closed:
        return shown | _judged(item, state, rules, due)
    if rules.behaviour == CERTAINTY and kind.scored:
        shown |= {"certain": CERTAIN + name, "certainty": state.get("certainty", {}).get(name)}
    if rules.behaviour == IMMEDIATE and kind.scored and not kind.by_people:
        shown["check"] = _check(item, question, state, rules, checked)
        shown["error"] = f"error-{name}" if shown["check"]["spared"] else ""
    return shown


def _judged(item: Texts, state: Texts, rules: Rules, due: frozenset[str]) -> JSON:
    """What was made of a closed answer: its mark, who said what about it."""
    name = item["id"]
    contests = [{**said, "at": datetime.fromisoformat(said["at"])} for said in state.get("contests", {}).get(name, [])]
    found: JSON = {
        "contests": contests,
        "certainty": state.get("certainty", {}).get(name),
        "asked": bool(due - {MARKS}),
    }
    found["contestable"] = not contests or contests[-1]["what"] != "contested"
    if MARKS in due:
        found |= _marked(item, state, rules)
    if state["marks"][name] is not None and (entries := state.get("people", {}).get(name)):
        key = state.get("keys", {}).get(name, item["key"])
        rubric = key.get("rubric", []) if isinstance(key, Mapping) and MARKS in due else []
        found["told"] = told(entries, rubric, comments=FEEDBACK in due)
        found["marked"] = MARKS in due
    return found


def _marked(item: Texts, state: Texts, rules: Rules) -> JSON:
    """What a closed answer earned, and why it is not simply all or nothing: it is right in part, after wrong tries,
    or by an older key.
    """
    name, full = item["id"], item.get("mark", 1.0)
    mark, points = state["marks"][name], earned(name, state["marks"][name], state, rules)
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


def _check(item: Texts, question: Texts, state: Texts, rules: Rules, checked: Texts) -> JSON:
    """The learner's checks of this question so far: as many hints as wrong tries, how many tries are left,
    and why the last was none.
    """
    name, response = item["id"], state["responses"].get(item["id"])
    wrong, spared = state.get("tries", {}).get(name, 0), state.get("spared", {})
    stale = checked and checked["response"] != response
    key = state.get("keys", {}).get(name, item["key"])
    return {
        "spared": no_try(item, key, response, checked) if name in spared and spared[name] == response else "",
        "verdict": ""
        if not checked or stale or MARKS not in rules.shown(DURING)
        else "right"
        if checked["right"]
        else "wrong",
        "done": bool(checked.get("done")),
        "left": max(rules.tries - wrong, 0),
        "hints": list(question.get("hints", []))[:wrong],
    }
