"""What the tests of outside plugins do in the plugin's environment."""

import io
from datetime import timedelta
from typing import Any

from django.utils import timezone
from pypdf import PdfReader

from certificates import services as certificates
from certificates.paper.services import render
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people
from lms.people.administration.records.services import switch
from lms.people.directory.institutions import Institution
from lms.switchboard import deliveries, jobs
from lms.switchboard.models import Delivery
from tests.builders import right_answers

from . import school
from .backwards import take_back
from .leaving_acts import leave, sign_off
from .school import CADET, HALIMA, LESSON, LOG, NEIGHBOUR, NJERI, NOTES, OMAR, OTHER
from .setting_acts import set_days, show_the_board
from .visiting import client, enrolment_of, page

__all__ = ["leave", "set_days", "show_the_board", "sign_off"]

COURSE = "/learn/trafficking/"


def prepare() -> dict[str, Any]:
    """Two academies of one country, and a course with a practice log;
    the plugin is switched on at the first academy.
    """
    school.of_the_practice_log()
    return {"on": dict(Institution.objects.values_list("name", "plugins")), "kinds": _kinds()}


def _kinds() -> list[str]:
    return [entry.kind for entry in Course.objects.select_related("release").get().release.outline.activities]


def practise() -> dict[str, Any]:
    """A cadet of the first academy does the course; the log comes last."""
    found = {"lesson": page(CADET, f"{COURSE}{LESSON}/"), "before": page(CADET, f"{COURSE}{LOG}/")}
    _do_the_rest(CADET)
    found["script"] = _log(CADET)
    found |= {"after": page(CADET, f"{COURSE}{LOG}/"), "french": page(CADET, f"{COURSE}{LOG}/", accept_language="fr")}
    enrolment = enrolment_of(CADET)
    found |= {"completed": enrolment.status, "certified_at_once": hasattr(enrolment, "certificate"), "told": _deliver()}
    return found | {
        "list": page(OMAR, "/x/fieldnotes/"),
        "person": page(OMAR, f"/teach/people/{enrolment.learner_id}/"),
        **_at_the_cohort(enrolment),
    }


def _at_the_cohort(enrolment: Any) -> dict[str, Any]:
    """The tab and the column of a cohort to which the learner belongs."""
    cohort = people.open_cohort(institution=enrolment.institution, name="Intake A")
    people.join(cohort=cohort, people=[enrolment.learner], now=timezone.now())
    address = f"/teach/cohorts/{cohort.pk}/"
    tab = f"{address}more/fieldnotes_cohort/"
    return {"cohort": page(OMAR, address), "tab": page(OMAR, tab), "tab_of_others": page(NEIGHBOUR, tab)["status"]}


def _do_the_rest(number: str) -> None:
    enrolment, now = enrolment_of(number), timezone.now()
    for entry in enrolment.release.outline.activities:
        if entry.slug not in (LOG, NOTES):
            attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
            data = right_answers(attempt) if entry.kind == "quiz" else {"done": ["1"]}
            services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)


def _log(number: str) -> dict[str, Any]:
    """Through the pages, as a browser does; the second answer is none. What a script is told that sends the last."""
    signed_in, address = client(number), f"{COURSE}{LOG}/"
    assert signed_in.post(f"{address}start/", {"event_id": uuid7()}).status_code == 302
    for minutes, status, accept in ((20, 302, "text/html"), (0, 422, "text/html"), (35, 200, "application/json")):
        words = {"well": "She told it in her order", "better": "Fewer questions"}
        data = {"event_id": uuid7(), "minutes": minutes, **words}
        response = signed_in.post(address, data, headers={"Accept": accept})
        assert response.status_code == status
    return dict(response.json())


def _deliver() -> list[str]:
    """What the queue would do: the events that wait, by whose they are and where they happened."""
    told = list(Delivery.objects.order_by("pk").values_list("institution__name", flat=True))
    deliveries.sweep(now=timezone.now())
    assert not Delivery.objects.exists()
    return sorted(set(told))


def take_notes() -> dict[str, Any]:
    """The question of the plugin's type, in a quiz: answered where it is on, refused where it is off."""
    signed_in, address = client(CADET), f"{COURSE}{NOTES}/"
    assert signed_in.post(f"{address}start/", {"event_id": uuid7()}).status_code == 302
    asked = page(CADET, address)
    [item] = enrolment_of(CADET).attempts.get(activity__slug=NOTES).form["items"]
    signed_in.post(address, {"event_id": uuid7(), f"q:{item['id']}": "They kept her papers.", "submit": "1"})
    return {"asked": asked, "answered": page(CADET, address), "neighbour": page(OTHER, address)}


