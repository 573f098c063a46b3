"""The story of a run, day by day, and how its forms went from seat to seat."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.casework.debriefing import Day, HandOff, Waiting, days, hand_offs, waiting_times
from assessments.casework.presentation.sentences import case_moment, decision_sentence, sent_form_sentence

from .finished_run import Play


@dataclass(frozen=True)
class FormSent:
    """One sending of a form. `waited` are minutes until it was answered, or until the end; `returned`: it came back."""

    form: str
    sender: str
    to: str
    moment: str
    waited: int
    accepted: bool
    returned: bool
    reason: str


@dataclass(frozen=True)
class Story:
    """The days with what happened on each, the forms in the order in which they were sent, and all of them summed."""

    days: Sequence[tuple[int, Sequence[str]]]
    forms: Sequence[FormSent]
    waiting: Waiting


def story_of(play: Play) -> Story:
    found = hand_offs(play.script, play.log, play.state)
    told = [(day.number, _events(play, day)) for day in days(play.script, play.state, found)]
    return Story(told, [_form(play, one) for one in found], waiting_times(found))


def _events(play: Play, day: Day) -> list[str]:
    """Return cards that arrived, decisions, and forms."""
    texts, injects = play.words.texts, play.script.injects
    cards = [play.words.card(injects[id].card) for id in day.injects if injects[id].card]
    made = [decision_sentence(texts, *decision) for decision in day.decisions]
    return [*cards, *made, *(sent_form_sentence(texts, one.form, one.sender) for one in day.forms)]


def _form(play: Play, one: HandOff) -> FormSent:
    return FormSent(
        form=play.words.form(one.form),
        sender=play.words.seat(one.sender),
        to=play.words.seats(one.to),
        moment=case_moment(one.sent_at),
        waited=one.waited,
        accepted=one.answer == "accepted",
        returned=one.answer == "returned",
        reason=one.reason,
    )
