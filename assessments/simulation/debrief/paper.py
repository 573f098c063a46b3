"""The debrief of a run on A4: what its page shows, by roles, with the improvement plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from uuid import UUID

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.casework.presentation.sentences import case_moment, cause_in_words
from lms.files.kinds import FileKind, Told
from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.people.directory.clocks import clock_of
from lms.people.directory.models import User

from ..page.choices import Status
from ..pictures.services import PaperPicture, on_paper
from ..runs.guest_access import evaluated_by
from ..runs.models import Run
from .page_context import CardPicture, Debrief, debrief_of

OVER = (Status.DEBRIEF, Status.CLOSED)
Steps = Sequence[tuple[str, float, str]]


class DebriefPaper(FileKind[Run]):
    """The debrief of a run that is over, by roles alone, whoever is shown on its page. Asked: {"run": key}."""

    slug = "debrief"
    ending = "pdf"
    content_type = "application/pdf"

    def find(self, by: User, asked: Mapping[str, object]) -> Run:
        run = evaluated_by(by, UUID(str(asked["run"]))).run
        if run.status not in OVER:
            raise Http404
        return run

    def title(self, found: Run) -> str:
        return _("Debrief: %(case)s") % {"case": _case(found)}

    def name(self, found: Run) -> str:
        return f"debrief-{found.pk}"

    def write(self, found: Run, file: IO[bytes], *, by: User, told: Told) -> None:
        with clock_of(found.institution):
            file.write(pdf(found, debrief_of(found), case=_case(found)))


def _case(run: Run) -> str:
    return str(run.activity.title_in(get_language() or "en"))


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
