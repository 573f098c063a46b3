"""Facts, conditions, effects and times of a case in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.casework import AnyOf, Case, Clause
from assessments.casework.presentation.sentences import case_moment
from lms.foundation.interface.words import hours

from ..page.names import Words

SIGNS = {"=": "=", "!=": "≠", ">=": "≥", "<=": "≤"}


def value_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Names(Words):
    """The words of a case, with those for what its play sets itself."""

    case: Case

    def inject(self, id: str) -> str:
        """Name an inject as its card is called; of what follows from an option, that option."""
        if "." in id:
            decision, option = id.split(".", 1)
            return f"{self.question(decision)}: {self.option(decision, option)}"
        found = next((one for one in self.case.injects if one.id == id), None)
        return f"{id} · {self.card(found.card)}" if found and found.card else id

    def fact(self, id: str) -> str:
        kind, _colon, rest = id.partition(":")
        if kind == "d":
            return self.question(rest)
        if kind == "i":
            return _("Given: %(name)s") % {"name": self.inject(rest)}
        if kind == "f":
            return _("How often sent: %(name)s") % {"name": self.form(rest)}
        if kind == "r":
            return _("Answer to: %(name)s") % {"name": self.form(rest)}
        if kind == "s":
            card, _colon, seat = rest.partition(":")
            return f"{self.card(card)} → {self.seat(seat)}"
        return self.label("facts", id)

    def value(self, fact: str, value: object) -> str:
        kind, _colon, rest = fact.partition(":")
        if kind == "d" and value and any(one.id == rest for one in self.case.decisions):
            return self.option(rest, str(value))
        answers = {"accepted": _("Accepted"), "returned": _("Returned")}
        return answers.get(str(value)) or value_words(value) if kind == "r" else value_words(value)

    def clause(self, clause: Clause) -> str:
        name = self.fact(clause.fact)
        if clause.op == "by":
            return _("%(fact)s, at the latest on %(moment)s") % {"fact": name, "moment": case_moment(int(clause.value))}  # type: ignore[arg-type]
        return f"{name} {SIGNS[clause.op]} {self.value(clause.fact, clause.value)}"

    def condition(self, when: Iterable[Clause | AnyOf]) -> str:
        """Return “found = yes and moved = no”; nothing for one that always holds."""
        parts = [
            get_text_list([self.clause(one) for one in flat(part)]) if isinstance(part, AnyOf) else self.clause(part)
            for part in when
        ]
        return get_text_list(parts, _("and"))

    def effects(self, effects: Sequence[Any]) -> str:
        """Return “risk + 1 · moved = yes”."""
        return " · ".join(
            f"{self.fact(one.fact)} {'+' if one.verb == 'add' else '='} {self.value(one.fact, one.value)}"
            for one in effects
        )

    def opens(self, when: Any, delay: int = 0, at: int = 0) -> str:
        """Return the time or condition at which something comes or opens, as part of a sentence."""
        parts = [case_moment(at)] if at or not when else []
        if when:
            parts.append(_("when %(condition)s") % {"condition": self.condition(when)})
        return self.after(", ".join(parts), delay)

    def after(self, said: str, delay: int) -> str:
        """Return the text `said`, followed by the delay in minutes as “… later”."""
        return ", ".join([said, _("%(time)s later") % {"time": hours(delay)}]) if delay else said


def flat(part: AnyOf) -> list[Clause]:
    return [one for one in part.clauses if isinstance(one, Clause)]
