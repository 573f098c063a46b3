"""The cast: two academies of Kenya, one of Uganda, and the people whom every view has to meet."""

import gc
import shutil
from datetime import UTC, datetime

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client, TestCase, TransactionTestCase
from django.utils import translation
from wagtail.models import Locale

from courses.catalogue import lookup
from home.operation.health import keeping
from lms.learning.progress.access import activity_types
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.models import User
from lms.people.identity.sso import institution_choices

from . import databases
from .builders import in_group, make_course, make_programme, make_site, release
from .choice import pytest_collection_modifyitems  # noqa: F401
from .examples import examples
from .kept import kept
from .sharing import OneByOne

hypothesis.settings.register_profile("every run alike", deadline=None, derandomize=True, max_examples=examples(100))
hypothesis.settings.load_profile("every run alike")

gc.set_threshold(100_000, 20, 100)
"""Looking for circles of unused objects took a quarter of the time of all tests: beside the objects that Django and the
tests themselves are made of, and that stay, there are few.
"""
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "a-password-for-tests"
create_institution = people_services.create_institution
_institution = kept(create_institution)
"""Nearly every test has three of the cast's."""


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """What each process of the tests wrote goes with it; pytest then looks for garbage, of which nothing is left."""
    if settings.DATA_DIR.name.startswith("mafunzo-test-"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
    gc.freeze()


def pytest_xdist_make_scheduler(config, log):
    return OneByOne(config, log)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    cache.clear()  # what an earlier run left in Redis speaks of another database
    with django_db_blocker.unblock():
        config = databases.create(request.config.option.verbose)
    take_back = TestCase._fixture_teardown

    def take_back_and_rewind(case) -> None:
        take_back(case)
        databases.rewind()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.put_back())
        patch.setattr(TestCase, "_fixture_teardown", take_back_and_rewind)
        yield
    with django_db_blocker.unblock():
        databases.destroy(config, request.config.option.verbose)


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_kept_between_runs():
    """Cutting the fonts of certificates costs seconds; they are cut once for all runs."""
    kept, wanted = databases.CACHE / "fonts", settings.DATA_DIR / "fonts"
    kept.mkdir(parents=True, exist_ok=True)
    if not wanted.exists():
        wanted.symlink_to(kept, target_is_directory=True)


@pytest.fixture(autouse=True)
def _nothing_kept_between_tests():
    lookup.forget()
    activity_types.forget()
    keeping.forget_all()
    institution_choices.clear_cache()
    ContentType.objects.clear_cache()
    translation.deactivate()  # the language of an earlier test's last request
    cache.clear()  # Wagtail keeps renditions of images there, by ids that a test before had too
    yield
    lookup.forget()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def region(db):
    return _institution(name="East Africa", kind=Kind.REGION)


@pytest.fixture
def kenya(region):
    return _institution(name="Kenya", kind=Kind.COUNTRY, parent=region, country="KE")


@pytest.fixture
def uganda(region):
    return _institution(name="Uganda", kind=Kind.COUNTRY, parent=region, country="UG", timezone="Africa/Kampala")


@pytest.fixture
def academy(kenya):
    return _institution(name="Mlima Police Academy", kind=Kind.ACADEMY, parent=kenya)


@pytest.fixture
def neighbour_academy(kenya):
    return _institution(name="Pwani Training Campus", kind=Kind.ACADEMY, parent=kenya)


@pytest.fixture
def ugandan_academy(uganda):
    return _institution(name="Ziwa Police School", kind=Kind.ACADEMY, parent=uganda)


def make_person(service_number: str, name: str, institution=None, role: str | None = None, at=None, **fields) -> User:
    """A person who signs in with PASSWORD, with `role` at `at` (or at their institution)."""
    person = User.objects.create_user(service_number, PASSWORD, name=name, institution=institution, **fields)
    if role:
        people_services.appoint(user=person, institution=at or institution, role=role)
    return person


@pytest.fixture
def wanjiru(academy):
    """A cadet of the academy."""
    return make_person("KE-20377", "Wanjirũ wa Kamau", academy, sex="F", rank="Cadet")


@pytest.fixture
def abdi(academy):
    """Another cadet of the same academy."""
    return make_person("KE-20417", "Abdi Hassan", academy, sex="M", rank="Cadet")


@pytest.fixture
def omar(academy):
    """An instructor of the academy."""
    return make_person("KE-100", "Omar Otieno", academy, Role.INSTRUCTOR, rank="Inspector")


@pytest.fixture
def neighbour(neighbour_academy):
    """An instructor of the neighbour academy."""
    return make_person("KE-200", "Njeri Mwangi", neighbour_academy, Role.INSTRUCTOR)


@pytest.fixture
def stranger(ugandan_academy):
    """A cadet of another country."""
    return make_person("UG-300", "Okello Opio", ugandan_academy, sex="M")


@pytest.fixture
def halima(kenya):
    """The coordinator of Kenya."""
    return make_person("KE-1", "Halima Yusuf", kenya, Role.COORDINATOR)


@pytest.fixture
def ugandan_coordinator(uganda):
    return make_person("UG-1", "Nakato Grace", uganda, Role.COORDINATOR)


@pytest.fixture
def amina(academy):
    """The administrator of the academy."""
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def beside(neighbour_academy):
    """The administrator of the neighbour academy."""
    return make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)


@pytest.fixture
def above(kenya):
    """The administrator of Kenya."""
    return make_person("KE-5", "Chebet Korir", kenya, Role.ADMINISTRATOR)


@pytest.fixture
def cohort(academy, wanjiru, abdi, now):
    """Wanjirũ and Abdi."""
    cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    return cohort


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", PASSWORD, name="Root")


@pytest.fixture
def editor(academy):
    """Somebody who writes pages and questions, and may not publish them."""
    return in_group(make_person("KE-500", "Atieno Ouma", academy), "Editors")


@pytest.fixture
def reviewer(academy):
    """Somebody who may publish both."""
    return in_group(make_person("KE-501", "Barasa Wekesa", academy), "Moderators")


@pytest.fixture
def as_(client):
    """A test client signed in as somebody: `as_(omar).get(…)`."""

    def sign_in(person: User) -> Client:
        signed_in = Client()
        signed_in.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        return signed_in

    return sign_in


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """`with on_commit():` runs what waits for the commit, which the test's own transaction would keep back."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def french(db):
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def site(db):
    """An empty site: its home page."""
    return make_site()


@pytest.fixture
def programme_page(site):
    return make_programme(site)


@pytest.fixture
def course_page(programme_page):
    """A live course of two lessons (the first with a check) and a quiz of two of six questions; see `course`."""
    return make_course(programme_page)


@pytest.fixture
def course(course_page):
    """The course in the catalogue, released as 1.0."""
    return release(course_page)


@pytest.fixture
def enrolment(course, wanjiru, now):
    """Wanjirũ's enrolment in the course."""
    services.enrol(people=[wanjiru], course=course, now=now)
    return Enrolment.objects.get(learner=wanjiru)
