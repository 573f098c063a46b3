"""What belongs to somebody else is not there under any address of the admin, whoever wrote the view."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Page, Workflow
from wagtail_localize.models import StringTranslation

from assessments.questions.models import Category
from courses.models import CoursePage
from tests.conftest import make_person

from .limited import DRAFT, SECRET, draft, limited_editor, private_question

LOCALIZE = "wagtail_localize"


@pytest.fixture
def own_course(programme_page):
    page = CoursePage(title="Uganda's own", slug="own", summary="Theirs.")
    return programme_page.add_child(instance=page)


@pytest.fixture
def editor(own_course, uganda):
    return limited_editor(uganda, own_course)


@pytest.fixture
def category(course_page):
    return Category.objects.first()


@pytest.fixture
def theirs(kenya, category, course_page):
    """Kenya's question and Kenya's draft."""
    return [private_question(kenya, category), draft(course_page)]


@pytest.fixture
def own(uganda, category, own_course):
    return [private_question(uganda, category, "What Uganda asks"), draft(own_course, "What Uganda writes")]


def addresses_of(thing) -> dict[str, str]:
    """Every address at which wagtail-localize shows or changes `thing`."""
    meta, translation = thing.row._meta, thing.translation.pk
    segment = {"translation_id": translation, "string_segment_id": thing.segment.pk}
    found = {
        "update": reverse(f"{LOCALIZE}:update_translations", args=[thing.source.pk]),
        "download": reverse(f"{LOCALIZE}:download_pofile", args=[translation]),
        "upload": reverse(f"{LOCALIZE}:upload_pofile", args=[translation]),
        "stop": reverse(f"{LOCALIZE}:stop_translation", args=[translation]),
        "machine": reverse(f"{LOCALIZE}:machine_translate", args=[translation]),
        "string": reverse(f"{LOCALIZE}:edit_string_translation", kwargs=segment),
    }
    if meta.model_name == "question":
        named = [meta.app_label, meta.model_name, thing.row.pk]
        more = {"submit": f"{LOCALIZE}:submit_snippet_translation", "api": f"{LOCALIZE}:snippets_api_detail"}
        return found | {name: reverse(address, args=named) for name, address in more.items()}
    page = thing.row.pk
    return found | {
        "submit": reverse(f"{LOCALIZE}:submit_page_translation", args=[page]),
        "alias": reverse(f"{LOCALIZE}:convert_to_alias", args=[page]),
        "preview": reverse(f"{LOCALIZE}:preview_translation", args=[translation]),
    }


def test_of_another_country_nothing_is_shown_for_translation(as_, editor, theirs):
    client = as_(editor)

    answers = {
        (name, verb): getattr(client, verb)(address).status_code
        for thing in theirs
        for name, address in addresses_of(thing).items()
        for verb in ("get", "post", "put", "delete")
    }

    assert {name: status for name, status in answers.items() if status != 404} == {}
    assert all(thing.translation.enabled for thing in theirs)


def test_nor_written_over(as_, editor, theirs):
    address = addresses_of(theirs[0])["string"]

    as_(editor).put(address, "value=changed", content_type="application/x-www-form-urlencoded")

    assert not StringTranslation.objects.exists()


def test_one_s_own_is_translated(as_, editor, own):
    client = as_(editor)

    for thing in own:
        addresses = addresses_of(thing)
        assert client.get(addresses["update"]).status_code == 200
        assert client.get(addresses["submit"]).status_code == 200
    written = client.put(
        addresses_of(own[0])["string"], "value=changed", content_type="application/x-www-form-urlencoded"
    )
    assert written.status_code in (200, 201), written.content
    assert StringTranslation.objects.count() == 1


@pytest.mark.parametrize("report", ["translations_report", "translations_report_results"])
def test_the_report_lists_what_is_theirs(as_, editor, superuser, theirs, own, report):
    page = as_(editor).get(reverse(f"{LOCALIZE}:{report}")).content.decode()

    assert "What Uganda asks" in page and "What Uganda writes" in page
    assert SECRET not in page and DRAFT not in page
    assert SECRET in as_(superuser).get(reverse(f"{LOCALIZE}:{report}")).content.decode()


def test_the_list_of_questions_to_choose_from_holds_what_is_theirs(as_, editor, theirs, own):
    page = as_(editor).get(reverse(f"{LOCALIZE}:snippets_api_listing", args=["questions", "question"])).content.decode()

    assert "What Uganda asks" in page and SECRET not in page


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/?content_type={}",
        "/admin/pages/?owner={}",
        "/admin/pages/?edited_by={}",
        "/admin/pages/?site={}",
        "/admin/api/main/pages/?offset={}",
        "/admin/api/main/images/?search={}",
        "/admin/api/main/documents/?search={}",
        "/admin/bulk/questions/question/delete/?id={}",
    ],
)
def test_a_parameter_that_no_row_can_have_is_no_fault(as_, superuser, site, address):
    client = as_(superuser)

    for value in ("9" * 20, "-" + "9" * 20, "9" * 5000, "%00", "1%00"):
        status = client.get(address.format(value)).status_code
        assert status == 400 or (status == 200 and "search" in address and "%" not in value), value


def test_a_long_number_may_be_searched_for(as_, superuser, site):
    assert as_(superuser).get("/admin/pages/search/", {"q": "9" * 20}).status_code == 200


@pytest.mark.parametrize("words", ['"', 'a"b', '"the act', '"l\'acte"', "d'exploitation", '"the act"'])
def test_whatever_is_searched_for_is_no_fault(as_, superuser, site, course_page, words):
    for address in (
        "/admin/pages/",
        "/admin/pages/search/",
        "/admin/choose-page/search/",
        "/admin/images/",
        "/admin/api/main/pages/",
    ):
        sought = "search" if "api" in address else "q"
        assert as_(superuser).get(address, {sought: words}).status_code == 200, address


def test_a_collection_that_is_no_number_is_no_fault(as_, superuser, site):
    assert as_(superuser).get("/admin/media/chooser/?collection_id=abc").status_code == 400


def test_a_document_is_chosen_by_an_editor(as_, site, academy):
    person = make_person("KE-501", "Editor", academy)
    person.groups.add(Group.objects.get(name="Editors"))
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))

    assert "Key" in as_(person).get(reverse("wagtaildocs_chooser:chosen", args=[document.pk])).content.decode()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_fault_is_made_on_purpose(as_, superuser, site, verb):
    assert getattr(as_(superuser), verb)(reverse("wagtailadmin_error_test")).status_code == 404


def test_a_form_without_a_field_that_it_must_have_is_refused_and_nothing_of_it_kept(as_, superuser, course_page):
    """Copying a page reads `new_parent_page` without asking whether it was sent."""

    def begin(request, page):
        Page.objects.filter(pk=page.pk).update(title="Half done")

    with hooks.register_temporarily("before_copy_page", begin):
        answer = as_(superuser).post(reverse("wagtailadmin_pages:copy", args=[course_page.pk]), {})

    assert answer.status_code == 400
    assert not Page.objects.filter(title="Half done").exists()


def test_the_usage_of_a_workflow_is_not_looked_for_among_pages(client, site):
    """Its view lists pages, so it has pages as its model; its address names a workflow."""
    workflow = Workflow.objects.create(pk=90_000_001, name="Four eyes")
    client.force_login(make_person("SU-9", "Superuser", is_superuser=True, is_staff=True))
    assert client.get(reverse("wagtailadmin_workflows:usage", args=[workflow.pk])).status_code == 200


DETAIL = "wagtailadmin_api:pages:detail"


def test_the_tree_down_to_one_s_own_pages(as_, programme_page, course_page, uganda):
    own = programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))
    client = as_(limited_editor(uganda, own))

    assert client.get(reverse(DETAIL, args=[own.pk])).status_code == 200
    assert client.get(reverse(DETAIL, args=[draft(course_page).row.pk])).status_code == 404
