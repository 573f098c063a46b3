"""What the matrix knows of simulations: the learner sits in a run of a case, and sat in one that is over."""

import json
from typing import Any

from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.case_files import split_case
from assessments.simulation.pictures.conversion import convert_picture
from assessments.simulation.pictures.services import keep
from assessments.simulation.runs import services
from courses.models import CoursePage
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models.assignments import Assignment
from tests.builders import release
from tests.casework.paths import GUESTHOUSE
from tests.simulation.pictured import photo


def simulated(cohort: Any, instructor: Any, learner: Any, course_page: Any, *, now: Any) -> dict[str, Any]:
    """A case in a course of its own, and two runs of it."""
    page = CoursePage(title="The joint course", slug="joint", summary="Seven agencies.")
    course_page.get_parent().add_child(instance=page)
    parts = split_case(json.loads(GUESTHOUSE.read_text()))
    picture = keep(convert_picture(photo()), now=now)
    parts.structure["cards"]["c_wallet"]["picture"] = picture
    paths = {"good": {"language": "en", "log": [], "seats": {}}}
    about = {"structure": parts.structure, "texts": {"en": parts.texts}, "paths": paths}
    case = page.add_child(instance=CasePage(title="The guesthouse", slug="guesthouse", **about))
    case.save_revision().publish()
    course = release(page)
    progress.enrol(people=[learner], course=course, now=now)
    Assignment.objects.create(
        cohort=cohort, course=course, assigned_by=instructor, assigned_at=now, touched_at=now, status="done"
    )
    entry = course.release.outline.by_slug("guesthouse")
    planned = {"activity": entry.id, "release": course.release, "institution": cohort.institution, "cohort": cohort}
    over = services.plan_run(**planned, mode="live", by=instructor, now=now)
    services.open_run(run=over, by=instructor, now=now)
    services.finish(run=over, by=instructor, now=now)
    run = services.plan_run(**planned, mode="plenary", by=instructor, now=now)
    seat = services.seat(run=run, role="fiu", person=learner, by=instructor, now=now)
    services.open_run(run=run, by=instructor, now=now)
    made = {"run": run.pk, "run_over": over.pk, "simulation_seat": seat.pk, "simulation_role": seat.role}
    case_parts = {"case_part": "cards", "case_card": "c_call1", "case_seat": "fiu", "case_path": "good"}
    about = {"simulation_case": entry.id, "case_page": case.pk, "case_kind": "json", "case_picture": picture}
    return made | case_parts | about
