"""Questions answered by choosing among options: single choice, multiple choice, true or false."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.plugins.activity import InvalidAnswer
from lms.plugins.question import QuestionType

from .marking import NoChoice, all_or_nothing, chosen


class _Choice(QuestionType):
    """What the three share: the response is the list of chosen option ids in the order shown; the key, the list of right ones."""

    template = "questions/choice.html"
    several = False

    def problems(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        found = []
        if len(options) < 2:
            found.append(_("Give at least two options."))
        if not any(option["right"] for option in options):
            found.append(_("Mark the right option."))
        return found

    def key(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        return [option["id"] for option in options if option["right"]]

    def read(self, data: Any, *, order: Sequence[str]) -> list[str]:
        try:
            return chosen(data, order=order, several=self.several)
        except NoChoice:
            raise InvalidAnswer(_("Choose among the options shown.")) from None

    def mark(self, key: Any, response: Any) -> float:
        return all_or_nothing(key, response)


class SingleChoice(_Choice):
    slug = "single"
    name = gettext_lazy("Single choice")

    def problems(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        found = super().problems(options)
        if sum(bool(option["right"]) for option in options) > 1:
            found.append(_("Only one option can be right; for several, use multiple choice."))
        return found


class MultipleChoice(_Choice):
    """All or nothing: full marks for exactly the right options."""

    slug = "multiple"
    name = gettext_lazy("Multiple choice")
    several = True


class TrueFalse(SingleChoice):
    slug = "truefalse"
    name = gettext_lazy("True or false")

    def problems(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        found = super().problems(options)
        if len(options) != 2:
            found.append(_("Give exactly two options: true and false."))
        return found
