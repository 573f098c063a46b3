"""Every address under the admin, whoever wrote the view, for everybody who may come in: none breaks, and none shows what is not theirs."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Question
from courses.admin_rows import Unknown, rows_of, visible
from courses.models import CoursePage
from lms.people.choices import Role
from tests.conftest import make_person

from .addresses import addresses
from .limited import DRAFT, SECRET, draft, limited_editor, private_question
from .test_matrix import client_of

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
TEXTS = {
    "app_label": "questions", "app_name": "questions", "model_name": "question", "content_type_app_name": "courses",
    "content_type_model_name": "lessonpage", "action": "delete", "action_name": "approve", "filter_spec": "width-100",
    "media_type": "audio", "mode": "preview", "slug": "quiz", "format": "gift",
}  # fmt: skip
OWNED = (Page, Question, Translation, TranslationSource, get_image_model(), get_document_model(), get_media_model())
BREAKING = {"wagtailadmin_error_test", "wagtailadmin_logout"}
"""Wagtail's page that shows how a fault looks, and the one that signs out."""


def under_the_admin():
    for name, pattern in addresses().items():
        if name not in BREAKING and "^" not in str(pattern.pattern):
            yield name, pattern


def arguments(name, pattern, rows):
    """For each argument of the address a value: that of `rows`, by model, where it names a row."""
    names = _arguments_of(name)
    marks = {argument: TEXTS.get(argument, 1) for argument in names}
    values = dict(marks)
    for argument in names:
        try:
            found = list(rows_of(pattern.callback, (), {argument: 1, **{text: marks[text] for text in names if text in TEXTS}}))
        except Unknown:  # closed
            continue
        if found:
            values[argument] = rows.get(found[0][0], 1)
    return values


def _arguments_of(name):
    from django.urls import get_resolver

    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        _prefix, resolver = resolver.namespace_dict[space]
    found = resolver.reverse_dict.getlist(last)
    return list(found[0][0][0][1]) if found else []


def _names_owned(pattern, values) -> bool:
    """Does the address name a row that has an owner, or one of which nobody said what it is, so that it is closed?"""
    try:
        return bool({model for model, _pk in rows_of(pattern.callback, (), values)} & set(OWNED))
    except Unknown:
        return True


@pytest.fixture
def own_course(programme_page, course_page):
    return programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))


@pytest.fixture
def people(own_course, uganda, academy):
    """Everybody who may come into the admin without running it."""
    found = {"limited": limited_editor(uganda, own_course)}
    for who, group in (("editor", "Editors"), ("reviewer", "Moderators")):
        found[who] = make_person(f"KE-{who}", who, academy)
        found[who].groups.add(Group.objects.get(name=group))
    managers = Group.objects.create(name="Managers")
    managers.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user", "delete_user"]))
    found["manager"] = make_person("KE-manager", "manager", academy, Role.ADMINISTRATOR)
    found["manager"].groups.add(managers)
    return found


@pytest.fixture
def kenyas(kenya, course_page):
    """By model what the limited editor has nothing to do with."""
    question, page = private_question(kenya, Category.objects.first()), draft(course_page)
    image = get_image_model().objects.create(title="Road", file=get_test_image_file())
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
    media = get_media_model().objects.create(title="Call", type="audio", duration=1, file=ContentFile(b"sound", "call.mp3"))
    rows = {image.__class__: image, document.__class__: document, media.__class__: media, Page: page.row, Question: question.row}
    return {model: row.pk for model, row in rows.items()} | {Translation: question.translation.pk, TranslationSource: question.source.pk}


def answers(person, verb, name, values):
    with transaction.atomic():
        status = getattr(client_of(person), verb)(reverse(name, kwargs=values)).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("who", ["limited", "editor", "reviewer", "manager"])
def test_no_page_breaks(who, people, kenyas):
    broken, asked = {}, 0
    for name, _pattern in under_the_admin():
        try:
            url = reverse(name)
        except NoReverseMatch:  # it needs arguments
            continue
        if url.startswith("/admin/"):
            asked += 1
            status = answers(people[who], "get", name, {})
            broken |= {name: status} if status >= 500 else {}

    assert broken == {} and asked > 60


def test_nothing_of_another_country_is_there_for_a_limited_editor(people, kenyas):
    person, shown, asked = people["limited"], {}, 0
    for name, pattern in under_the_admin():
        values = arguments(name, pattern, kenyas) if name.startswith("wagtail") and _arguments_of(name) else {}
        if not _names_owned(pattern, values) or name == "wagtaildocs_serve":
            continue
        for verb in ("get", "post"):
            asked += 1
            if (status := answers(person, verb, name, values)) != 404:
                shown[name, verb] = status

    assert shown == {} and asked > 100


def test_what_they_may_see_is_told_apart_for_each_kind_of_row(people, kenyas):
    for model, pk in kenyas.items():
        assert not visible(model, people["limited"]).filter(pk=pk).exists(), model
    assert visible(Page, people["editor"]).filter(pk=kenyas[Page]).exists()
    assert visible(Question, people["editor"]).filter(pk=kenyas[Question]).exists()


def test_no_list_names_what_is_another_country_s(people, kenyas, superuser):
    question, page = Question.objects.get(pk=kenyas[Question]), Page.objects.get(pk=kenyas[Page])
    for thing in (question, page.specific):
        log(instance=thing, action="wagtail.edit", user=superuser)
    parent = page.get_parent().pk
    lists = [name for name, _pattern in under_the_admin() if not _arguments_of(name) and name.startswith(("wagtail", "courses"))]
    urls = [url for url in map(reverse, lists) if url.startswith("/admin/")]
    bulk = "/admin/bulk/wagtailcore/page/{}/?{}"
    urls += [bulk.format(action, f"id={page.pk}") for action in ("delete", "publish", "move")]
    urls += [bulk.format("delete", query) for query in ("id=all", f"id=all&childOf={parent}", f"id={page.pk}&id={page.pk}")]
    urls += [f"/admin/choose-page/{parent}/", "/admin/choose-page/search/?q=nobody", f"/admin/choose-page/chosen-multiple/?id={page.pk}"]
    urls += [f"/admin/api/main/pages/?child_of={parent}", "/admin/pages/search/?q=nobody", "/admin/reports/site-history/?export=csv"]

    named = {url: found for url in urls if (found := {secret for secret in (SECRET, DRAFT) if secret in text(people["limited"], url)})}

    assert named == {} and len(urls) > 80
    assert SECRET in text(superuser, "/admin/reports/site-history/") and DRAFT in text(superuser, f"/admin/choose-page/{parent}/")


def text(person, url):
    response = client_of(person).get(url)
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")
