"""A right and a wrong reply to a question of each type, by part, as a browser would send it, and choices in a scenario.
Pure.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assessments.casework import Script, State, seat_view
from assessments.scenario.scenes import LEARNER

Item = Mapping[str, Any]
Reply = dict[str, list[str]]

SAID = (
    "Good morning, my name is Fatuma, I am from the police and you are not in trouble. Are you hurt, or do you need "
    "water or a doctor? "
    "When you are ready, tell me in your own words how your day has been; you can stop whenever you want.",
    "I am from the police and I would like to know first if you are safe and well. This interpreter works with me and "
    "tells nobody. "
    "What would help you most at this moment?",
    "You are safe now and nothing will ever happen to you again. Did the owner lock you in? Please tell me his name.",
    "Hello, I am a police officer. Who brought you here, and when was that? We need your statement today.",
)
"""What people write to somebody whom they have just found: the first half well, the other half less well."""


def reply(item: Item, *, knows: bool, chance: Random) -> Reply:
    """Return the reply of a person who knows the answer to `item`, or who does not.

    A type that nobody knows here gets no answer.
    """
    replier = _REPLIERS.get(item["kind"])
    return replier(item, knows, chance) if replier else {}


def fields(item: Item, answered: Reply) -> dict[str, list[str]]:
    """Return the reply as the fields of a quiz's form."""
    return {":".join(filter(None, ("q", item["id"], part))): value for part, value in answered.items()}


def _chosen(item: Item, knows: bool, chance: Random) -> Reply:
    key = [option for option, fraction in item["key"]["fractions"].items() if fraction > 0]
    return {"": key if knows else [chance.choice([option for option in item["order"] if option not in key])]}


def _assigned(item: Item, knows: bool, chance: Random) -> Reply:
    """Reply to pairs. The choices are sent by their number; who does not know takes, for half of the items, the one
    after the right one.
    """
    choices = item["order"]["choices"]
    reply = {}
    for name in item["order"]["items"]:
        slip = 0 if knows or chance.random() < 0.5 else 1
        reply[name] = [str((choices.index(item["key"]["right"][name]) + slip) % len(choices) + 1)]
    return reply


def _ordered(item: Item, knows: bool, chance: Random) -> Reply:
    """Return the order; a person who does not know it swaps two neighbours."""
    order = [*item["key"]["order"]]
    if not knows:
        place = chance.randrange(len(order) - 1)
        order[place : place + 2] = order[place : place + 2][::-1]
    return {name: [str(place)] for place, name in enumerate(order, start=1)}


def _gaps(item: Item, knows: bool, chance: Random) -> Reply:
    """Return gaps with choices; who does not know has one of them wrong."""
    gaps = item["key"]["gaps"]
    wrong = None if knows else chance.randrange(len(gaps))
    reply = {}
    for place, gap in enumerate(gaps):
        reply[gap["id"]] = [_by_worth(gap["fractions"], best=place != wrong)]
    return reply


def _by_worth(fractions: Mapping[str, float], *, best: bool) -> str:
    return (max if best else min)(fractions, key=fractions.__getitem__)


def _written(item: Item, knows: bool, chance: Random) -> Reply:
    answers = [answer for answer in item["key"]["answers"] if (answer["fraction"] >= 1) is knows]
    return {"": [chance.choice(answers)["text"].replace("*", "") if answers else "I do not know"]}


def _counted(item: Item, knows: bool, chance: Random) -> Reply:
    answers = [
        answer
        for answer in item["key"]["answers"]
        if (answer["fraction"] >= 1) is knows and answer["value"] is not None
    ]
    return {"": [f"{chance.choice(answers)['value']:g}" if answers else "0"]}


def _written_reply(item: Item, knows: bool, chance: Random) -> Reply:
    half = len(SAID) // 2
    return {"": [chance.choice(SAID[:half] if knows else SAID[half:])]}


def _filled(item: Item, knows: bool, chance: Random) -> Reply:
    """Return a form that is filled in. Who does not know ticks the first box, and writes the first clause alone."""
    specimens = {criterion["id"]: criterion["levels"][-1]["text"] for criterion in item["key"].get("rubric", [])}
    reply = {}
    for name, field in item["key"]["fields"].items():
        if field["type"] in ("one", "several", "known"):
            reply[name] = field["expected"] if knows else field["expected"][:1]
        elif field["type"] != "table":
            text = specimens.get(name, "")
            reply[name] = [text if knows else _CLAUSE.split(text)[0]]
    return reply


_CLAUSE = re.compile("[,;:.]")
_REPLIERS: Mapping[str, Callable[[Item, bool, Random], Reply]] = {
    "single": _chosen,
    "multiple": _chosen,
    "truefalse": _chosen,
    "matching": _assigned,
    "classification": _assigned,
    "ordering": _ordered,
    "gapfill": _gaps,
    "shorttext": _written,
    "numerical": _counted,
    "freetext": _written_reply,
    "form": _filled,
}


def decision(
    form: Mapping[str, object], state: Mapping[str, object], *, knows: float, chance: Random
) -> dict[str, list[str]]:
    """Return the choice in the current scene: the best as often as the learner `knows` (0 to 1); empty once the
    scenario is over.
    """
    script = Script.read(form)
    questions = seat_view(script, State.read(state), LEARNER).questions
    if not questions:
        return {}
    options = script.decisions[questions[0].id].options
    best = max(options, key=lambda option: option.marks)
    option = best if chance.random() < knows else chance.choice(options)
    return {"scene": [questions[0].id], "choice": [option.id]}
