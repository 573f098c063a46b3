"""A phone that keeps courses, with its own browser, on a cable that can be cut."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import chromium
from tests.cable import Cable

SIZE = {"width": 360, "height": 740}


@pytest.fixture
def cable(live_server):
    with Cable(live_server.url.removeprefix("http://")).running() as cable:
        yield cable


@pytest.fixture
def phone(cable, browser):
    """A phone on the cable, with its own browser."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{cable.port}", viewport=SIZE)
    context.set_default_timeout(chromium.WAIT)
    yield context
    context.close()


@pytest.fixture
def signs_in(phone, cable, as_):
    def sign_in(person):
        session = as_(person).cookies[settings.SESSION_COOKIE_NAME].value
        phone.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": f"http://127.0.0.1:{cable.port}",
                }
            ]
        )

    return sign_in


def keep(page, course):
    page.goto(f"/learn/{course.slug}/")
    page.get_by_role("button", name="Keep on this phone").click()
    expect(page.get_by_text("This course is kept on this phone.")).to_be_visible()


@pytest.fixture
def kept(phone, signs_in, enrolment):
    """Wanjirũ's phone, which keeps her course."""
    signs_in(enrolment.learner)
    page = phone.new_page()
    with page.expect_response("**/offline/devices/") as registered:
        keep(page, enrolment.course)
    assert registered.value.ok
    return page


@pytest.fixture
def away(phone, cable):
    def go(is_away: bool = True):
        phone.set_offline(is_away)
        cable.cut() if is_away else cable.mend()

    return go
