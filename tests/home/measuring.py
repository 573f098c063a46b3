"""What the files of the curriculum come to: how long a learner takes,
and whether the length of an option gives it away. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Part = Mapping[str, Any]

COUNTRIES = ("DJ", "ET", "KE", "UG")
WORDS_A_MINUTE, OF_A_CHECK, OF_A_CASE, OF_A_QUESTION = 100, 1.5, 1.0, 1.5


def minutes_of_lesson(lesson: Part) -> float:
    """What one learner needs: the words they see, the checks they answer and the cases they think about."""
    kinds = [block["type"] for block in lesson["blocks"]]
    return (
        words_of_lesson(lesson) / WORDS_A_MINUTE + OF_A_CHECK * kinds.count("check") + OF_A_CASE * kinds.count("case")
    )


def words_of_lesson(lesson: Part) -> float:
    """The words that one learner sees, of whatever country: checks apart, which have a time of their own."""
    shared = sum(_words(block) for block in lesson["blocks"] if block["type"] != "country")
    own = sum(_words(block) for block in lesson["blocks"] if block["type"] == "country")
    return shared + own / len(COUNTRIES)


def minutes_of_quiz(quiz: Part) -> float:
    return OF_A_QUESTION * sum(quiz["draws"])


def _words(block: Part) -> int:
    if block["type"] in ("check", "citation"):
        return 0
    parts = [block.get(name, "") for name in ("title", "caption", "text", "content_note", "html", "wellbeing")]
    cells = [*block.get("header", []), *(cell for row in block.get("rows", []) for cell in row)]
    return sum(len(re.sub(r"<[^>]+>", " ", text).split()) for text in (*parts, *cells))


def asked(version: Part) -> Iterator[tuple[str, Sequence[Part]]]:
    """The key and the options of each check and each question of the quiz that has one right option."""
    checks = [block for lesson in version["lessons"] for block in lesson["blocks"] if block["type"] == "check"]
    for one in (*checks, *version["quiz"]["questions"]):
        options = one.get("options", [])
        if sum(option["right"] for option in options) == 1 and one.get("kind") != "truefalse":
            yield one["key"], options


def given_away(version: Part) -> tuple[list[str], list[str], int]:
    """Where the right option is longer than all others, where it is shorter than all others,
    and of how many questions.
    """
    longest, shortest, number = [], [], 0
    for key, options in asked(version):
        right = next(len(option["text"]) for option in options if option["right"])
        others = [len(option["text"]) for option in options if not option["right"]]
        longest += [key] if right > max(others) else []
        shortest += [key] if right < min(others) else []
        number += 1
    return longest, shortest, number
