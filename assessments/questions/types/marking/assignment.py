"""Reading and marking of answers that assign one choice to each of several items: matching and classification.

Pure.
"""

from collections.abc import Mapping, Sequence


class NoAssignment(ValueError):
    """Refusal: the response names an item or a choice that does not exist."""


def assigned(data: Mapping[str, object], *, items: Sequence[str], values: Mapping[str, str]) -> dict[str, str]:
    """Return the choice of each item that has one, in the order of `items`, from what a browser sent. Raises
    `NoAssignment`.

    `values` maps what the form sends to choices. An empty text stands for no choice yet, so that an answer given
    half-way is kept.
    """
    if set(data) - set(items):
        raise NoAssignment
    values_by_item = {}
    for item in items:
        match data.get(item, [""]):
            case [""]:
                continue
            case [str(value)] if value in values:
                values_by_item[item] = values[value]
            case _:
                raise NoAssignment
    return values_by_item


def each(right: Mapping[str, str], response: Mapping[str, str]) -> float:
    """Return the share of items that have the right choice: partial credit by item, as Moodle marks its matching
    questions (docs.moodle.org, “Matching question type”) and as `mapResponse` does with equal weights in QTI (2.2,
    response processing).
    """
    hits = sum(response.get(item) == choice for item, choice in right.items())
    return hits / len(right) if right else 0.0


def all_or_nothing(right: Mapping[str, str], response: Mapping[str, str]) -> float:
    """Return 1 where each item has the right choice, else 0: `match_correct` of QTI."""
    return 1.0 if right and each(right, response) == 1 else 0.0


SCORINGS = {"each": each, "all": all_or_nothing}
