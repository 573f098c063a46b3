"""Work of the Kenyan academy’s administrator: cards to print, an account that is there twice, a transfer to answer and
one that was made, a request for another name, a privacy notice, and people who are signed in; and the orders by which
courses are part of regular training.
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from lms.desks.dashboards import regular_training
from lms.desks.privacy import privacy_notices
from lms.people.administration.cards import sheets
from lms.people.administration.records import services
from lms.people.administration.transfers import decisions
from lms.people.administration.transfers import services as transfer_services
from lms.people.audit.services import note
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.accounts import name_requests
from lms.people.identity.sessions.services import BEGAN, DEVICE
from lms.switchboard.setting_values import change

from .academies import NAMED
from .roster import COHORT
from .school import Campus, School

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TWICE = ("KE-20902-B", "Langat Kiprono", 2004)
"""The second account of somebody on the list that was imported: number, name, year of birth."""
NAME_ASKED = "Wanjirũ wa Kamau Njoroge"
NOTICE = {
    "en": "The academy keeps your name, service number and rank, and what you learn here, to train you and to show "
    "later what you completed. Your instructors and administrators see it; nobody outside the academy does.\n\n"
    "You can read all that is held about you in your account menu, and ask the administrator to correct it.",
    "sw": "Chuo kinahifadhi jina lako, nambari yako ya utumishi na cheo chako, na unachojifunza hapa, ili kukufundisha "
    "na kuonyesha baadaye ulichokamilisha. Wakufunzi na wasimamizi wako wanakiona; nje ya chuo hakuna anayekiona.\n\n"
    "Unaweza kusoma yote tunayohifadhi kukuhusu kwenye menyu ya akaunti yako, na kumwomba msimamizi ayarekebishe.",
}
ORDERS = {
    "KE": "Training order 14/2026, 2 March 2026",
    "UG": "Recruit syllabus, edition 3, chapter 9",
    "DJ": "Arrêté 2026-118 du 14 janvier 2026",
}
"""Syllabus or order of each academy; one has none yet."""
DEVICES = (
    ("learner", "Chrome, Android", 26),
    ("learner", "Firefox, Windows", 3),
    ("administrator", "Chrome, Windows", 2),
)
"""Who is signed in on what, for how many hours."""


def fill(school: School, *, now: datetime) -> None:
    """Put all of it on the desk, by the services that the pages call."""
    campuses = {campus.about.country: campus for campus in school.campuses}
    kenya, uganda = campuses["KE"], campuses["UG"]
    administrator = school.roles["administrator"]
    neighbour = User.objects.create_user(
        "UG-2", name="Grace Namutebi", sex="F", institution=uganda.academy, language="en"
    )
    services.appoint(user=neighbour, institution=uganda.academy, role=Role.ADMINISTRATOR)
    _move(uganda, kenya, asked_by=administrator, answered_by=neighbour, now=now)
    leaving = kenya.cohorts[-1].people.order_by("-pk")[0]
    transfer_services.ask(number=leaving.service_number, to=uganda.academy, by=neighbour, now=now - DAY)
    number, name, born = TWICE
    wing = Institution.objects.filter(parent=kenya.academy).order_by("pk").first()
    User.objects.create_user(number, name=name, sex="M", rank="Cadet", institution=wing, birth_year=born)
    name_requests.ask(person=school.roles["learner"], name=NAME_ASKED, now=now - 2 * DAY)
    _print_cards(by=administrator, now=now)
    _tell_of_privacy(kenya, by=administrator, now=now)
    _sign_in(school, now=now)
    signed = {"KE": administrator, "UG": neighbour}
    for code, order in ORDERS.items():
        academy, by = campuses[code].academy, signed.get(code)
        change(plugin=regular_training.PART, institution=academy, values={"reference": order}, by=by, now=now - DAY)
    for place, campus in enumerate(school.campuses):
        active = [person.pk for person in campus.instructors[: 1 + place % 2]]
        User.objects.filter(pk__in=active).update(last_login=now - 3 * DAY)


def _move(source: Campus, to: Campus, *, asked_by: User, answered_by: User, now: datetime) -> None:
    """Let a person come from the other academy today: what they did before stays there."""
    person = source.cohorts[-1].people.order_by("-pk")[0]
    request = transfer_services.ask(number=person.service_number, to=to.academy, by=asked_by, now=now - 6 * DAY)
    today = timezone.localdate(now)
    decisions.confirm(requests=[request.pk], starts_on=today, today=today, by=answered_by, now=now - HOUR)


def _print_cards(*, by: User, now: datetime) -> None:
    """Print cards: a sheet for the people of the list waits to be printed."""
    people = User.objects.filter(cohorts__name=COHORT, cohorts__institution=by.institution)
    sheet = sheets.begin(people=people, whom=sheets.NEVER, title=COHORT, language="en", by=by, now=now)
    if sheet is not None:
        sheets.make(sheet.pk, clock=lambda: now)


def _tell_of_privacy(campus: Campus, *, by: User, now: datetime) -> None:
    """Publish a notice that those whom one can sign in as, and the earlier intake, have accepted."""
    told = now - 20 * DAY
    notice = privacy_notices.publish(institution=campus.academy, texts=NOTICE, by=by, now=told)
    people = [*campus.instructors, by, User.objects.get(service_number=NAMED["KE"]), *campus.cohorts[0].people.all()]
    for place, person in enumerate(dict.fromkeys(people)):
        privacy_notices.accept(person=person, notice=notice, language=person.language or "en", now=told + place * HOUR)


def _sign_in(school: School, *, now: datetime) -> None:
    """Open sessions that are open, with the entries of who began them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for role, device, hours in DEVICES:
        person, began = school.roles[role], now - hours * HOUR
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[1]
        session[HASH_SESSION_KEY] = ""  # nobody has the key, and it opens nothing
        session[BEGAN], session[DEVICE] = began.timestamp(), device
        session.save()
        note("signed_in", by=person, person=person, now=began)
