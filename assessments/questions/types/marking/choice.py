"""Reading and marking of choices. Pure."""

from collections.abc import Sequence

from assessments.formats.scores import all_or_nothing, difference, weights


class NoChoice(ValueError):
    """Refusal: the response is no choice among the options."""


def chosen(data: object, *, order: Sequence[str], several: bool) -> list[str]:
    """Return the chosen options in the order shown, from what a browser sent. Raises `NoChoice`.

    An empty text among the options stands for no choice: a form sends it so that a choice can be taken back.
    """
    if not isinstance(data, list) or not all(isinstance(option, str) for option in data):
        raise NoChoice
    wanted = set(data) - {""}
    if wanted - set(order) or (len(wanted) > 1 and not several):
        raise NoChoice
    return [option for option in order if option in wanted]


SCORINGS = {"all": all_or_nothing, "difference": difference, "weights": weights}
