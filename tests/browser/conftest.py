"""A real Chromium against a real server.

Skipped with a reason where no browser is installed; required where CI=true.
"""

import gzip
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import chromium
from tests.conftest import PASSWORD

from .kept_phone import away, cable, kept, phone, signs_in  # noqa: F401  # fixtures

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
EVERYWHERE = bool(os.environ.get("ALL"))
SIZES = (PHONE, DESKTOP) if EVERYWHERE else (PHONE,)
SCHEMES = ("light", "dark") if EVERYWHERE else ("light",)
LANGUAGES = pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.sweep)])
DEVICES = pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, marks=pytest.mark.sweep, id="1280"), pytest.param(PHONE, id="360")]
)
"""A job is done on a phone, where there is least room; in the sweeps on a desktop too."""
OPENED = "document.querySelectorAll('main details').forEach(one => { one.open = true })"
AT_THE_END = (
    "for (const one of document.getAnimations()) if (one.effect.getComputedTiming().endTime < Infinity) one.finish()"
)
"""Colours change by a transition: what is measured on the way is no colour of the page."""

LOADING = f"() => {{ {AXE_SCRIPT}; window.ourAxe = window.axe }}"
"""Gives nothing: the value of a bare expression would be axe itself, all of which Playwright carries out of the
browser.
"""

VIOLATIONS = "async options => (await ourAxe.run(options)).violations"
"""Alone: what passed is a hundred times as much to carry out of the browser. Wagtail's editor has an axe of its own,
set to other rules.
"""

FAILED = Path(__file__).resolve().parents[2] / ".cache" / "failed"
"""What is kept of browser tests that fail; `.cache/` is not in the repository."""
OUTCOME = pytest.StashKey[str]()

expect.set_options(timeout=chromium.WAIT)

NO_PARAMETERS = SimpleNamespace(params={})

# Playwright's synchronous interface runs an event loop in this thread, in which Django would refuse its own blocking
# calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.once)
            if chromium.PATH is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed (Debian: apt-get install chromium)"))
        elif (
            "browser_name" in getattr(item, "callspec", NO_PARAMETERS).params
        ):  # they would be drawn to the front, and empty the database before the others
            raise pytest.UsageError(
                f"{item.nodeid} has a fixture of the browser's name (page, context, browser): give it another name."
            )


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return chromium.LAUNCH


@pytest.fixture
def contexts(request, browser: Browser, live_server) -> Callable[..., BrowserContext]:
    """Makes browser contexts, each a device of its own: `contexts(viewport=PHONE, java_script_enabled=False)`.

    Of a test that fails each page's picture, each page as it stands in the browser, and each device's trace are kept in
    `FAILED`, in a folder with the test's name; `playwright show-trace` opens a trace. What every page was like before
    and after each step costs a seventh of these tests, so a trace has that where `MAFUNZO_SNAPSHOTS` is set.
    """
    opened: list[BrowserContext] = []
    folder = FAILED / re.sub(r"\W+", "-", request.node.nodeid.removeprefix("tests/browser/"))
    shutil.rmtree(folder, ignore_errors=True)

    def open_one(**options) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **{"viewport": PHONE, **options})
        context.set_default_timeout(chromium.WAIT)
        context.tracing.start(snapshots="MAFUNZO_SNAPSHOTS" in os.environ)
        opened.append(context)
        return context

    yield open_one
    failed = request.node.stash.get(OUTCOME, None) == "failed"
    for number, context in enumerate(opened, 1):
        if failed:
            for place, page in enumerate(context.pages, 1):
                name = f"device-{number}-page-{place}"
                page.screenshot(path=folder / f"{name}.png", full_page=True)
                (folder / f"{name}.html").write_text(page.content())
        context.tracing.stop(**({"path": folder / f"device-{number}.zip"} if failed else {}))
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.outcome
    return report


