"""Groups that are bound to countries: what their people change, and what is refused to them, whatever asks."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from assessments.quiz.models import QuizPage
from courses.models import CoursePage, GroupCountry, LessonPage, Provision
from lms.people.directory.current_viewer import viewed_by
from tests.builders import in_group, make_course
from tests.conftest import make_person

from .conftest import lesson_form

pytestmark = pytest.mark.django_db


def bound(person, *countries: str):
    """Put somebody into a group that is bound to these countries, beside the groups they are in."""
    group = Group.objects.create(name=f"For {countries}")
    GroupCountry.objects.bulk_create(GroupCountry(group=group, country=country) for country in countries)
    person.groups.add(group)
    return person


def national(text: str, *countries: str) -> dict:
    return {
        "type": "country",
        "id": str(uuid4()),
        "value": {"countries": list(countries), "text": f"<p>{text}</p>", "provisions": []},
    }


def variant(programme_page, country: str) -> CoursePage:
    page = make_course(programme_page, slug=f"law-{country.lower()}")
    CoursePage.objects.filter(pk=page.pk).update(country=country)
    return CoursePage.objects.get(pk=page.pk)


@pytest.fixture
def ugandan(ugandan_academy, site):
    return bound(in_group(make_person("UG-500", "Akello Mary", ugandan_academy), "Editors"), "UG")


@pytest.fixture
def ugandan_reviewer(ugandan_academy, site):
    return bound(in_group(make_person("UG-501", "Opio Grace", ugandan_academy), "Moderators"), "UG")


@pytest.fixture
def shared(course_page):
    """A lesson for every country, with a block for each of two."""
    page = LessonPage.objects.child_of(course_page).order_by("path").first()
    page.body = [
        page.body.raw_data[0],
        national("In Kenya.", "KE"),
        national("In Uganda.", "UG"),
        national("In both.", "KE", "UG"),
    ]
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def lesson_of(course) -> LessonPage:
    return LessonPage.objects.child_of(course).order_by("path").first()


def posted(page, changed: str) -> dict:
    """Return the form that the browser sends of a lesson of a text and country blocks; that of one country says
    something else.
    """
    blocks, countries = {}, {}
    for number, block in enumerate(page.body.raw_data):
        value = block["value"]
        if block["type"] == "country":
            countries[f"body-{number}-value-countries"] = value["countries"]
            text = "<p>Changed.</p>" if value["countries"] == [changed] else value["text"]
            value = {"text": rich_text(text), "provisions": {"count": 0}}
        else:
            value = rich_text(value)
        blocks[str(number)] = {"id": block["id"], "type": block["type"], "value": value, "deleted": "", "order": number}
    return {
        **lesson_form(body={"count": len(blocks), **blocks}, action="", title=page.title, slug=page.slug),
        **countries,
    }


def versions(page) -> int:
    return Page.objects.get(pk=page.pk).revisions.count()


class TestNationalVariants:
    def test_their_own_is_open_and_that_of_another_country_is_not_there(self, as_, programme_page, ugandan, editor):
        own, foreign = variant(programme_page, "UG"), variant(programme_page, "KE")
        for page in (own, lesson_of(own)):
            assert as_(ugandan).get(edit_url(page)).status_code == 200
        for page in (foreign, lesson_of(foreign), programme_page):
            assert as_(ugandan).get(edit_url(page)).status_code == 404
            assert as_(editor).get(edit_url(page)).status_code == 200

    @pytest.mark.parametrize("action", ["unpublish", "delete", "move", "copy"])
    def test_a_reviewer_takes_away_their_own_alone(self, as_, programme_page, course_page, ugandan_reviewer, action):
        addresses = {
            page: reverse(f"wagtailadmin_pages:{action}", args=[lesson_of(page).pk])
            for page in (variant(programme_page, "UG"), variant(programme_page, "KE"), course_page)
        }
        own, foreign, shared = (as_(ugandan_reviewer).get(address).status_code for address in addresses.values())
        assert own == 200
        assert foreign == 404
        assert shared == (200 if action == "copy" else 302), "what may be opened is copied into what is theirs"

    def test_the_country_of_their_own_stays(self, programme_page, ugandan):
        own = variant(programme_page, "UG")
        own.country = "KE"
        with pytest.raises(PermissionDenied):
            own.save_revision(user=ugandan)

    def test_release_is_for_reviewers_of_the_country_and_for_those_who_are_bound_to_none(
        self, programme_page, course_page, ugandan_reviewer, reviewer
    ):
        own, foreign = variant(programme_page, "UG"), variant(programme_page, "KE")
        may = [page.permissions_for_user(ugandan_reviewer).can_publish() for page in (own, foreign, course_page)]
        assert may == [True, False, False]
        assert all(page.permissions_for_user(reviewer).can_publish() for page in (own, foreign, course_page))


class TestNewCourses:
    def form(self, programme, **changed):
        return {"title": "Law of Uganda", "programme": programme.pk, "summary": "One.", "key": uuid4(), **changed}

    def test_a_new_course_is_for_a_country_of_their_own(self, as_, programme_page, ugandan):
        page = as_(ugandan).get(reverse("courses_new")).content.decode()
        assert '<option value="UG">' in page and 'value="KE"' not in page
        refused = as_(ugandan).post(reverse("courses_new"), self.form(programme_page, country="KE"))
        assert refused.status_code == 422 and not CoursePage.objects.filter(title="Law of Uganda").exists()
        as_(ugandan).post(reverse("courses_new"), self.form(programme_page, country="UG"))
        made = CoursePage.objects.get(title="Law of Uganda")
        assert made.country == "UG" and not made.live
        assert made.permissions_for_user(ugandan).can_add_subpage()
        assert as_(ugandan).get(edit_url(made)).status_code == 200

    def test_the_programme_itself_stays_closed(self, as_, programme_page, ugandan):
        assert not programme_page.permissions_for_user(ugandan).can_add_subpage()
        address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", programme_page.pk])
        assert as_(ugandan).get(address).status_code in (302, 403, 404)

    def test_without_a_right_to_add_there_is_no_form(self, as_, programme_page, ugandan):
        ugandan.groups.remove(Group.objects.get(name="Editors"))
        assert as_(ugandan).get(reverse("courses_new")).status_code != 200

    def test_an_editor_who_is_bound_to_none_is_asked_for_no_country(self, as_, programme_page, editor):
        assert 'name="country"' not in as_(editor).get(reverse("courses_new")).content.decode()
        as_(editor).post(reverse("courses_new"), self.form(programme_page, country="UG"))
        assert CoursePage.objects.get(title="Law of Uganda").country == ""


class TestSharedLessons:
    @pytest.mark.parametrize(("country", "is_kept"), [("UG", True), ("KE", False)])
    def test_a_form_changes_the_block_of_their_own_country(self, as_, shared, ugandan, country, is_kept):
        before = versions(shared)
        response = as_(ugandan).post(edit_url(shared), posted(shared, country))
        assert versions(shared) - before == int(is_kept)
        assert ("and nothing else." in response.content.decode()) is not is_kept

    def test_other_words_and_the_blocks_of_others_are_refused_below_every_page(self, shared, ugandan, editor):
        raw = shared.body.raw_data[:]
        for body, title in (
            (raw, "Another title"),
            ([raw[0], raw[2], raw[3]], shared.title),
            ([*raw[:3], national("For both", "KE", "UG")], shared.title),
            ([*raw, national("More of Kenya", "KE")], shared.title),
            ([{**raw[0], "value": "<p>Other words</p>"}, *raw[1:]], shared.title),
        ):
            page = LessonPage.objects.get(pk=shared.pk)
            page.body, page.title = body, title
            with pytest.raises(PermissionDenied):
                page.save_revision(user=ugandan)
            with viewed_by(ugandan), pytest.raises(PermissionDenied):
                page.save_revision()
            page.save_revision(user=editor)
            shared.save_revision()

    def test_blocks_of_their_own_come_and_go(self, shared, ugandan):
        raw = shared.body.raw_data[:]
        for body in ([raw[0], raw[1], raw[3]], [national("First", "UG"), *raw]):
            page = LessonPage.objects.get(pk=shared.pk)
            page.body = body
            page.save_revision(user=ugandan)

    def test_quizzes_of_a_shared_course_stay_as_they_are(self, course_page, ugandan):
        quiz = QuizPage.objects.child_of(course_page).get()
        quiz.title = "Another"
        with pytest.raises(PermissionDenied):
            quiz.save_revision(user=ugandan)

    def test_a_draft_of_a_shared_course_is_not_deleted(self, as_, course_page, ugandan, editor):
        draft = course_page.add_child(instance=LessonPage(title="Draft", slug="draft", minutes=1, live=False))
        address = reverse("wagtailadmin_pages:delete", args=[draft.pk])
        assert as_(ugandan).get(address).status_code == 302
        assert as_(editor).get(address).status_code == 200


class TestLaw:
    @pytest.mark.parametrize(("country", "is_theirs"), [("UG", True), ("KE", False), ("", False)])
    def test_citations_of_their_country_alone(self, as_, ugandan_reviewer, reviewer, country, is_theirs):
        row = Provision.objects.create(key="p", jurisdiction="J", country=country, instrument="Act", provision="s. 1")
        fields = {"key": "p", "jurisdiction": "J", "country": country, "instrument": "Act 2", "provision": "s. 1"}
        address = reverse("wagtailsnippets_courses_provision:edit", args=[row.pk])
        as_(ugandan_reviewer).post(address, {**fields, "action-publish": "1"})
        row.refresh_from_db()
        assert (row.instrument == "Act 2") is is_theirs
        as_(reviewer).post(address, {**fields, "instrument": "Act 3", "action-publish": "1"})
        row.refresh_from_db()
        assert row.instrument == "Act 3"

    def test_one_is_neither_moved_to_another_country_nor_deleted_from_it(self, ugandan):
        own = Provision.objects.create(key="u", jurisdiction="J", country="UG", instrument="Act", provision="s. 1")
        foreign = Provision.objects.create(key="k", jurisdiction="J", country="KE", instrument="Act", provision="s. 1")
        own.country = "KE"
        with viewed_by(ugandan):
            for act in (own.save, foreign.delete):
                with pytest.raises(PermissionDenied):
                    act()


def test_a_superuser_binds_a_group_on_its_page(as_, superuser, editor, site):
    group = Group.objects.get(name="Editors")
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    counts = {
        f"{name}-{part}": 0
        for name in (
            "page_permissions",
            "image_permissions",
            "document_permissions",
            "collection_permissions",
            "media_permissions",
            "collection_management_permissions",
        )
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    for chosen in (["UG", "KE"], ["UG"], []):
        response = as_(superuser).post(address, {"name": "Editors", "bound-countries": chosen, **counts})
        assert response.status_code == 302
        assert sorted(group.countries.values_list("country", flat=True)) == sorted(chosen)
    assert as_(editor).post(address, {"name": "Editors", "bound-countries": ["UG"], **counts}).status_code != 200
    assert not group.countries.exists()


def test_several_bound_groups_add_up(programme_page, ugandan):
    bound(ugandan, "KE")
    ugandan = type(ugandan).objects.get(pk=ugandan.pk)
    assert variant(programme_page, "KE").permissions_for_user(ugandan).can_edit()
