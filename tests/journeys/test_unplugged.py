"""The core starts and serves with no plugin, with each alone and with all;
what was done in one that is unplugged stays.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases
from tests.databases import fingerprint

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.once

ALL = "calendar,questions,quiz,meetings,conversations,observation,refreshers,scenario,simulation"

LEARN = """
import datetime, json
import gc, django
gc.disable()
django.setup()
from django.utils import timezone
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from lms.learning.progress.enrolments.enrolment_services import enrol
from lms.learning.progress.models import Attempt, Enrolment
from courses.models import Course
from tests.builders import complete, make_course, make_programme, make_site, release
now = timezone.now()
release(make_course(make_programme(make_site())))
academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
cadet = User.objects.create_user("KE-1", "a-password-for-tests", name="Wanjirũ", institution=academy)
coordinator = User.objects.create_user("KE-2", "a-password-for-tests", name="Halima", institution=academy)
people.appoint(user=coordinator, institution=academy, role="coordinator")
enrol(people=[cadet], course=Course.objects.get(), now=now)
complete(Enrolment.objects.get(), now=now)
print(json.dumps([Attempt.objects.get(kind="quiz").score]))
"""

LOOK = """
import json
import gc, django
gc.disable()
django.setup()
from django.core.management import call_command
from django.test import Client
from lms.people.directory.models import User
from lms.learning.progress.models import Attempt, Enrolment
def get(number, path):
    client = Client()
    person = User.objects.get(service_number=number)
    client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client.get(path)
entries = Enrolment.objects.get().release.outline.activities
course = "/learn/trafficking/"
lesson, quiz = (next(entry for entry in entries if entry.kind == kind) for kind in ("lesson", "quiz"))
answer = {
    "mine": get("KE-1", "/learn/").status_code,
    "course": get("KE-1", course).status_code,
    "lesson": get("KE-1", f"{course}{lesson.slug}/").status_code,
    "quiz": get("KE-1", f"{course}{quiz.slug}/").status_code,
    "said": "your results stay" in get("KE-1", f"{course}{quiz.slug}/").content.decode(),
    "public": get("KE-1", "/core/trafficking/").status_code,
    "report": get("KE-2", "/reports/").status_code,
    "score": Attempt.objects.get(kind="quiz").score,
    "completed": Enrolment.objects.filter(status="completed").count(),
}
print(json.dumps(answer))
"""

PLAY = """
import json
import gc, django
gc.disable()
django.setup()
from django.utils import timezone
from assessments.simulation.runs import entries, lifecycle, seats
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from lms.learning.progress.enrolments.enrolment_services import enrol
from lms.learning.progress.models import Attempt
from lms.foundation.plugins.identifiers import uuid7
from tests.builders import make_course, make_programme, make_site, release
from tests.simulation.conftest import make_case_page
now = timezone.now()
course = release(make_case_page(make_course(make_programme(make_site())), name="guesthouse").get_parent().specific)
academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
cadet = User.objects.create_user("KE-1", "a-password-for-tests", name="Wanjirũ", institution=academy)
omar = User.objects.create_user("KE-2", "a-password-for-tests", name="Omar", institution=academy)
for role in ("instructor", "coordinator"):
    people.appoint(user=omar, institution=academy, role=role)
enrol(people=[cadet], course=course, now=now)
entry = course.release.outline.by_slug("guesthouse")
about = {"activity": entry.id, "release": course.release, "institution": academy, "mode": "live"}
run = lifecycle.plan_run(**about, by=omar, now=now)
seat = seats.seat(run=run, role="fiu", person=cadet, by=omar, now=now)
lifecycle.open_run(run=run, by=omar, now=now)
data = {"decision": "money", "option": "open", "reason": "Fourteen families"}
entries.record(seat=seat, verb="decide", data=data, entry_id=uuid7(), now=now)
lifecycle.finish(run=run, by=omar, now=now)
lifecycle.close_run(run=run, by=omar, now=now)
print(json.dumps([Attempt.objects.get(kind="simulation").score]))
"""

LOOK_AT_THE_PLAY = """
import json
import gc, django
gc.disable()
django.setup()
from django.test import Client
from lms.people.directory.models import User
from lms.learning.progress.models import Attempt
def get(number, path):
    client = Client()
    person = User.objects.get(service_number=number)
    client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client.get(path).status_code
answer = {
    "mine": get("KE-1", "/learn/"),
    "course": get("KE-1", "/learn/trafficking/"),
    "case": get("KE-1", "/learn/trafficking/guesthouse/"),
    "runs": get("KE-2", "/x/simulation/runs/"),
    "reports": get("KE-2", "/reports/"),
    "score": Attempt.objects.get(kind="simulation").score,
}
print(json.dumps(answer))
"""


def call(arguments: list[str], data: Path, *, plugins: str | None = None) -> str:
    """What Python says to `arguments` in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "MAFUNZO_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "LOG_LEVEL": "ERROR",
    }
    if plugins is not None:
        environment["MAFUNZO_PLUGINS"] = plugins
    result = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr + result.stdout
    return result.stdout


def run(code: str, data: Path, *, plugins: str | None = None) -> dict:
    return json.loads(call(["-c", code], data, plugins=plugins).splitlines()[-1])


@pytest.fixture
def data(tmp_path, django_db_setup) -> Path:
    """A data folder whose database is migrated with all plugins on."""
    shutil.copy(databases.CACHE / f"template-{fingerprint()}.sqlite3", tmp_path / "mafunzo.sqlite3")
    return tmp_path


def test_the_quiz_unplugged_answers_503_and_its_results_stay(data):
    [score] = run(LEARN, data)

    without = run(LOOK, data, plugins="")
    assert without == {
        "mine": 200,
        "course": 200,
        "lesson": 200,
        "quiz": 503,
        "said": True,
        "public": 200,
        "report": 200,
        "score": score,
        "completed": 1,
    }

    assert run(LOOK, data)["quiz"] == 200


def test_a_simulation_unplugged_answers_503_and_its_results_stay(data):
    [score] = run(PLAY, data)

    without = run(LOOK_AT_THE_PLAY, data, plugins="")
    assert without == {"mine": 200, "course": 200, "case": 503, "runs": 404, "reports": 200, "score": score}

    again = run(LOOK_AT_THE_PLAY, data)
    assert (again["case"], again["runs"], again["score"]) == (200, 200, score)


@pytest.mark.sweep
@pytest.mark.parametrize("plugins", ["", "calendar", "questions", "meetings", "conversations", ALL])
def test_the_core_serves_with_no_plugin_with_each_alone_and_with_all(data, plugins):
    """All at once, or one more on a site that had none before."""
    if plugins != ALL:
        shutil.copy(databases.bare(), data / "mafunzo.sqlite3")
    asked = ["migrate"] if plugins not in ("", ALL) else []

    answers = json.loads(call(["-m", "tests.journeys.core", *asked], data, plugins=plugins).splitlines()[-1])

    assert answers.pop("enrolment") == "completed"
    assert answers.pop("done") == 302
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_one_that_lacks_what_it_needs_says_so(tmp_path):
    with pytest.raises(AssertionError, match="needs “questions”"):
        call(["manage.py", "check"], tmp_path, plugins="quiz")
