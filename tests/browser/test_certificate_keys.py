"""Certificates by keyboard alone: their list and record, who signs, a design, the page that verifies; on a phone, on
a desktop and in Arabic. What has the focus is marked, in view and under no bar, and axe finds nothing on the way.
"""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from certificates.design.models import Design
from certificates.models import Certificate
from tests.builders import complete

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SHAPES = pytest.mark.parametrize(
    ("size", "language"),
    [
        pytest.param(PHONE, "en", id="phone"),
        pytest.param(DESKTOP, "en", id="desktop", marks=pytest.mark.sweep),
        pytest.param(PHONE, "ar", id="arabic", marks=pytest.mark.sweep),
    ],
)
HERE = "selector => document.activeElement.matches(selector)"
UNSEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  if (here === document.body) return "";
  if (here.type === "date" && !here.matches(":focus-visible")) return ""; // its button, marked by the browser
  const styles = [here, here.closest("label, li") ?? here].map(one => getComputedStyle(one));
  const marked = styles.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    || parseFloat(styles[0].strokeWidth) > 1;
  const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest("nav, header");
  const covered = above && !above.contains(here) && !here.contains(above);
  const said = `marked: ${marked}, in view: ${inView}, covered: ${covered}`;
  return marked && inView && !covered ? "" : `${here.outerHTML.slice(0, 120)} ${said}`;
}"""


class Keyboard:
    """A page that is used by keys; `unseen` is what had the focus and did not show it."""

    def __init__(self, page: Page) -> None:
        self.page, self.unseen = page, []

    def to(self, selector: str) -> None:
        """Press Tab until the element has the focus."""
        for _step in range(200):
            if self.page.evaluate(HERE, selector):
                return
            self.page.keyboard.press("Tab")
            if self.page.evaluate(UNSEEN):
                self.page.wait_for_timeout(500)  # a busy machine may still be drawing or scrolling
                self.unseen += filter(None, [self.page.evaluate(UNSEEN)])
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def type(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def press(self, selector: str) -> None:
        """Use a link or button, and wait for the page it leads to."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def keyboard(device, faults_of, size, language):
    """Gives the keyboard of a person's device. At the end each page on which `looks` was called had no fault."""
    opened, faults = [], []

    def open_one(person, address: str) -> Keyboard:
        page = device(person, language=language, viewport=size)
        page.goto(address)
        opened.append(Keyboard(page))
        return opened[-1]

    def looks(keys: Keyboard, name: str) -> None:
        faults.extend(faults_of(keys.page, f"{name}-{language}", sizes=(size,)))

    open_one.looks = looks
    yield open_one
    assert faults == [] and [line for one in opened for line in one.unseen] == []


@pytest.fixture
def certificate(enrolment):
    cache.clear()
    complete(enrolment, now=timezone.now())
    return Certificate.objects.get()


@SHAPES
def test_a_certificate_is_found_in_the_list_and_revoked(keyboard, certificate, halima):
    keys = keyboard(halima, "/certificates/all/")
    if keys.page.locator("details.asked > summary").is_visible():  # a wide page shows all
        keys.to("details.asked > summary")
        keys.page.keyboard.press("Enter")
    keys.to("select[name=what]")
    keys.page.keyboard.press("ArrowDown")
    keyboard.looks(keys, "certificates")
    keys.press("form.filters button")
    keys.press("nav.filters a[href*='state=valid']")
    keys.press(f"tbody a[href='/certificates/{certificate.serial}/']")
    keys.type("form[action$='/revoke/'] [name=why]", "Somebody else sat it.")
    keyboard.looks(keys, "certificate-record")
    keys.press("form[action$='/revoke/'] button")
    certificate.refresh_from_db()
    assert certificate.revoked_why == "Somebody else sat it."
    keyboard.looks(keys, "certificate-revoked")


@SHAPES
def test_somebody_signs_and_a_rule_says_how_long(keyboard, academy, amina):
    keys = keyboard(amina, f"/certificates/issuers/{academy.pk}/")
    keys.press("main a[href$='/signatories/']")
    keys.type("[name=name]", "Grace Wanjiku")
    keys.type("[name=office]", "Commandant")
    keyboard.looks(keys, "signatory")
    keys.press("main form button[type=submit]")
    keys.type("[name=months]", "24")
    keys.press("main form:has([name=months]) button[type=submit]")
    keyboard.looks(keys, "issuer")
    academy.refresh_from_db()
    said = academy.certificate_settings
    assert said["validity"] == {"": {"months": 24}} and said["signatories"][0]["name"] == "Grace Wanjiku"


@SHAPES
def test_a_design_is_made_changed_and_put_in_use(keyboard, academy, amina):
    keys = keyboard(amina, "/certificates/designs/")
    keys.type("[name=name]", "Parade")
    keys.press("main form:has([name=name]) button[type=submit]")
    keys.to("[data-element='1']")
    with keys.page.expect_response(lambda response: response.url.endswith("/preview/") and response.ok):
        keys.page.keyboard.press("Shift+ArrowDown")
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("[name=e-1-x]")).to_be_focused()
    keys.type("[name=e-1-x]", "31")
    keyboard.looks(keys, "design")
    keys.press(".design-fields > .actions button")
    design = Design.objects.get()
    element = design.latest().sheet.elements[1]
    assert (element.x, element.y, design.latest().number) == (31, 52, 2)
    keys.page.goto("/certificates/designs/")
    keys.press(f"form[action='/certificates/designs/{design.pk}/use/'] button")
    academy.refresh_from_db()
    assert academy.certificate_settings["design"] == design.latest().pk


@SHAPES
def test_a_number_is_verified(keyboard, certificate, language):
    keys = keyboard(None, f"/verify/?language={language}")
    for control in ("[data-camera]", "[data-picture]", "[data-refresh]", "a[hreflang=sw]"):
        keys.to(control)
    keys.page.goto(f"/verify/?language={language}")
    keyboard.looks(keys, "verify")
    keys.type("[name=serial]", certificate.serial.lower())
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    expect(keys.page.locator(".verdict-valid")).to_contain_text(certificate.name)
    keyboard.looks(keys, "verified")
