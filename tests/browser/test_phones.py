"""Keys of phones in a real browser: they sign what another person carries, and nothing once they are revoked."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from lms.desks.offline.models import Device, Held
from lms.learning.progress.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

FORGET_KEYS = """new Promise((resolve) => {
  indexedDB.open("offline").onsuccess = ({ target }) => {
    const change = target.result.transaction("about", "readwrite");
    change.objectStore("about").delete(IDBKeyRange.bound("device-", "device-\uffff"));
    change.oncomplete = resolve;
  };
})"""


def test_without_its_key_a_phone_keeps_what_is_another_persons(kept, phone, away, signs_in, abdi, enrolment):
    page = kept
    page.evaluate(FORGET_KEYS)
    away()
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    away(False)
    phone.clear_cookies()
    signs_in(abdi)
    page.goto("/learn/")
    page.goto("/offline/phone/")
    expect(page.get_by_text("Nothing is kept on this phone")).to_be_visible()
    assert not Event.objects.exists()
    phone.clear_cookies()
    signs_in(enrolment.learner)
    page.goto("/learn/")
    page.goto("/offline/phone/")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert Event.objects.get(verb="answered").enrolment == enrolment


def test_a_revoked_phone_is_held_until_its_course_is_kept_anew(kept, phone, away, enrolment, as_):
    page = kept
    as_(enrolment.learner).post(f"/offline/devices/{Device.objects.get().pk}/revoke/")
    away()
    page.goto("/learn/trafficking/trafficking-lesson-2/")
    page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_role("button", name="Submit answers")).to_be_visible()  # its quiz is kept, too
    away(False)
    page.goto("/offline/phone/")
    expect(page.get_by_text("A phone that you had revoked sent this.")).to_be_visible()
    assert Held.objects.get().learner == enrolment.learner
    page.goto("/learn/trafficking/")
    page.get_by_role("button", name="Remove from this phone").click()
    with page.expect_response(lambda answer: answer.url.endswith("/offline/devices/") and answer.ok):
        page.get_by_role("button", name="Keep on this phone").click()
    assert Device.objects.filter(revoked_at=None).count() == 1


def test_what_waits_is_saved_as_a_file_that_another_person_brings(kept, away, as_, abdi, enrolment):
    page = kept
    away()
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.goto("/offline/phone/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    content = Path(saved.value.path()).read_bytes()
    file = SimpleUploadedFile(saved.value.suggested_filename, content)
    answer = as_(abdi).post("/offline/file/", {"file": file})
    assert answer.status_code == 200 and "Counted" in answer.content.decode()
    assert Event.objects.get(verb="answered").enrolment == enrolment
    away(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert Event.objects.filter(verb="answered").count() == 1


def test_a_phone_that_keeps_a_course_may_install_the_site(kept):
    with kept.expect_response("**/app.webmanifest") as fetched:
        devtools = kept.context.new_cdp_session(kept)
        found = devtools.send("Page.getAppManifest")
    assert fetched.value.ok and found["errors"] == []
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    kept.goto("/offline/phone/")
    expect(kept.locator("[data-used]")).to_contain_text("Left for courses:")
