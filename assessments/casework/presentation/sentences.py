"""Moments and causes of a play in words, in the language of whoever reads."""

from django.utils.translation import gettext as _

from ..debriefing.danger import FORM, INJECT, OPTION, SHARE, START, Cause
from ..definition.case import Case, Texts

DAY = 60 * 24


def case_moment(minute: int) -> str:
    """Return a minute of the case, counted from its first midnight: “Day 2, 08:00”."""
    day, rest = divmod(minute, DAY)
    return _("Day %(day)s, %(time)s") % {"day": day + 1, "time": f"{rest // 60:02}:{rest % 60:02}"}


def seat_name(texts: Texts, seat: str) -> str:
    """Return the name of a seat; “The case” without a seat."""
    return str(texts.of("seats", seat).get("name") or seat) if seat else _("The case")


def cause_in_words(cause: Cause, case: Case, texts: Texts) -> str:
    """Describe the cause of a change of a fact in a sentence."""
    if cause.kind == START:
        return _("At the start")
    if cause.kind == OPTION:
        decision, _dot, option = cause.id.rpartition(".")
        return decision_sentence(texts, decision, option, cause.seat)
    if cause.kind == FORM:
        return sent_form_sentence(texts, cause.id, cause.seat)
    values = {"seat": seat_name(texts, cause.seat), "name": _thing(cause, case, texts)}
    if cause.kind == SHARE:
        return _("%(seat)s passed “%(name)s” on to somebody who did not need it") % values
    return _("Inject: %(name)s") % values


def decision_sentence(texts: Texts, decision: str, option: str, seat: str) -> str:
    """Describe a decision with its seat; without a `seat` say that nobody decided."""
    words = texts.of("decisions", decision).get("options", {}).get(option, {}).get("text") or option
    if not seat:
        return _("Nobody decided: %(option)s") % {"option": words}
    return _("%(seat)s decided: %(option)s") % {"seat": seat_name(texts, seat), "option": words}


def sent_form_sentence(texts: Texts, form: str, seat: str) -> str:
    """Describe the sending of a form by a seat."""
    named = {"seat": seat_name(texts, seat), "name": texts.of("forms", form).get("title") or form}
    return _("%(seat)s sent “%(name)s”") % named


def _thing(cause: Cause, case: Case, texts: Texts) -> str:
    """Return the title of the card, or of that with which an inject comes."""
    inject = next((each for each in case.injects if each.id == cause.id), None) if cause.kind == INJECT else None
    card = cause.id if inject is None else inject.card
    return str(texts.of("cards", card).get("title") or cause.id)
