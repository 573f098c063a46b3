"""Every address under the admin, whoever wrote the view, for everybody who may come in: none breaks,
and none shows what is not theirs.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Question
from courses.access.rows import UnknownAddress, rows_of, visible
from courses.models import CoursePage

from .addresses import addresses
from .conftest import editor_of, manager
from .limited import DRAFT, SECRET, draft, limited_editor, private_question
from .matrix import MATRIX
from .naming import NAMED, TEXTS, arguments_of
from .test_matrix import client_of

OPEN = {"wagtail_serve", "wagtaildocs_serve", "wagtailadmin_choose_page_child"}
"""What learners see, and where a page is chosen as the aim of a link: below any that is published,
and it lists only what may be seen.
"""
OWNED = (Page, Question, Translation, TranslationSource, get_image_model(), get_document_model(), get_media_model())


def under_the_admin() -> list[str]:
    return [name for name in MATRIX if name.startswith("wagtail") and name not in OPEN]


def names_owned(name: str) -> bool:
    """Does the address name a row that has an owner, or one of which nobody said what it is, so that it is closed?"""
    values = {argument: NAMED.get(name, {}).get(argument, TEXTS.get(argument, 1)) for argument in arguments_of(name)}
    try:
        return bool({model for model, _pk in rows_of(addresses()[name].callback, (), values)} & set(OWNED))
    except UnknownAddress:
        return True


@pytest.fixture
def own_course(programme_page, course_page):
    return programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))


@pytest.fixture
def people(own_course, uganda, academy):
    return {
        "limited": limited_editor(uganda, own_course),
        "editor": editor_of("Editors", "KE-501", academy),
        "manager": manager(academy),
    }


@pytest.fixture
def kenyas(kenya, course_page):
    """By model what the limited editor has nothing to do with."""
    question, page = private_question(kenya, Category.objects.first()), draft(course_page)
    image = get_image_model().objects.create(title="Road", file=get_test_image_file())
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
    media = get_media_model().objects.create(
        title="Call", type="audio", duration=1, file=ContentFile(b"sound", "call.mp3")
    )
    rows = {
        image.__class__: image,
        document.__class__: document,
        media.__class__: media,
        Page: page.row,
        Question: question.row,
    }
    return {model: row.pk for model, row in rows.items()} | {
        Translation: question.translation.pk,
        TranslationSource: question.source.pk,
    }


def test_what_names_a_row_with_an_owner_is_not_there_for_an_editor_of_another_country():
    named = {name for name in under_the_admin() if names_owned(name)}

    assert {name for name in named if {MATRIX[name].of("abroad", verb) for verb in ("get", "post")} != {404}} == set()
    assert len(named) > 50 and {name for name in named if MATRIX[name].of("limited", "get") == 200}


def test_what_they_may_see_is_told_apart_for_each_kind_of_row(people, kenyas):
    for model, pk in kenyas.items():
        assert not visible(model, people["limited"]).filter(pk=pk).exists(), model
    assert visible(Page, people["editor"]).filter(pk=kenyas[Page]).exists()
    assert visible(Question, people["editor"]).filter(pk=kenyas[Question]).exists()


@pytest.mark.sweep
@pytest.mark.parametrize("who", ["limited", "manager"])
def test_no_list_names_what_is_not_theirs(who, people, kenyas, superuser):
    question, page = Question.objects.get(pk=kenyas[Question]), Page.objects.get(pk=kenyas[Page])
    for thing in (question, page.specific):
        log(instance=thing, action="wagtail.edit", user=superuser)
    parent = page.get_parent().pk
    lists = [name for name in under_the_admin() if set(arguments_of(name)) <= TEXTS.keys()]
    urls = [reverse(name, kwargs={argument: TEXTS[argument] for argument in arguments_of(name)}) for name in lists]
    bulk = "/admin/bulk/wagtailcore/page/{}/?{}"
    urls += [bulk.format(action, f"id={page.pk}") for action in ("delete", "publish", "move")]
    urls += [
        bulk.format("delete", query) for query in ("id=all", f"id=all&childOf={parent}", f"id={page.pk}&id={page.pk}")
    ]
    urls += [
        f"/admin/choose-page/{parent}/",
        "/admin/choose-page/search/?q=nobody",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
    ]
    urls += [
        f"/admin/api/main/pages/?child_of={parent}",
        "/admin/pages/search/?q=nobody",
        "/admin/reports/site-history/?export=csv",
    ]

    client, running = client_of(people[who]), client_of(superuser)
    named = {
        url: found for url in urls if (found := {secret for secret in (SECRET, DRAFT) if secret in text(client, url)})
    }

    assert named == {} and len(urls) > 80
    assert SECRET in text(running, "/admin/reports/site-history/") and DRAFT in text(
        running, f"/admin/choose-page/{parent}/"
    )


def text(client, url):
    response = client.get(url)
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")
