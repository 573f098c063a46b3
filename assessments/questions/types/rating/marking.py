"""Reading of ratings. Pure; there is no right and wrong in them."""

from collections.abc import Mapping, Sequence


class NoRating(ValueError):
    """Refusal: the response is no rating of the statements."""


def rated(data: Mapping[str, object], *, statements: Sequence[str], points: int) -> dict[str, int]:
    """Return the point, 1..`points`, given to each statement that has one, in the order of the statements. Raises
    `NoRating`.

    `data` has a list of one text for each statement, as a form sends it; an empty text takes a rating back.
    """
    if set(data) - set(statements):
        raise NoRating
    given = {name: _point(data[name], points) for name in statements if name in data}
    return {name: point for name, point in given.items() if point}


def _point(sent: object, points: int) -> int:
    """Return 0 for none."""
    match sent:
        case [""]:
            return 0
        case [str(text)] if text in {str(point) for point in range(1, points + 1)}:
            return int(text)
    raise NoRating
