"""Whose questions a quiz draws, and what its editors learn of questions that are not theirs."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from assessments.quiz.page.selection import shortages, strata
from lms.people.directory.current_viewer import viewed_by
from tests.builders import in_group, make_question
from tests.conftest import make_person


@pytest.fixture
def bank(course_page, kenya, academy, uganda):
    """A category with a question of nobody, and one of each of three institutions."""
    category = Category.objects.create(name="Whose")
    for owner in (None, kenya, academy, uganda):
        question = make_question(category, f"Asked by {owner or 'all'}")
        question.owner = owner
        question.save()
    return category


@pytest.fixture
def quiz(course_page, bank):
    page = QuizPage.objects.child_of(course_page).get()
    page.draws = [Draw(category=bank, number=0)]
    page.save_revision().publish()
    return page


@pytest.fixture
def ugandan(uganda):
    """Somebody who edits and publishes pages everywhere, and sees Uganda's questions."""
    return in_group(make_person("UG-502", "Auma Jane", uganda), "Moderators")


def drawn(page) -> set[str]:
    from assessments.questions.models import Question

    keys = {key for stratum in strata(QuizPage.objects.get(pk=page.pk)) for key in stratum.questions}
    return {str(question).removeprefix("Asked by ") for question in Question.objects.filter(translation_key__in=keys)}


def give(quiz, institution):
    quiz.institution = institution
    quiz.save_revision().publish()
    return quiz


class TestADraw:
    def test_takes_what_is_shared_of_its_institution_and_above_it_but_nothing_from_below(self, quiz, kenya, academy):
        assert drawn(quiz) == {"all"}

        assert drawn(give(quiz, academy)) == {"all", academy.name, kenya.name}
        assert drawn(give(quiz, kenya)) == {"all", kenya.name}

    def test_is_that_of_the_quiz_it_is_like(self, quiz, bank, kenya, course_page):
        make_question(bank, "Asked by everybody")
        quiz.half = "a"
        give(quiz, kenya)
        other = course_page.add_child(instance=QuizPage(title="Again", slug="again", half="b", like=quiz))

        assert drawn(quiz) | drawn(other) == {"all", "everybody", kenya.name}
        assert drawn(other)

    def test_is_found_by_the_bank_only_where_it_takes_the_question(self, quiz, kenya, uganda):
        from assessments.questions.bank.usage import uses
        from assessments.questions.models import Question

        give(quiz, kenya)
        used = {
            question.owner: uses.of([question])[question.translation_key]
            for question in quiz.draws.get().category.questions.all()
        }

        assert [bool(used[owner]) for owner in (None, kenya, uganda)] == [True, True, False]
        assert not Question.objects.filter(uses.phrase(), owner=uganda).exists()


class TestAnotherCountrysEditor:
    def test_previews_without_the_questions_that_are_not_theirs(self, as_, quiz, kenya, ugandan, superuser):
        give(quiz, kenya)
        address = reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])

        assert "Asked by Kenya" in as_(superuser).get(address).content.decode()
        page = as_(ugandan).get(address).content.decode()
        assert "Asked by all" in page and "Asked by Kenya" not in page

    def test_chooses_no_institution_that_is_not_theirs(self, as_, quiz, kenya, uganda, academy, ugandan):
        page = as_(ugandan).get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()

        choices = page[page.index('name="institution"') :].partition("</select>")[0]
        assert "Uganda" in choices and "Kenya" not in choices and academy.name not in choices

    def test_forges_neither_an_institution_nor_a_question_that_is_not_theirs(self, as_, quiz, bank, kenya, ugandan):
        client, address = as_(ugandan), reverse("wagtailadmin_pages:edit", args=[quiz.pk])
        form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")

        for field, value in (("institution", kenya.pk), ("draws-0-question", bank.questions.get(owner=kenya).pk)):
            response = client.post(
                address,
                {**form.dict(), "draws-0-category": "", field: value}
                if "draws" in field
                else {**form.dict(), field: value},
            )
            assert response.status_code == 200 and "Select a valid choice" in response.content.decode()
        assert QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object().institution is None

    def test_keeps_a_question_that_a_row_names_and_reads_only_whose_it_is(self, as_, quiz, bank, kenya, ugandan):
        secret = bank.questions.get(owner=kenya)
        quiz.draws = [Draw(question=secret, sort_order=0), Draw(category=bank, number=1, sort_order=1)]
        quiz.save_revision().publish()
        client, address = as_(ugandan), reverse("wagtailadmin_pages:edit", args=[quiz.pk])

        page = client.get(address).content.decode()
        assert f"question {secret.pk} of Kenya" in page and "Asked by Kenya" not in page
        response = client.post(address, querydict_from_html(page, form_id="page-edit-form") | {"title": "Renamed"})

        assert response.status_code == 302, response.context["form"].errors
        draft = QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()
        assert (draft.title, draft.draws.all()[0].question_id) == ("Renamed", secret.pk)

    def test_is_not_told_what_a_question_asks_that_is_archived(self, quiz, bank, kenya, ugandan, superuser):
        secret = bank.questions.get(owner=kenya)
        secret.archived = True
        secret.save()
        quiz.draws = [Draw(question=secret)]
        quiz.save()

        told = {}
        for person in (ugandan, superuser):
            with viewed_by(person):
                [told[person]] = shortages(quiz, strata(quiz))

        assert f"question {secret.pk} of Kenya" in told[ugandan] and "Asked by" not in told[ugandan]
        assert "Asked by Kenya" in told[superuser]


def test_the_questions_of_one_viewer_are_not_those_of_the_next(bank, kenya, ugandan, superuser):
    """`Question.objects` makes its query once for the whole process."""
    mine = bank.questions.get(owner=kenya)
    for person, expected in ((superuser, True), (ugandan, False), (superuser, True)):
        with viewed_by(person):
            assert Question.objects.filter(pk=mine.pk).exists() is expected
            assert Question.objects.exclude(pk=mine.pk).exists()
    assert Question.objects.filter(pk=mine.pk).exists()
