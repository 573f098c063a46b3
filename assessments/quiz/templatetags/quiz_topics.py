"""Order of a quiz’s answers on its result page, and passages to read again."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template

from lms.foundation.plugins.activity import JSON
from lms.learning.progress.player.lesson_passages import Topic, has_lessons, topics_of

register = template.Library()
register.simple_tag(has_lessons)


@register.simple_tag
def topics_to_read(way: Any, definition: JSON, items: list[JSON]) -> list[Topic]:
    """Return the topics that the learner should read again, by the answers that are not right."""
    wrong = [item for item in items if item.get("verdict") in ("wrong", "partly")]
    texts = {item["number"]: _texts(definition["questions"].get(item["id"], {})) for item in wrong}
    return topics_of(way, {number: " ".join(text) for number, text in texts.items()}) if wrong else []


def _texts(question: JSON) -> Iterator[str]:
    """Yield stem and feedback of a question, also the feedback on its options."""
    yield from filter(None, (question.get("stem", ""), question.get("feedback", "")))
    reveal = question.get("reveal", {}).get("feedback", {})
    yield from (text for text in reveal.values() if isinstance(text, str)) if isinstance(reveal, Mapping) else ()


@register.simple_tag
def wrong_first(items: list[JSON]) -> list[JSON]:
    """Return the `items` of a result with those that are fully right behind the others; the first of these says in
    `folded` how many they are.
    """
    right = [item for item in items if item.get("verdict") == "right"]
    others = [item for item in items if item.get("verdict") != "right"]
    return [*others, {**right[0], "folded": len(right)}, *right[1:]] if right and others else items