@pytest.fixture
def sign_in(as_, live_server) -> Callable[[Page, object], Page]:
    """Gives the device of a page the session of a person, and opens nothing: two pages less for each.

    What signing in itself does, as to the language, needs `sign_in_on_the_page`.
    """

    def sign(page: Page, person) -> Page:
        session = as_(person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return sign


@pytest.fixture
def sign_in_on_the_page() -> Callable[[Page, object], Page]:
    """As people do, by number and password; the page is then the first that they see."""

    def sign(page: Page, person) -> Page:
        page.goto("/sign-in/")
        page.locator("input[name=username]").fill(person.service_number)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_load_state()
        return page

    return sign


def violations(page: Page, *rules: str) -> list[tuple[str, dict]]:
    """What axe-core finds on a page: the rule and the node, by all its rules or by those that are named."""
    if not page.evaluate("'ourAxe' in window"):
        page.evaluate(LOADING)
    found = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})})
    return [(one["id"], node) for one in found for node in one["nodes"]]


@pytest.fixture
def found_by_axe() -> Callable[..., list[str]]:
    """What axe-core finds on a page, a line each: by all its rules, or by those that are named."""

    def run(page: Page, *rules: str) -> list[str]:
        return [
            f"{rule}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
            for rule, node in violations(page, *rules)
        ]

    return run


def too_wide(page: Page) -> bool:
    """Whether a page is wider than its window. A click goes on as soon as the next page begins to arrive, when it has
    no element yet, so this waits for it.
    """
    page.wait_for_load_state("domcontentloaded")
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def device(contexts, sign_in, live_server) -> Callable[..., Page]:
    """A page on a device of its own, signed in where somebody is named: `device(omar, language="ar")`."""

    def open_one(person=None, *, language: str = "", **options) -> Page:
        context = contexts(**options)
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page = context.new_page()
        return page if person is None else sign_in(page, person)

    return open_one


@pytest.fixture
def faults_on(device, faults_of) -> Callable[..., list[str]]:
    """`faults_on([(person, addresses), …], language)`: what `faults_of` finds on each of these pages with all of its
    details open, what keeps not to the policy of scripts, and pages in another language, or without a heading.
    """

    def look(looks, language: str = "en") -> list[str]:
        found, refusals = [], []
        for person, addresses in looks:
            page = device(person, language=language)
            page.on("console", lambda message: refusals.append(message.text))
            for address in addresses:
                page.goto(address)
                page.evaluate(OPENED)
                if page.locator("html").get_attribute("lang") != language or page.locator("h1").count() != 1:
                    found.append(f"{address}: needs one heading, and a text in “{language}”")
                name = re.sub(r"\W+", "-", f"{address}-{language}").strip("-")
                found += [f"{address}, {line}" for line in faults_of(page, name)]
        return found + [text for text in refusals if "Content Security" in text]

    return look


@pytest.fixture
def faults_of(found_by_axe) -> Callable[..., list[str]]:
    """`faults_of(page, name)`: what axe-core finds on a page on a phone by day, and whether it is wider than that.
    `make test ALL=1` looks at it on a desktop and in the dark, too.

    The page is opened once and looked at in each shape. Only contrast depends on the colour scheme, so in the dark only
    that is asked. `MAFUNZO_PICTURES` names a folder for pictures of what is looked at.
    """

    def look(page: Page, name: str, *, sizes=SIZES, schemes=SCHEMES) -> list[str]:
        found = []
        page.wait_for_load_state("domcontentloaded")
        for size in sizes:
            page.set_viewport_size(size)
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(AT_THE_END)
                shape = f"{name}-{size['width']}-{scheme}"
                found += [
                    f"{shape}: {line}" for line in found_by_axe(page, *(["color-contrast"] if scheme == "dark" else []))
                ]
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > size["width"]:
                    found.append(f"{shape}: {width} px wide")
                if folder := os.environ.get("MAFUNZO_PICTURES"):
                    page.screenshot(path=Path(folder) / f"{shape}.png", full_page=True)
        return found

    return look


@pytest.fixture
def downloads() -> Callable[[Page], list[tuple[str, int]]]:
    """Records every response of a page from now on: (URL, bytes of its body gzipped)."""

    def record(page: Page) -> list[tuple[str, int]]:
        seen: list[tuple[str, int]] = []

        def note(response) -> None:
            if response.status < 300:
                seen.append((response.url, len(gzip.compress(response.body()))))

        page.on("response", note)
        return seen

    return record
