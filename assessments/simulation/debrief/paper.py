"""The debrief of a run on A4: what its page shows, by roles, with the improvement plan."""

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string

from assessments.casework.presentation.sentences import case_moment, cause_in_words
from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from ..pictures.services import PaperPicture, on_paper
from ..runs.models import Run
from .page_context import CardPicture, Debrief

Steps = Sequence[tuple[str, float, str]]


def pdf(run: Run, debrief: Debrief, *, case: str) -> bytes:
    """Return characters that no font has are left out. Raises
    `lms.foundation.interface.paper.typesetting.CannotBeSet`.
    """
    context = {
        "faces": fonts.faces(),
        "run": run,
        "case": case,
        "debrief": debrief,
        "danger": list(_danger(debrief)),
        "pictures": list(_pictures(debrief)),
    }
    return typeset(fonts.drawable(render_to_string("simulation/debrief_paper.html", context)))


def _danger(debrief: Debrief) -> Iterator[tuple[str, Steps]]:
    """Yield the label of each fact that has limits, and its steps: moment, level and cause."""
    for series in debrief.danger:
        label = str(debrief.texts.of("facts", series.fact).get("label") or series.fact)
        steps = [
            (case_moment(step.at), step.level, cause_in_words(step.cause, debrief.case, debrief.texts))
            for step in series.steps
        ]
        yield label, steps


def _pictures(debrief: Debrief) -> Iterator[tuple[CardPicture, PaperPicture]]:
    """Yield the stored pictures, each with its description. One statement, none where there are no pictures."""
    found = on_paper([one.picture for one in debrief.pictures])
    return ((one, found[one.picture]) for one in debrief.pictures if one.picture in found)
