"""The pages of an import, and taking it back."""

import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Locale

from assessments.formats.draft import Draft
from assessments.questions.imports import runner
from assessments.questions.imports import services as importing
from assessments.questions.models import Category, Import, Question
from courses.catalogue.models import Cause
from courses.models import Content, StaleCourse
from lms.foundation.work.staged_import import NotNow
from tests.builders import make_question

from .transfers import GIFT, Outcome, begin, drafted, many, options, png, write


class TestTakingBack:
    def test_deletes_all_of_it_with_its_categories_and_pictures(self, bank, editor):
        kept = make_question(bank, "Here before?")
        picture = Draft(
            kind="single",
            stem='<p>Where? <img src="file:a.png"></p>',
            body=options(),
            files={"a.png": png()},
            category=("New", "Below"),
        )
        batch = write(drafted(bank, editor, picture))
        assert Category.objects.count() == 3

        importing.take_back(batch=batch, by=editor, now=timezone.now())
        runner.run(batch.pk)

        batch.refresh_from_db()
        assert batch.status == Import.Status.UNDONE
        assert list(Question.objects.all()) == [kept]
        assert list(Category.objects.all()) == [bank]
        assert not get_image_model().objects.exists()

    def test_archives_what_learners_have_met_and_says_which(self, bank, editor):
        batch = write(begin(bank, editor, many(3)))
        met = Question.objects.get(name="Q2")
        Content.objects.create(
            digest="d",
            kind="quiz",
            title="Quiz",
            definition={"questions": {str(met.translation_key): {"kind": "single"}}},
        )

        importing.take_back(batch=batch, by=editor, now=timezone.now())
        runner.run(batch.pk)

        met.refresh_from_db()
        assert met.archived and Question.objects.count() == 1
        outcomes = dict(batch.entries.values_list("name", "outcome"))
        assert outcomes == {"Q1": Outcome.DELETED, "Q2": Outcome.ARCHIVED, "Q3": Outcome.DELETED}

    def test_leaves_what_was_published_since_to_those_who_may_publish(self, bank, editor, reviewer, as_):
        batch = write(begin(bank, editor, many(3)))
        Question.objects.get(name="Q2").latest_revision.publish()
        Question.objects.get(name="Q3").save_revision(user=editor)

        asked = as_(editor).get(reverse("questions_import_take_back", args=[batch.pk])).content.decode()
        assert "2 questions that nobody has met are deleted. 1 of them was edited since." in asked
        assert "1 question was published and stays" in asked
        as_(editor).post(reverse("questions_import_take_back", args=[batch.pk]))
        runner.run(batch.pk)
        assert [(question.name, question.live, question.archived) for question in Question.objects.all()] == [
            ("Q2", True, False)
        ]

        second = write(begin(bank, reviewer, many(1)), by=reviewer, publish=True)
        assert Question.objects.get(name="Q1").live
        importing.take_back(batch=second, by=reviewer, now=timezone.now())
        runner.run(second.pk)
        assert not Question.objects.filter(name="Q1").exists()

    def test_only_follows_on_what_was_written(self, bank, editor):
        batch = begin(bank, editor, many(1))

        with pytest.raises(NotNow):
            importing.take_back(batch=batch, by=editor, now=timezone.now())


class TestWhatLearnersGet:
    def test_the_importer_sees_which_quizzes_could_ask_them_and_drafts_touch_none(self, as_, course, editor):
        category = Category.objects.get(name="Bank of trafficking")
        batch = begin(category, editor, GIFT)
        client = as_(editor)

        page = client.get(reverse("questions_import", args=[batch.pk])).content.decode()
        assert "What trafficking is › Quiz" in page and "Publish them at once" not in page
        client.post(reverse("questions_import_confirm", args=[batch.pk]), {"publish": "1"})
        runner.run(batch.pk)

        assert Question.objects.filter(live=False).count() == 4 and not StaleCourse.objects.exists()

    def test_who_may_publish_publishes_them_and_the_course_waits_with_who_and_why(self, as_, course, reviewer):
        category = Category.objects.get(name="Bank of trafficking")
        batch = begin(category, reviewer, GIFT)
        client = as_(reviewer)
        assert "Publish them at once" in client.get(reverse("questions_import", args=[batch.pk])).content.decode()

        client.post(reverse("questions_import_confirm", args=[batch.pk]), {"publish": "1"})
        runner.run(batch.pk)

        assert not Question.objects.filter(live=False).exists()
        [cause] = Cause.objects.all()
        assert (cause.stale.course_key, cause.by, cause.what) == (
            course.pk,
            reviewer,
            "Questions imported: questions.gift",
        )


class TestPages:
    def test_the_whole_way_of_a_file(self, as_, editor, bank, settings):
        client = as_(editor)
        file = io.BytesIO(GIFT.encode())
        file.name = "elements.gift"
        data = {
            "file": file,
            "format": "",
            "category": bank.pk,
            "owner": "",
            "locale": Locale.objects.get(language_code="en").pk,
        }

        response = client.post(reverse("questions_imports"), data)
        batch = Import.objects.get()
        runner.run(batch.pk)
        page = client.get(response.url).content.decode()
        assert "Nothing is written yet" in page and "Means" in page
        client.post(reverse("questions_import_confirm", args=[batch.pk]))
        runner.run(batch.pk)
        assert "See what taking it back would do" in client.get(response.url).content.decode()
        assert Question.objects.filter(name="Means", live=False).exists()
        asked = client.get(reverse("questions_import_take_back", args=[batch.pk])).content.decode()
        assert "4 questions that nobody has met are deleted." in asked and Question.objects.count() == 4
        client.post(reverse("questions_import_take_back", args=[batch.pk]))
        runner.run(batch.pk)

        assert not Question.objects.exists()
        assert "Taken back" in client.get(response.url).content.decode()

    def test_a_file_that_is_too_large_is_refused_with_a_sentence(self, as_, editor, bank, monkeypatch):
        monkeypatch.setattr("assessments.questions.imports.forms.MOST_BYTES", 10)
        file = io.BytesIO(GIFT.encode())
        file.name = "elements.gift"
        response = as_(editor).post(
            reverse("questions_imports"), {"file": file, "category": bank.pk, "locale": Locale.objects.get().pk}
        )

        assert response.status_code == 422
        assert "larger than" in response.content.decode() and not Import.objects.exists()

    def test_another_editor_finds_no_import_of_somebody_else(self, as_, editor, bank, neighbour):
        neighbour.groups.add(Group.objects.get(name="Editors"))
        batch = begin(bank, editor, many(1))
        client = as_(neighbour)

        assert client.get(reverse("questions_import", args=[batch.pk])).status_code == 404
        for step in ("confirm", "drop", "take_back"):
            assert client.post(reverse(f"questions_import_{step}", args=[batch.pk])).status_code == 404
        assert batch.name not in client.get(reverse("questions_imports")).content.decode()

    def test_a_page_of_entries_costs_the_same_queries_however_long_the_file(self, as_, editor, bank):
        client = as_(editor)
        short, long = begin(bank, editor, many(2)), begin(bank, editor, many(40))
        client.get(reverse("questions_import", args=[short.pk]))
        counts = []
        for batch in (short, long):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("questions_import", args=[batch.pk]))
            counts.append(len(queries))
        assert counts[0] == counts[1]
