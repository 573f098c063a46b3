"""V8 and V9: who sees which rows, who acts for whom, and what a form is worth to somebody else."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail_localize.views.snippets_api import SnippetViewSet

from assessments.questions.bank.trial_storage import TrialQuerySet
from assessments.questions.models import Category
from certificates.models import Certificate, CertificateQuerySet
from courses.access import guard as admin_guard
from courses.access import lists as admin_lists
from courses.access import owned_files
from courses.editing import translation_report
from courses.models import CoursePage
from lms.desks.reporting.filters import scope
from lms.desks.teaching.standing import statements as teaching
from lms.foundation.database.statements import Statement, Values
from lms.people.administration.records import people_services as keeping
from lms.people.administration.records import services as people_services
from lms.people.administration.transfers.models import TransferRequest
from lms.people.directory import rules as oneself
from lms.people.directory.choices import Role
from lms.people.directory.institutions import InstitutionQuerySet
from lms.people.directory.models import CohortMember, CohortQuerySet, User, UserQuerySet
from tests.authorisation.conftest import editor_of, manager
from tests.authorisation.limited import DRAFT, SECRET, draft, limited_editor, private_question
from tests.builders import complete, make_question
from tests.conftest import make_person

from .mutation import all_rows, browser, held_by, instead, no_middleware, text_of


@pytest.fixture
def certificate(enrolment, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        complete(enrolment, now=now)
    return Certificate.objects.get()


@pytest.fixture
def abroad(programme_page, course_page, uganda):
    """An editor of Uganda, who has a course of their own."""
    own = programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))
    return limited_editor(uganda, own)


@pytest.fixture
def private(kenya, course_page):
    return private_question(kenya, Category.objects.first())


class TestRows:
    def test_a_cohort_of_another_academy(self, neighbour, cohort):
        held_by(
            all_rows(CohortQuerySet),
            instead(teaching, "_ONE", Statement(teaching._ONE.asks)),  # written anew, by that phrase
            attack=lambda: browser(neighbour).get(reverse("teach:cohort", args=[cohort.pk])).status_code == 200,
        )

    def test_a_certificate_of_another_academy(self, neighbour, certificate):
        held_by(
            all_rows(CertificateQuerySet),
            attack=lambda: (
                browser(neighbour).get(reverse("certificates:record", args=[certificate.serial])).status_code == 200
            ),
        )

    def test_a_certificate_of_somebody_else(self, abdi, certificate):
        held_by(
            instead(CertificateQuerySet, "of", lambda rows, learner: rows),
            attack=lambda: browser(abdi).get(reverse("certificates:pdf", args=[certificate.serial])).status_code == 200,
        )

    def test_learners_of_another_country_in_a_file(self, ugandan_coordinator, enrolment):
        held_by(
            all_rows(InstitutionQuerySet),
            instead(scope, "_DESCRIBED", Values(scope._DESCRIBED.asks)),  # written anew, by that phrase
            attack=lambda: (
                enrolment.learner.name
                in text_of(browser(ugandan_coordinator).get(reverse("reports:lines-file", args=["csv"])))
            ),
        )


class TestTheAdmin:
    def test_a_translation_of_another_country_s_question(self, abroad, private):
        address = reverse("wagtail_localize:download_pofile", args=[private.translation.pk])

        held_by(
            no_middleware("courses.access.guard.AdminGuard"),
            attack=lambda: SECRET in text_of(browser(abroad).get(address)),
        )

    def test_a_question_of_another_country_in_whosever_list(self, abroad, private):
        address = reverse("wagtail_localize:snippets_api_listing", args=["questions", "question"])
        of_wagtail = instead(SnippetViewSet, "get_queryset", lambda view: view.get_model()._default_manager.all())

        held_by(
            no_middleware("courses.access.guard.AdminViewer"),
            of_wagtail,
            attack=lambda: SECRET in text_of(browser(abroad).get(address)),
        )

    def test_questions_for_somebody_who_edits_nothing(self, academy, private):
        person = manager(academy)
        address = reverse("wagtailsnippetchoosers_questions_question:choose")

        held_by(
            instead(admin_guard, "may_ask", lambda *_asked: True),
            attack=lambda: SECRET in text_of(browser(person).get(address)),
        )

    def test_the_report_of_translations(self, abroad, private):
        address = reverse("wagtail_localize:translations_report")

        held_by(
            instead(translation_report, "visible", lambda model, viewer: model.objects.all()),
            attack=lambda: SECRET in text_of(browser(abroad).get(address)),
        )

    def test_the_site_s_history(self, abroad, private, superuser):
        log(instance=private.row, action="wagtail.edit", user=superuser)
        address = reverse("wagtailadmin_reports:site_history")

        held_by(
            instead(ModelLogEntryManager, "viewable_by_user", admin_lists._of_wagtail),
            attack=lambda: SECRET in text_of(browser(abroad).get(address)),
        )

    @pytest.mark.parametrize(
        "name", ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtailadmin_api:images:listing"]
    )
    def test_pictures_of_another_country_s_questions(self, kenya, uganda, site, name):
        get_image_model().objects.create(
            title=SECRET, file=get_test_image_file(), collection=owned_files.collection_of(kenya)
        )
        editor = editor_of("Editors", "UG-501", uganda)

        held_by(
            instead(owned_files, "owned_by_others", lambda viewer: Collection.objects.none()),
            attack=lambda: SECRET in text_of(browser(editor).get(reverse(name))),
        )

    def test_drafts_where_a_page_is_chosen(self, abroad, course_page):
        draft(course_page)
        address = reverse("wagtailadmin_choose_page_child", args=[course_page.pk])

        with_all = instead(admin_lists, "page_permission_policy", _Everything)
        held_by(with_all, attack=lambda: DRAFT in text_of(browser(abroad).get(address)))


class _Everything:
    @staticmethod
    def explorable_instances(user):
        return CoursePage.objects.first().get_root().get_descendants(inclusive=True)


def test_nobody_gives_a_right_that_they_do_not_have(academy, abdi, site):
    person, editors = manager(academy), Group.objects.get(name="Editors")

    def given() -> bool:
        browser(person).post(reverse("academy:person-rights", args=[abdi.pk]), {"groups": [editors.pk]})
        return User.objects.filter(groups=editors).exists()

    held_by(instead(keeping, "groups_to_give", lambda viewer: Group.objects.all()), attack=given)


def test_nobody_manages_people_of_another_institution(academy, abdi, neighbour_academy, site):
    person = manager(neighbour_academy)

    held_by(
        all_rows(UserQuerySet),
        attack=lambda: browser(person).get(reverse("academy:person-correct", args=[abdi.pk])).status_code == 200,
    )


class TestOneself:
    @pytest.fixture
    def both(self, wanjiru, academy):
        for role in (Role.INSTRUCTOR, Role.COORDINATOR):
            people_services.appoint(user=wanjiru, institution=academy, role=role)
        return wanjiru

    def test_nobody_revokes_their_own_certificate(self, both, certificate):
        def revoked() -> bool:
            browser(both).post(reverse("certificates:revoke", args=[certificate.serial]), {"why": "I want another"})
            return Certificate.objects.filter(revoked_at__isnull=False).exists()

        held_by(instead(oneself, "concerns", lambda by, people: False), attack=revoked)

    def test_nobody_takes_themselves_out_of_a_cohort(self, both, cohort):
        def out() -> bool:
            browser(both).post(reverse("teach:remove", args=[cohort.pk, both.pk]))
            return not CohortMember.objects.filter(user=both).exists()

        held_by(instead(oneself, "concerns", lambda by, people: False), attack=out)


def test_the_form_of_a_question_that_somebody_tries_is_worth_nothing_to_another(abroad, superuser, course_page):
    question = make_question(Category.objects.first(), "Which element?")

    def key_told() -> bool:
        page = text_of(browser(superuser).get(reverse("questions_try", args=[question.pk])))
        token = re.search(r'name="trial" value="([^"]+)"', page)[1]
        return "Because." in text_of(browser(abroad).post(reverse("questions_answer"), {"trial": token}))

    held_by(instead(TrialQuerySet, "of", lambda rows, person, *, now: rows), attack=key_told)


def test_adding_a_person_tells_nothing_of_a_number_that_is_elsewhere(academy, neighbour):
    """What a page says is that somebody was asked for, which the other side reads."""
    amina = make_person("KE-9", "Amina Noor", academy, "administrator")
    sent = {"name": "Achieng", "sex": "F", "role_family": "police", "institution": academy.pk}

    def told() -> bool:
        answer = browser(amina).post(
            reverse("academy:person-add"), sent | {"service_number": neighbour.service_number}, follow=True
        )
        return "already here" in text_of(answer)

    held_by(instead(UserQuerySet, "visible_to", lambda rows, *_viewer, **_more: rows.all()), attack=told)
    assert TransferRequest.objects.count() == 0
    assert not told()
    asked = TransferRequest.objects.get()
    assert (asked.person, asked.to, asked.asked_by) == (neighbour, academy, amina)
