"""Result of one gap: whether it is right, the right answer, and the reason."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..marking.text import earned, models
from ..shared.typed_answers import look_and_word
from .marking import matched, worth

Part = Mapping[str, Any]


def gap_result(
    key: Part, gap: Part, texts: Mapping[str, str], feedback: Mapping[str, Mapping[str, str]], *, case: bool
) -> dict[str, Any]:
    """Return, for a gap as the template gets it, its `look`, the word `said` on it, the answers that are `right`, and
    the `feedback`.

    `key` is the gap's part of the key, `texts` has the texts of the choices, `feedback` what is said of each answer, by
    gap.
    """
    given = gap["given"]
    if "fractions" in key:
        share, name = worth(key, given, case=case), given
        right = _best(key["fractions"], texts)
    else:
        answer = matched(key, given, case=case)
        share, name = earned(answer), answer["id"] if answer else ""
        right = models(key["answers"])
    result: dict[str, Any] = look_and_word(share) if given else {"look": "", "said": _("Left empty")}
    return {**result, "right": [] if share >= 1 else right, "feedback": feedback.get(key["id"], {}).get(name, "")}


def _best(fractions: Mapping[str, float], texts: Mapping[str, str]) -> list[str]:
    """Return the choices that earn most."""
    best = max((earned({"fraction": fraction}) for fraction in fractions.values()), default=0.0)
    names = [name for name, fraction in fractions.items() if best and earned({"fraction": fraction}) == best]
    return [texts[name] for name in names if texts.get(name)]
