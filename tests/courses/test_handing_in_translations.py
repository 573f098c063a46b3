"""Translators hand in what they have translated, and somebody who may publish finds it and decides."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from assessments.questions.models import Question
from courses.models import Submission

from .conftest import publish
from .french import finish, in_french, rewritten, translate
from .test_dashboard import limited


@pytest.fixture
def translator(academy, french_lesson):
    """Somebody who edits the French lesson and may publish nothing."""
    return limited(academy, "KE-510", french_lesson, "change_page")


def hand_in(client, translation):
    return client.post(reverse("courses_hand_in_translation", args=[translation.pk]))


def test_the_editor_offers_it_to_whoever_may_not_publish(translated, french_lesson, translator, reviewer, as_):
    address = reverse("wagtailadmin_pages:edit", args=[french_lesson.pk])
    button = reverse("courses_hand_in_translation", args=[translated.pk])

    assert button in as_(translator).get(address).content.decode()
    assert button not in as_(reviewer).get(address).content.decode()


def test_from_typing_to_learners(course, lesson, translated, french_lesson, translator, reviewer, as_, on_commit):
    finish(translated)
    client = as_(translator)
    shown = hand_in(client, translated)
    assert shown["Location"] == f"{reverse('courses_hand_in', args=[course.pk])}?language=fr"
    page = client.get(shown["Location"])
    drafts = [draft.name for draft, chosen in page.context["drafts"] if chosen]
    made = client.post(shown["Location"], {"draft": drafts, "change": "correction", "note": "In French"})
    assert made.status_code == 302
    submission = Submission.objects.get()
    assert (submission.by, [one.object_id for one in submission.drafts.all()]) == (translator, [str(french_lesson.pk)])

    decider = as_(reviewer)
    found = decider.get(reverse("courses_submission", args=[submission.pk]))
    assert "In French" in decider.get(reverse("courses_submissions")).content.decode()
    decision = {
        "draft": [draft.name for draft in found.context["drafts"]],
        "change": "correction",
        "why": "In French",
        "shown": found.context["effect"].digest,
    }
    with on_commit():
        decider.post(reverse("courses_approve", args=[submission.pk]), decision)

    course.refresh_from_db()
    assert (course.release.made_by, course.release.why) == (reviewer, "In French")
    assert in_french(course, lesson)


def test_text_typed_after_handing_in_is_not_released_with_it(translated, french_lesson, translator, as_):
    finish(translated)
    hand_in(as_(translator), translated)
    french_lesson.refresh_from_db()
    revision = french_lesson.latest_revision
    StringTranslation.objects.filter(context__path="title").update(data="Never seen")

    assert revision.as_object().title == "FR Lesson 1"


def test_twice_makes_one_draft(translated, french_lesson, translator, as_):
    finish(translated)
    hand_in(as_(translator), translated)
    french_lesson.refresh_from_db()
    before = french_lesson.latest_revision_id
    hand_in(as_(translator), translated)

    french_lesson.refresh_from_db()
    assert french_lesson.latest_revision_id == before


def test_the_same_words_for_a_new_source_are_a_draft_too(lesson, out, translated, translator, as_, on_commit):
    """The source was mended, and the translation says that already: publishing it takes the mark away."""
    with on_commit():
        publish(rewritten(lesson, title="Lesson one"))
    translation = Translation.objects.get(pk=translated.pk)
    segment = translation.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data="FR Lesson 1",
        translation_type="manual",
        tool_name="",
    )
    hand_in(as_(translator), translation)

    out.refresh_from_db()
    assert out.has_unpublished_changes


def test_with_nothing_new_nothing_is_handed_in(translated, out, translator, as_):
    response = hand_in(as_(translator), translated)

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[out.pk])
    out.refresh_from_db()
    assert not out.has_unpublished_changes


def test_people_who_may_not_edit_a_translation_do_not_hand_it_in(translated, french_lesson, lesson, academy, as_):
    before = french_lesson.latest_revision_id
    answer = hand_in(as_(limited(academy, "KE-512", lesson, "change_page")), translated)
    french_lesson.refresh_from_db()
    assert answer.status_code in (302, 403, 404)
    assert french_lesson.latest_revision_id == before


def test_a_question_goes_to_its_own_review(course, french, editor, as_, on_commit):
    question = Question.objects.order_by("pk").first()
    translation = translate(question, french)
    with on_commit():
        translation.save_target(publish=False)
    finish(translation)
    hand_in(as_(editor), translation)

    made = Question.objects.get(translation_key=question.translation_key, locale=french)
    assert WorkflowState.objects.active().filter(object_id=str(made.pk)).exists()
    assert not made.live and made.get_latest_revision_as_object().stem.count("FR")
