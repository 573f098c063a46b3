"""The pages of the curriculum, made or brought up to date through Wagtail as an editor would, and published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wagtail.models import Page, Site

from courses.models import CoursePage, LessonPage, ProgrammePage
from home.models import HomePage

from . import blocks
from .activities import put_cases, put_checklists, put_hand_ins, put_scenarios
from .files import SOURCE, CourseFiles, named
from .package import put_package
from .quizzes import put_exercise, put_quiz, put_test
from .schema import BadFile
from .shapes import AcceptedText, LessonText
from .writing import Ledger, put_in_order, put_page

Pages = dict[str, Any]
FIELDS = ("title", "slug", "summary", "minutes", "validity_months", "required", "one_of", "country")


def put_homes(texts: Mapping[str, Any], ledger: Ledger) -> Pages:
    """Return the first page in each language: the site's own in the source language, and its translations."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    at_root = HomePage.objects.filter(pk=site.root_page_id).first() if site else None
    key = at_root.translation_key if at_root else named("home")
    root = Page.get_first_root_node()
    homes = {}
    for language in _languages(texts):
        # the site's own first page keeps its slug
        slug = {}
        if language != SOURCE:
            slug = {"slug": f"mafunzo-{language}"}
        elif at_root is None:
            slug = {"slug": "mafunzo"}
        fields = {name: texts[language][name] for name in ("title", "introduction")} | slug
        homes[language] = put_page(HomePage, key=key, language=language, parent=root, fields=fields, ledger=ledger)
    if at_root is None:
        _take_over(site, homes[SOURCE])
    return homes


def _languages(texts: Mapping[str, object]) -> list[str]:
    return [name for name, value in texts.items() if isinstance(value, dict) and "introduction" in value]


def _take_over(site: Site | None, home: HomePage) -> None:
    """Let the site begin at our first page; Wagtail's own welcome page goes, if nothing was made of it."""
    welcome = site.root_page if site else None
    site = site or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = home, "Mafunzo"
    site.save()
    if welcome is not None and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()


def put_programmes(texts: Mapping[str, Any], homes: Pages, ledger: Ledger) -> tuple[Pages, dict[str, Pages]]:
    """Return the core programme in each language, and the programmes beside it by the key of each of their courses: in
    the source language, and in those in which they have a name.
    """
    core = {language: texts[language] for language in homes}
    names = {
        language: {name: its[f"programme_{name}"] for name in ("title", "introduction")}
        for language, its in core.items()
    }
    further: dict[str, Pages] = {}
    for about in texts.get("further", []):
        own = {SOURCE: about} | {language: about[language] for language in homes if language in about}
        further |= dict.fromkeys(about["courses"], _put_programme(about, own, homes, ledger))
    return _put_programme(texts["programme"], names, homes, ledger), further


def _put_programme(about: Mapping[str, Any], names: Mapping[str, Any], homes: Pages, ledger: Ledger) -> Pages:
    """Return the pages of a programme, each below the first page in its language."""
    pages = {}
    for language, said in names.items():
        fields = {"slug": about["slug"], "title": said["title"], "introduction": said["introduction"]}
        key, home = named("programme", about["key"]), homes[language]
        pages[language] = put_page(ProgrammePage, key=key, language=language, parent=home, fields=fields, ledger=ledger)
    return pages


def put_course(
    files: CourseFiles, *, programmes: Pages, provisions: Mapping[str, int], ledger: Ledger, now: datetime
) -> CoursePage:
    """Return the course in each of its languages with all that is below it; returns the page in the source language."""
    pages = {}
    for language, course in files.versions.items():
        if language not in programmes:
            raise BadFile(f"{files.key}/{language}.toml: the programme of this course has no page in “{language}”.")
        fields: dict[str, object] = {name: value for name, value in course.items() if name in FIELDS}
        fields["objectives"] = blocks.objectives(course["key"], course["objectives"])
        fields["accepted"] = [_accepted(files, one) for one in course.get("accepted", [])]
        key, parent = named("course", files.key), programmes[language]
        pages[language] = put_page(CoursePage, key=key, language=language, parent=parent, fields=fields, ledger=ledger)
        with ledger.together():
            below = _put_below(files, language, pages[language], provisions, ledger, now=now)
        put_in_order(pages[language], below)
    return pages[SOURCE]


def _accepted(files: CourseFiles, entry: AcceptedText) -> AcceptedText:
    """Return a finding that stays, at the place where it is on pages. Raises `BadFile` where that is not there."""
    language, part, item = [*entry["at"].split("/"), "", ""][:3]
    try:
        return {**entry, "at": "/".join(filter(None, (language, *_place_on_pages(files, part, item))))}
    except KeyError as error:
        raise BadFile(f"{files.key}: a finding is accepted at {entry['at']}, where nothing is.") from error


def _place_on_pages(files: CourseFiles, part: str, item: str) -> tuple[str, str]:
    for lesson in files.source.get("lessons", []):
        if lesson["key"] == part:
            pairs = zip(lesson["blocks"], blocks.names(files.key, lesson), strict=True)
            ids = {str(block.get("key", number)): named(*name) for number, (block, name) in enumerate(pairs, 1)}
            return str(named("lesson", part)), str(ids[item]) if item else ""
    return str(named("quiz", part)) if part else "", str(named("question", item)) if item else ""


def _put_below(
    files: CourseFiles, language: str, parent: Page, provisions: Mapping[str, int], ledger: Ledger, *, now: datetime
) -> list[Page]:
    """Return the pages below a course, in order."""
    course = files.versions[language]
    below = [
        _put_lesson(files.key, lesson, language, parent, provisions, ledger) for lesson in course.get("lessons", [])
    ]
    if "exercise" in course:
        below.append(put_exercise(files, language, parent, ledger, now=now))
    below += put_scenarios(files, language, parent, ledger)
    below += put_checklists(files, language, parent, ledger)
    below += put_hand_ins(files, language, parent, ledger)
    below += put_cases(files, language, parent, ledger, now=now)
    below += [put_test(test, language, parent, ledger) for test in course.get("tests", [])]
    if "quiz" in course:
        below.append(put_quiz(files, language, parent, ledger, now=now))
    return [*below, *put_package(files, language, parent, ledger)]


def _put_lesson(
    course_key: str,
    lesson: LessonText,
    language: str,
    parent: Page,
    provisions: Mapping[str, int],
    ledger: Ledger,
) -> Page:
    fields = {
        "title": lesson["title"],
        "slug": lesson["key"],
        "minutes": lesson["minutes"],
        "body": blocks.body(course_key, lesson, provisions),
    }
    return put_page(
        LessonPage, key=named("lesson", lesson["key"]), language=language, parent=parent, fields=fields, ledger=ledger
    )
