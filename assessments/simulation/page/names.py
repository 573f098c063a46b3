"""Names of the things of a case in its words: an id where there are none."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.casework import Texts

from .choices import EVALUATOR, EXCON, OBSERVER

SHORT = 90
CONTROL = {EXCON: _("Exercise control"), EVALUATOR: _("Evaluator"), OBSERVER: _("Observer")}


@dataclass(frozen=True)
class Words:
    """The words of one case."""

    texts: Texts

    def seat(self, role: str) -> str:
        return str(CONTROL.get(role) or self.texts.of("seats", role).get("name") or role)

    def seats(self, roles: Any) -> str:
        return " · ".join(self.seat(str(role)) for role in roles)

    def card(self, id: str) -> str:
        return str(self.texts.of("cards", id).get("title") or id)

    def question(self, id: str) -> str:
        return str(self.texts.of("decisions", id).get("ask") or id)

    def option(self, decision: str, id: str) -> str:
        return str(self._option(decision, id).get("text") or id)

    def feedback(self, decision: str, id: str) -> str:
        return str(self._option(decision, id).get("feedback") or "")

    def form(self, id: str) -> str:
        return str(self.texts.of("forms", id).get("title") or id)

    def label(self, part: str, id: str) -> str:
        """Return the label of a fact, a measure or a mark of the team."""
        return str(self.texts.of(part, id).get("label") or id)

    def _option(self, decision: str, id: str) -> Any:
        return self.texts.of("decisions", decision).get("options", {}).get(id, {})


def shorten(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
