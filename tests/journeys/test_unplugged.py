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
import json
import gc, django
gc.disable()
django.setup()
from django.utils import timezone
from assessments.simulation.runs import entries, lifecycle, seats
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.enrolment_services import enrol
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from tests.builders import complete, make_course, make_programme, make_site, release
from tests.simulation.conftest import make_case_page
now, programme = timezone.now(), make_programme(make_site())
make_case_page(make_course(programme, slug="the-case"), name="guesthouse")
release(make_course(programme))
played, learnt = (Course.objects.get(slug=slug) for slug in ("the-case", "trafficking"))
academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
cadet = User.objects.create_user("KE-1", "a-password-for-tests", name="Wanjirũ", institution=academy)
halima = User.objects.create_user("KE-2", "a-password-for-tests", name="Halima", institution=academy)
for role in ("instructor", "coordinator"):
    people.appoint(user=halima, institution=academy, role=role)
for course in (played, learnt):
    enrol(people=[cadet], course=course, now=now)
complete(Enrolment.objects.get(course=learnt), now=now)
entry = played.release.outline.by_slug("guesthouse")
about = {"activity": entry.id, "release": played.release, "institution": academy, "mode": "live"}
run = lifecycle.plan_run(**about, by=halima, now=now)
seat = seats.seat(run=run, role="fiu", person=cadet, by=halima, now=now)
lifecycle.open_run(run=run, by=halima, now=now)
data = {"decision": "money", "option": "open", "reason": "Fourteen families"}
entries.record(seat=seat, verb="decide", data=data, entry_id=uuid7(), now=now)
lifecycle.finish(run=run, by=halima, now=now)
lifecycle.close_run(run=run, by=halima, now=now)
print(json.dumps([Attempt.objects.get(kind=kind).score for kind in ("quiz", "simulation")]))
"""

LOOK = """
import json
import gc, django
gc.disable()
django.setup()
from django.test import Client
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User
def get(number, path):
    client = Client()
    person = User.objects.get(service_number=number)
    client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client.get(path)
course = "/learn/trafficking/"
addresses = {"KE-1": ("/learn/", course, f"{course}trafficking-lesson-1/", f"{course}trafficking-quiz/",
    "/learn/the-case/", "/learn/the-case/guesthouse/", "/core/trafficking/"), "KE-2": ("/reports/",)}
print(json.dumps({
    "answers": [get(number, path).status_code for number, paths in addresses.items() for path in paths],
    "runs": get("KE-2", "/x/simulation/runs/").status_code,
    "said": "your results stay" in get("KE-1", f"{course}trafficking-quiz/").content.decode(),
    "scores": [Attempt.objects.get(kind=kind).score for kind in ("quiz", "simulation")],
    "completed": Enrolment.objects.filter(status="completed").count(),
}))
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


def test_quiz_and_simulation_unplugged_answer_503_and_their_results_stay(data):
    scores = run(LEARN, data)
    kept = {"scores": scores, "completed": 1}

    without = run(LOOK, data, plugins="")
    assert without == {"answers": [200, 200, 200, 503, 200, 503, 200, 200], "runs": 404, "said": True, **kept}

    assert run(LOOK, data) == {"answers": [200] * 8, "runs": 200, "said": False, **kept}


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
