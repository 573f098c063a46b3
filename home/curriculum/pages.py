"""The pages of the curriculum, made or brought up to date through Wagtail as an editor would, and published."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from wagtail.models import Page, Site

from courses.models import CoursePage, LessonPage, ProgrammePage
from home.models import HomePage

from . import blocks
from .blocks import Block
from .file_shapes import ChoiceText, LessonText, ScenarioText, SceneText
from .files import SOURCE, BadFile, CourseFiles, named
from .ledger import Ledger
from .page_writer import put_page
from .quizzes import put_exercise, put_quiz

FIELDS = ("title", "minutes", "pass_mark", "introduction", "content_note", "wellbeing")


def put_scenarios(files: CourseFiles, parent: Page, ledger: Ledger) -> list[Page]:
    """Return the pages, which nobody has to do for the course; none where the plugin is not installed. Raises
    `BadFile`.
    """
    if not apps.is_installed("assessments.scenario"):
        return []
    return [_put(scenario, parent, ledger) for scenario in files.scenarios]


def _put(scenario: ScenarioText, parent: Page, ledger: Ledger) -> Page:
    from assessments.scenario.models import ScenarioPage

    values: Mapping[str, object] = scenario
    fields = {name: values.get(name, "") for name in FIELDS}
    fields |= {"introduction": scenario["introduction"].strip(), "slug": scenario["key"], "required": False}
    fields["scenes"] = [_scene(scenario, scene) for scene in scenario["scenes"]]
    key = named("scenario", scenario["key"])
    return put_page(ScenarioPage, key=key, language=SOURCE, parent=parent, fields=fields, ledger=ledger)


def _scene(scenario: ScenarioText, scene: SceneText) -> Block:
    choices = [_choice(scenario, scene, choice) for choice in scene.get("choices", [])]
    said = {"title": scene["title"], "text": scene["text"].strip(), "ask": scene.get("ask", ""), "choices": choices}
    return {"type": "scene", "id": _id(scenario, scene["key"]), "value": said}


def _choice(scenario: ScenarioText, scene: SceneText, choice: ChoiceText) -> Block:
    goes_to = choice["goes_to"]
    if goes_to not in {each["key"] for each in scenario["scenes"]}:
        place = f"{scenario['key']}, “{scene['key']}”, “{choice['key']}”"
        raise BadFile(f"{place}: it leads to “{goes_to}”, a scene that is not there.")
    value = {
        "text": choice["text"],
        "goes_to": _id(scenario, goes_to),
        "feedback": choice["feedback"],
        "marks": choice.get("marks", 0),
        "never": choice.get("never", False),
    }
    return {"type": "item", "id": _id(scenario, scene["key"], choice["key"]), "value": value}


def _id(scenario: ScenarioText, *keys: str) -> str:
    return str(named("scenario", scenario["key"], *keys))


Pages = dict[str, Any]


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


def put_programme(texts: Mapping[str, Any], homes: Pages, ledger: Ledger) -> Pages:
    """Return the programme in each language, below its first page."""
    about = texts["programme"]
    by_language = {}
    for language, home in homes.items():
        fields = {
            "title": texts[language]["programme_title"],
            "slug": about["slug"],
            "introduction": texts[language]["programme_introduction"],
        }
        key = named("programme", about["key"])
        by_language[language] = put_page(
            ProgrammePage, key=key, language=language, parent=home, fields=fields, ledger=ledger
        )
    return by_language


def put_further_programmes(texts: Mapping[str, Any], homes: Pages, ledger: Ledger) -> dict[str, Pages]:
    """Return the programmes beside the core, which are in the source language, by the key of each of their courses."""
    by_course: dict[str, Pages] = {}
    for about in texts.get("further", []):
        fields = {name: about[name] for name in ("title", "slug", "introduction")}
        key, home = named("programme", about["key"]), homes[SOURCE]
        page = put_page(ProgrammePage, key=key, language=SOURCE, parent=home, fields=fields, ledger=ledger)
        by_course |= {course: {SOURCE: page} for course in about["courses"]}
    return by_course


def put_course(files: CourseFiles, *, programmes: Pages, provisions: Mapping[str, int], ledger: Ledger) -> CoursePage:
    """Return the course in each of its languages with all that is below it; returns the page in the source language."""
    pages = {}
    for language, course in files.versions.items():
        if language not in programmes:
            raise BadFile(f"{files.key}/{language}.toml: the programme of this course has no page in “{language}”.")
        fields = {
            "title": course["title"],
            "slug": course["slug"],
            "summary": course["summary"],
            "minutes": course["minutes"],
            "validity_months": course["validity_months"],
            "objectives": blocks.objectives(course["key"], course["objectives"]),
        }
        key, parent = named("course", files.key), programmes[language]
        pages[language] = put_page(CoursePage, key=key, language=language, parent=parent, fields=fields, ledger=ledger)
        below = [
            _put_lesson(files.key, lesson, language, pages[language], provisions, ledger)
            for lesson in course["lessons"]
        ]
        if "exercise" in course:
            below.append(put_exercise(files, language, pages[language], ledger))
        if language == SOURCE:
            below += put_scenarios(files, pages[language], ledger)
        below.append(put_quiz(files, language, pages[language], ledger))
        _put_in_order(pages[language], below)
    return pages[SOURCE]


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


def _put_in_order(parent: Page, wanted: list[Page]) -> None:
    """Bring the pages below `parent` into the order of the file; pages that the file does not know come first."""
    keys = [page.pk for page in wanted]
    now = list(Page.objects.child_of(parent).filter(pk__in=keys).order_by("path").values_list("pk", flat=True))
    if now == keys:
        return
    for pk in keys:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
