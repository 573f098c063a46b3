"""A push on its whole way: turned on in a real browser, encrypted, through a service that runs, to the service worker.

The services of browsers' makers cannot be reached in a test: what `subscribe` gives is an address of our own service,
with keys that the test has, and what that service got is handed to the service worker as the browser would.
"""

import json
import shutil
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.desks.notices.channels.push import keys
from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Subscription
from lms.foundation.plugins.notice import Occasion, tell
from tests import chromium
from tests.notices.push_service import BrowserWithKeys, PushService

from .conftest import LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SUBSCRIBE = """
const known = %s;
PushManager.prototype.subscribe = async function (options) {
  known.asked = { visible: options.userVisibleOnly, key: options.applicationServerKey.length };
  return { endpoint: known.endpoint, toJSON: () => known, unsubscribe: async () => true };
};
PushManager.prototype.getSubscription = async () => null;
"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, data }));
}"""


@pytest.fixture
def service(settings):
    settings.PUSH_PRIVATE_KEY, settings.PUSH_CONTACT = keys.new_private_key(), "office@academy.example"
    settings.PUSH_INTERNAL_HOSTS, settings.QUIET_HOURS = ["127.0.0.1"], "00:00-00:00"
    with PushService().running() as running:
        yield running


@pytest.fixture
def device(playwright, live_server):
    """A phone whose browser may show notifications; the one without windows never does."""
    path = next((found for name in chromium.NAMES[1:] if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium with windows is installed (Debian: apt-get install chromium)")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[*chromium.QUIET, "--headless=new"],
        ignore_default_args=["--headless", "--headless=old"],
    )
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    context.set_default_timeout(chromium.WAIT)
    context.grant_permissions(["notifications"], origin=live_server.url)
    yield context
    browser.close()


class Worker:
    """The service worker of a page, to which pushes are handed by the protocol of the browser's own tools."""

    def __init__(self, page) -> None:
        self.page, self.registrations = page, []
        self.tools = page.context.new_cdp_session(page)
        self.tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.tools.send("ServiceWorker.enable")

    def _note(self, event) -> None:
        self.registrations += [one["registrationId"] for one in event["registrations"] if not one["isDeleted"]]

    def hand(self, text: str) -> None:
        origin = self.page.evaluate("location.origin")
        about = {"origin": origin, "registrationId": self.registrations[-1], "data": text}
        self.tools.send("ServiceWorker.deliverPushMessage", about)


def shown_of(worker: Worker, text: str) -> list[dict]:
    """What the browser shows, as soon as it shows something. Its tools say nothing of a push that did not reach the
    worker, so it is handed over again: a push takes the place of the one before it.
    """
    for _second in range(20):
        worker.hand(text)
        limit = time.monotonic() + 1
        while time.monotonic() < limit:
            if shown := worker.page.evaluate(SHOWN):
                return shown
            worker.page.wait_for_timeout(50)
    return []


@LANGUAGES
def test_a_notice_is_shown_by_the_browser(service, enrolment, course, wanjiru, device, sign_in, language):
    type(wanjiru).objects.filter(pk=wanjiru.pk).update(language=language)
    receiver = BrowserWithKeys()
    given = {"endpoint": service.address(), "keys": {"p256dh": receiver.fields["key"], "auth": receiver.fields["auth"]}}
    device.add_init_script(SUBSCRIBE % json.dumps(given))
    page = sign_in(device.new_page(), wanjiru)
    page.goto("/notices/preferences/")
    worker = Worker(page)
    page.locator("[data-push-on]").click()
    expect(page.locator("[data-push]")).to_have_attribute("data-push-here", "1")
    assert Subscription.objects.get().person == wanjiru

    now = timezone.now()
    until = now + timedelta(days=7)
    tell("assigned", [Occasion(wanjiru.pk, "1", now, until, {"course": str(course.pk)})], now=now)
    sender.sweep(now=now)
    [(_path, _headers, body)] = service.asked

    [shown] = shown_of(worker, receiver.read(body).decode())
    assert (shown["title"], shown["lang"], shown["tag"]) == ("Mafunzo", language, "mafunzo")
    assert shown["data"] == {"url": "/notices/"}
    assert str(course.titles["en"]) not in shown["body"]
