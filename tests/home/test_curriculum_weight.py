"""Weight of a course on a phone: its texts, and of the bank of a quiz as many questions as it draws, compressed."""

import gzip
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from home.curriculum import files

MOST = 40 * 1024
"""Bytes of a course of about three hours."""


def texts(part: object) -> Iterator[str]:
    """Yield every text in a part of a course."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list | tuple):
        for below in part.values() if isinstance(part, dict) else part:
            yield from texts(below)


def drawn(version: Mapping[str, Any]) -> dict[str, Any]:
    """Return the course with the longest questions that its quiz can draw in place of the bank."""
    quiz = version.get("quiz", {"questions": []})
    longest = sorted(quiz["questions"], key=lambda question: -sum(map(len, texts(question))))
    draws = quiz.get("draws") or [len(longest)]
    return {**version, "quiz": {**quiz, "questions": longest[: sum(draws)]}}


@pytest.mark.once
@pytest.mark.parametrize("key", files.site()["courses"])
def test_the_text_of_a_course_weighs_at_most_40_kilobytes_in_each_language(key):
    course = files.course(key)
    assert course.versions
    for language, version in course.versions.items():
        written = "\n".join(texts([drawn(version), course.scenarios]))
        assert len(gzip.compress(written.encode())) <= MOST, language
