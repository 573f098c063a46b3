"""A course on a phone that is online once in a while: kept, read and answered without network, and sent once."""

import json
import re

import pytest
from playwright.sync_api import expect

from courses.catalogue import lookup
from lms.desks.offline.models import ChainBreak, Device
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import same_when_rebuilt

pytestmark = pytest.mark.django_db(transaction=True)


def answered(enrolment):
    rows = Event.objects.filter(enrolment=enrolment, verb="answered").order_by("number")
    return [(event.data.get("choice") or event.data.get("done"), event.origin) for event in rows]


def right_and_wrong(enrolment):
    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    [check] = lookup.content(entry.content("en", "KE", "en")).definition["checks"].values()
    return check["key"][0], next(one["id"] for one in check["options"] if one["id"] not in check["key"])


def test_a_course_is_read_and_answered_without_network_and_arrives_once_and_in_order(kept, phone, away, enrolment):
    right, wrong = right_and_wrong(enrolment)
    away()
    page = kept
    page.goto("/learn/trafficking/")
    expect(page.get_by_text("Without network: this page is from this phone.")).to_be_visible()
    page.get_by_role("link", name="Lesson 1").click()
    expect(page.get_by_text("Act, means, purpose.")).to_be_visible()
    page.get_by_label("The border").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Not quite. Read why below.")).to_be_visible()
    expect(page.get_by_text("About The border")).to_be_visible()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.close()
    page = phone.new_page()
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    expect(page.get_by_text("Not quite. Read why below.")).to_be_visible()
    page.get_by_text("Answer again").click()
    page.locator("details").get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Your answer is right.")).to_be_visible()
    page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesson 2")
    page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_role("button", name="Submit answers")).to_be_visible()
    page.goto("/offline/phone/")
    expect(page.get_by_text("What waits on this phone: 4")).to_be_visible()
    assert not Event.objects.exists()

    away(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    expect(page.locator("[data-items] li").first).to_contain_text("Counted")
    assert (Device.objects.get().sequence, ChainBreak.objects.count()) == (4, 0)
    done = (["1"], "offline")
    assert answered(enrolment) == [([wrong], "offline"), ([right], "offline"), done, done]
    enrolment.refresh_from_db()
    assert len(enrolment.done) == 2 and same_when_rebuilt()

    page.goto("/learn/trafficking/trafficking-lesson-1/")
    expect(page.get_by_text("Your answer is right.")).to_be_visible()
    expect(page.get_by_text("Without network")).to_have_count(0)


def test_a_reply_that_is_lost_stores_nothing_twice(kept, phone, away, cable, enrolment, live_server):
    page = kept
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    away()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    away(False)
    for _time in range(3):
        page.goto("/learn/trafficking/trafficking-lesson-1/")
        expect(page.get_by_text("Your answer is right.")).to_be_visible()
    assert len(answered(enrolment)) == 1


def test_online_an_answer_goes_to_the_site_and_is_shown_by_it(kept, enrolment):
    page = kept
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Your answer is right.")).to_be_visible()
    page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesson 2")
    assert [origin for _data, origin in answered(enrolment)] == ["web", "web"]


def test_a_session_that_ended_loses_no_answer(kept, phone, signs_in, enrolment):
    page = kept
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    phone.clear_cookies()
    page.get_by_role("button", name="Check answer").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert not Event.objects.exists()
    signs_in(enrolment.learner)
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.reload()
    expect(page.get_by_text("Your answer is right.")).to_be_visible()
    assert len(answered(enrolment)) == 1


def test_another_person_on_the_same_phone_reads_nothing_of_the_first(kept, phone, away, signs_in, abdi, enrolment):
    page = kept
    away()
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    page.get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    away(False)
    phone.clear_cookies()
    signs_in(abdi)
    page.goto("/learn/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Abdi")
    page.goto("/offline/phone/")
    expect(page.get_by_text("Nothing is kept on this phone")).to_be_visible()
    away()
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    state = page.evaluate("fetch('/offline/phone/state/all/').then((answer) => answer.json())")
    assert state == {"events": [], "courses": []}
    assert len(answered(enrolment)) == 1, "signed by the phone of the first, it came in the session of the second"
    assert Attempt.objects.get().enrolment == enrolment and Device.objects.get().person == enrolment.learner


def test_signing_out_locks_the_phone_and_keeps_what_waits(kept, phone, away, signs_in, enrolment):
    page = kept
    away()
    page.goto("/learn/trafficking/trafficking-lesson-2/")
    page.get_by_role("button", name="Done, next").click()
    expect(page.get_by_role("button", name="Submit answers")).to_be_visible()
    away(False)
    phone.clear_cookies()
    signs_in(enrolment.learner)
    page.goto("/offline/held/")
    page.evaluate("document.querySelector('form[action$=\"/sign-out/\"]').requestSubmit()")
    page.wait_for_url(lambda url: "/offline/held/" not in url)
    away()
    page.goto("/learn/trafficking/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_signing_in_by_a_provider_locks_the_phone(kept, away):
    kept.goto("/sign-on/academy/return/?state=forged&code=1")
    away()
    kept.goto("/learn/trafficking/")
    expect(kept.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_a_course_is_removed_and_then_needs_the_network(kept, away):
    page = kept
    page.get_by_role("button", name="Remove from this phone").click()
    expect(page.get_by_role("button", name="Keep on this phone")).to_be_visible()
    assert page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('pack-')))") == []
    away()
    page.goto("/learn/trafficking/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_pages_made_on_the_phone_keep_to_the_policy_of_the_site(kept, away):
    page, said = kept, []
    page.on("console", lambda message: said.append(message.text))
    away()
    for address in ("/learn/", "/learn/trafficking/", "/learn/trafficking/trafficking-lesson-1/"):
        answer = page.goto(address)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.locator("link[rel=stylesheet]").evaluate("(link) => link.sheet.cssRules.length") > 50
    assert [text for text in said if "Content Security Policy" in text] == []
    assert json.dumps(said).count("Refused") == 0


def test_nobody_gets_the_worker_who_did_not_choose_it(phone, signs_in, enrolment):
    signs_in(enrolment.learner)
    page = phone.new_page()
    for address in ("/learn/", "/learn/trafficking/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    scripts = page.evaluate(
        "navigator.serviceWorker.getRegistrations()"
        ".then((all) => all.map((one) => (one.active ?? one.installing ?? one.waiting).scriptURL))"
    )
    assert not [url for url in scripts if url.endswith("/offline/worker.js")]
    assert Enrolment.objects.get().started_at is None


def test_its_pages_are_accessible_and_fit(faults_on, enrolment):
    pages = ["/learn/trafficking/", "/offline/phone/", "/offline/held/", "/offline/shell/"]
    assert faults_on([(enrolment.learner, pages)], "en") == []
