"""Marks in place of the words of *The guesthouse*: each is a word that no page and no PDF has for another reason."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from assessments.simulation.page.case_files import split_case

from .pictured import pictures, with_pictures

__all__ = ["pictures"]
Place = tuple[str, ...]
MARK = re.compile(r"Q\d{4}Z")


def leaves(words: Any, place: Place = ()) -> Iterator[Place]:
    """Where in the words of a case somebody wrote something."""
    if isinstance(words, Mapping):
        for name, inside in words.items():
            yield from leaves(inside, (*place, name))
    elif isinstance(words, list):
        for number, inside in enumerate(words):
            yield from leaves(inside, (*place, str(number)))
    elif words:
        yield place


def marked(words: Any, marks: Mapping[Place, str], place: Place = ()) -> Any:
    """The same words with a mark in place of each."""
    if isinstance(words, Mapping):
        return {name: marked(inside, marks, (*place, name)) for name, inside in words.items()}
    if isinstance(words, list):
        return [marked(inside, marks, (*place, str(number))) for number, inside in enumerate(words)]
    return marks.get(place, words)


@pytest.fixture
def marks(file) -> dict[Place, str]:
    """By place in the words of the case the mark that stands there."""
    return {place: f"Q{number:04}Z" for number, place in enumerate(leaves(split_case(file).texts))}


@pytest.fixture
def case_page(case_page, marks, pictures):
    """The page of the case, before it is released, with the marks in place of its words, and a picture on each card."""
    case_page.texts = {"en": marked(case_page.texts["en"], marks)}
    return with_pictures(case_page, pictures)
