"""One rule says where somebody lands and what their bar shows: for each duty, and for those who have several."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from lms.foundation.interface.navigation import destinations_of, landing_of
from lms.people.directory.choices import DUTIES, Role
from lms.people.directory.models import User
from lms.people.identity.sessions.backends import ServiceNumberBackend
from tests.conftest import make_person

COORDINATOR = ["reports:overview", "reports:completion", "teach:cohorts", "dashboards:dashboard"]
INSTRUCTOR = ["teach:today", "teach:cohorts", "meetings:index", "quiz:to-mark", "conversations:index"]
ADMINISTRATOR = ["academy:start", "academy:people", "academy:cohorts"]
SITE = ["wagtailadmin_home", "academy:people", "academy:institution"]
EDITOR = ["wagtailadmin_home"]
LEARNER = ["learn:mine", "courses:library", "learn:results"]
BARS = dict(zip(DUTIES, (COORDINATOR, INSTRUCTOR, ADMINISTRATOR, SITE, EDITOR, LEARNER), strict=True))
COMBINED = [
    ("coordinator", "instructor", "administrator", "editor"),
    ("coordinator", "administrator"),
    ("coordinator", "editor"),
    ("instructor", "administrator"),
    ("instructor", "editor"),
    ("administrator", "editor"),
]


@pytest.fixture
def with_duties(academy):
    """Somebody of the academy, who may learn there, as the sign-in backend loads them."""

    def make(*duties: str) -> User:
        person = make_person("KE-900", "Naliaka Barasa", academy)
        for duty in duties:
            if duty == "site":
                User.objects.filter(pk=person.pk).update(is_superuser=True)
            elif duty == "editor":
                person.groups.add(Group.objects.get(name="Editors"))
            elif duty != "learner":
                person.memberships.create(institution=academy, role=Role(duty))
        return ServiceNumberBackend().get_user(person.pk)

    return make


def bar_of(page: str) -> list[str]:
    found = re.search(r'<nav class="destinations".*?(?=<details|</nav>)', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found.group()) if found else []


@pytest.mark.parametrize("duties", [*((duty,) for duty in DUTIES), *COMBINED], ids=" and ".join)
def test_somebody_lands_on_the_first_place_of_the_bar_of_their_most_particular_duty(duties, with_duties, as_):
    person = with_duties(*duties)
    assert person.duties == {*duties, "learner"} | ({"editor"} if "site" in duties else set())
    bar = [reverse(name) for name in BARS[next(duty for duty in DUTIES if duty in duties)]]
    assert as_(person).get("/start/")["Location"] == bar[0]
    assert bar_of(as_(person).get("/learn/").content.decode()) == bar


def test_more_holds_what_is_not_in_the_bar_and_the_account_menu_the_account_alone(with_duties, as_):
    page = as_(with_duties("instructor", "editor")).get("/learn/").content.decode()
    bar, account = re.findall(
        r'<nav class="destinations".*?</nav>|<div class="menu-list">\s*<p.*?<form', page, re.DOTALL
    )
    assert len(re.findall("<a ", account)) == 4 and "/profile/" in account
    assert re.findall(r'<p class="soft small">(.*?)</p>', bar) == ["Instructor", "Editor", "Learner"]
    more = re.findall(r'href="([^"]+)"', bar.partition("<details")[2])
    assert len(more) == len(set(more)) > 15 and not {*more} & {*bar_of(page)}


def test_what_is_not_in_the_bar_is_below_more_once(with_duties):
    main, others = destinations_of(with_duties("administrator", "editor"))
    urls = [url for _found, url in [*main, *others]]
    wanted = {name for duty in ("administrator", "editor", "learner") for name in BARS[duty]} | {
        "quiz:to-mark",
        "quiz:sittings",
        "teach:cohorts",
        "teach:assign",
        "reports:overview",
        "academy:log",
    }
    assert {reverse(name) for name in wanted} <= set(urls) and len(urls) == len(set(urls))


def test_a_superuser_without_an_institution_lands_in_the_admin(superuser, as_):
    assert as_(superuser).get("/start/")["Location"] == reverse("wagtailadmin_home")


def test_a_permission_of_ones_own_leads_into_the_admin_as_a_group_does(academy, as_):
    person = make_person("KE-901", "Kiprono Rotich", academy)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert as_(person).get("/start/")["Location"] == reverse("wagtailadmin_home")
    person.user_permissions.clear()
    assert as_(person).get("/start/")["Location"] == reverse("learn:mine")


def test_somebody_without_a_duty_lands_nowhere(db):
    assert landing_of(ServiceNumberBackend().get_user(User.objects.create_user("X-1", name="Nobody Yet").pk)) == ""


def test_the_pages_of_the_academy_stand_in_four_groups_beside_a_home(with_duties, as_):
    browser = as_(with_duties("administrator", "instructor"))
    page = browser.get("/academy/log/").content.decode()
    nav = re.search(r'<nav class="stack-tight".*?</nav>', page, re.DOTALL).group()
    groups, places = nav.split('<div class="filters small">')
    assert re.findall(r">([^<>]+)</a>", groups) == ["Home", "People", "Signing in", "Institution", "Privacy and log"]
    own = (
        "academy:log",
        "notices:log",
        "conversations:reports",
        "privacy:erasures",
        "privacy:notices",
        "privacy:rules",
    )
    assert re.findall(r'href="([^"]+)"', places) == [reverse(name) for name in own]
    assert 'href="/academy/log/" aria-current="page"' in " ".join(places.split())
    home = browser.get("/academy/").content.decode()
    for name in (*own, "academy:people", "academy:second-factor", "academy:institution", "certificates:designs"):
        assert f'<li><a href="{reverse(name)}">' in home, name