def countersign() -> dict[str, Any]:
    """The instructor countersigns, which frees the certificate; the neighbour may not."""
    from fieldnotes.models import Log

    log = Log.objects.get(attempt__enrolment=enrolment_of(CADET))
    address = f"/x/fieldnotes/{log.pk}/countersign/"
    found: dict[str, Any] = {
        "neighbour": client(NEIGHBOUR).post(address).status_code,
        "get": client(OMAR).get(address).status_code,
    }
    found |= {
        "held": certificates.issue_missing(now=timezone.now()),
        "instructor": client(OMAR).post(address).status_code,
    }
    found |= {"freed": certificates.issue_missing(now=timezone.now()), "paper": _paper()}
    return found | {"report": _report(HALIMA), "file": page(HALIMA, "/reports/more/fieldnotes_interviews/csv/")["text"]}


def _paper() -> str:
    """The text of the cadet's certificate."""
    certificate = render(certificate=enrolment_of(CADET).certificate, now=timezone.now())
    with certificate.pdf.open() as file:
        return "".join(one.extract_text() for one in PdfReader(io.BytesIO(file.read())).pages)


def _report(number: str) -> dict[str, Any]:
    return page(number, "/reports/more/fieldnotes_interviews/")


def refuse() -> dict[str, Any]:
    """At the neighbour academy, where the plugin is off, nobody meets it."""
    _do_the_rest(OTHER)
    enrolment = enrolment_of(OTHER)
    start = client(OTHER).post(f"{COURSE}{LOG}/start/", {"event_id": uuid7()})
    return {
        "completion": page(HALIMA, "/reports/completion/csv/")["text"],
        "lesson": page(OTHER, f"{COURSE}{LESSON}/"),
        "activity": page(OTHER, f"{COURSE}{LOG}/"),
        "start": start.status_code,
        "attempts": enrolment.attempts.filter(kind="fieldnotes_log").count(),
        "told": _deliver(),
        "learner_view": page(OTHER, "/x/fieldnotes/")["status"],
        "staff_view": page(NEIGHBOUR, "/x/fieldnotes/")["status"],
        "report": _report(NJERI)["status"],
        "course": page(OTHER, COURSE)["status"],
        "person": page(NEIGHBOUR, f"/teach/people/{enrolment.learner_id}/")["text"],
    }


def switch_to_and_fro() -> dict[str, Any]:
    """The neighbour logs while it is on, then it is off again: the log is kept, and nobody and no job asks for it."""
    from fieldnotes.models import Log

    now, pwani = timezone.now(), Institution.objects.get(name="Pwani Training Campus")
    switch(plugin="fieldnotes", institution=pwani, on=True, by=None, now=now)
    _log(OTHER)
    _deliver()
    both = _report(HALIMA)["text"]
    Log.objects.update(logged_at=now - timedelta(days=8), countersigned_at=None)
    switch(plugin="fieldnotes", institution=pwani, on=False, by=None, now=now)
    ran = jobs.run("fieldnotes_mark_late", now=now)
    late = dict(Log.objects.values_list("attempt__enrolment__institution__name", "late"))
    return {
        "both": both,
        "ran": ran,
        "late": late,
        "one": _report(HALIMA)["text"],
        "activity": page(OTHER, f"{COURSE}{LOG}/")["status"],
    }


def look() -> dict[str, Any]:
    """What is there of it afterwards, whether the plugin is or not."""
    lines = page(HALIMA, "/reports/completion/list/")
    return {
        "activity": page(CADET, f"{COURSE}{LOG}/"),
        "lesson": page(CADET, f"{COURSE}{LESSON}/"),
        "course": page(CADET, COURSE)["status"],
        "mine": page(CADET, "/learn/")["status"],
        "home": page(CADET, "/core/trafficking/")["status"],
        "lines": lines,
        "report": page(HALIMA, "/reports/completion/"),
        "more": _report(HALIMA)["status"],
        "attempts": Attempt.objects.filter(kind="fieldnotes_log", passed=True).count(),
        "completed": Enrolment.objects.filter(status="completed").count(),
    }


def look_back() -> dict[str, Any]:
    """What is made of what version 1 of the plugin stored."""
    found = take_back(enrolment_of(CADET))
    pages = {"activity": page(CADET, f"{COURSE}{LOG}/"), "answered": page(CADET, f"{COURSE}{NOTES}/")}
    return {**found, **pages, "differs": [finding.row for finding in rebuild(write=False)]}


def pledge() -> dict[str, Any]:
    """The smallest plugin: one academy where it is on, one course, one signature."""
    school.of_the_pledge()
    signed_in, address = client(CADET), "/learn/conduct/my/"
    signed_in.post(f"{address}start/", {"event_id": uuid7()})
    signed_in.post(address, {"event_id": uuid7(), "name": "Wanjirũ wa Kamau"})
    return {"page": page(CADET, address), "status": enrolment_of(CADET).status}
