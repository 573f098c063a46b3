"""A small school on an empty site, without anything that a plugin brings.

Run as a program; prints what each address answered. With the word `migrate` the database is migrated first.
"""

import gc
import json
import sys
from typing import Any

import django

PASSWORD = "a-password-for-tests"
LESSON = "/learn/borders/lesson/"


def school() -> Any:
    """A course of one lesson, with a cadet, a coordinator and a superuser; gives the course page."""
    from django.utils import timezone
    from wagtail.models import Page, Site

    from courses.models import Course, CoursePage, LessonPage, ProgrammePage
    from home.models import HomePage
    from lms.learning.progress.journal import services
    from lms.people.administration.records import services as people
    from lms.people.directory.models import User
    from tests.releasing import release_waiting

    home = Page.get_first_root_node().add_child(instance=HomePage(title="Mafunzo", slug="mafunzo"))
    Site.objects.update_or_create(
        hostname="localhost", defaults={"root_page": home, "is_default_site": True, "port": 80}
    )
    programme = home.add_child(instance=ProgrammePage(title="Core", slug="core"))
    page = programme.add_child(
        instance=CoursePage(title="Borders", slug="borders", summary="At the border.", minutes=10)
    )
    lesson = page.add_child(
        instance=LessonPage(title="Lesson", slug="lesson", body=[{"type": "text", "value": "<p>Act, means.</p>"}])
    )
    for node in (programme, page, lesson):
        node.save_revision().publish()
    assert release_waiting() == []
    academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
    cadet = User.objects.create_user("KE-1", PASSWORD, name="Wanjirũ", institution=academy)
    people.appoint(
        user=User.objects.create_user("KE-2", PASSWORD, name="Halima"), institution=academy, role="coordinator"
    )
    User.objects.create_superuser("root", PASSWORD, name="Root")
    services.enrol(people=[cadet], course=Course.objects.get(), now=timezone.now())
    return page


def enter(number: str) -> Any:
    """A browser in which somebody has signed in."""
    from django.test import Client

    client = Client()
    assert client.get("/sign-in/").status_code == 200
    assert client.post("/sign-in/", {"username": number, "password": PASSWORD}).status_code == 302
    return client


def visit(page: Any) -> dict[str, Any]:
    from lms.foundation.plugins.identifiers import uuid7

    cadet, coordinator, root = (enter(number) for number in ("KE-1", "KE-2", "root"))
    answers: dict[str, Any] = {"done": cadet.post(LESSON, {"event_id": str(uuid7()), "done": "1"}).status_code}
    pages = f"/admin/pages/{page.pk}/"
    for client, addresses in (
        (cadet, ("/learn/", "/learn/borders/", LESSON, "/library/", "/core/borders/")),
        (coordinator, ("/reports/", "/reports/completion/", "/reports/completion/list/", "/reports/completion/csv/")),
        (
            root,
            (
                "/admin/",
                pages,
                f"{pages}edit/",
                f"/admin/courses/release/{page.translation_key}/",
                "/admin/reports/site-history/",
            ),
        ),
    ):
        answers |= {address: client.get(address).status_code for address in addresses}
    return answers


if __name__ == "__main__":
    gc.disable()  # until every app is loaded, as manage.py has it
    django.setup()
    from django.core.management import call_command

    from lms.learning.progress.models import Enrolment

    if "migrate" in sys.argv:
        call_command("migrate", verbosity=0)
    call_command("check")
    call_command("makemigrations", check=True, dry_run=True)
    found = visit(school())
    print(json.dumps(found | {"enrolment": Enrolment.objects.get().status}))
