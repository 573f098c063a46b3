"""A course with what an academy's own can hold, and what it shows."""

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Objective
from assessments.quiz.models import Draw, QuizPage, Section
from assessments.scenario.models import ScenarioPage
from courses.models import CoursePage, GuidePage, LessonPage, PageCondition, Provision, Term
from tests.builders import make_question, unsearched
from tests.kept import kept

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
SQUARE = {"caption": "One", "drawing": SVG, "words": [], "alt_text": "A square"}
IDS = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(30)]


def picture(colour="teal") -> bytes:
    file = io.BytesIO()
    Drawing.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@kept
@unsearched()
def _shown() -> tuple[int, int, int]:
    image = get_image_model().objects.create(title="A map", file=ContentFile(picture(), "map.png"))
    document = get_document_model().objects.create(title="A form", file=ContentFile(b"a form", "form.txt"))
    sound = ContentFile(b"OggS" + b"\0" * 60, "talk.ogg")
    media = get_media_model().objects.create(title="A talk", type="audio", duration=3, file=sound)
    return image.pk, document.pk, media.pk


@pytest.fixture
def shown(db):
    """A picture, a document and a recording."""
    models = {"image": get_image_model(), "document": get_document_model(), "media": get_media_model()}
    return {name: model.objects.get(pk=pk) for (name, model), pk in zip(models.items(), _shown(), strict=True)}


@pytest.fixture
def rich(course_page, shown):
    """A course with what an academy's own can hold, in two languages."""
    return _rich(course_page, **{name: row.pk for name, row in shown.items()})


@kept
@unsearched()
def _rich(course_page, image: int, document: int, media: int) -> CoursePage:
    law = Provision.objects.create(
        key="act-1", jurisdiction="Kenya", country="KE", instrument="Act", provision="s. 1", checked_on=date(2026, 1, 2)
    )
    link = f'<p>See <a id="{document}" linktype="document">it</a>.</p>'
    link += f'<p>And <a id="{course_page.pk}" linktype="page">all</a>.</p>'
    cited = [{"type": "item", "id": IDS[0], "value": law.pk}]
    mapped = {"image": image, "decorative": False, "alt_text": "A map"}
    body = [
        {"type": "text", "id": IDS[1], "value": link},
        {"type": "image", "id": IDS[2], "value": mapped},
        {"type": "document", "id": IDS[3], "value": {"title": "Form", "document": document}},
        {
            "type": "audio",
            "id": IDS[4],
            "value": {"title": "Talk", "transcript": "<p>Words.</p>", "recording": media},
        },
        {"type": "citation", "id": IDS[5], "value": {"provisions": cited}},
        {
            "type": "country",
            "id": IDS[6],
            "value": {"countries": ["KE", "UG"], "text": "<p>Here.</p>", "provisions": []},
        },
        {"type": "diagram", "id": IDS[11], "value": SQUARE},
        {"type": "gone.block", "id": IDS[7], "value": {"kept": ["as", {"it": "is"}], "a b": 1.0}},
    ]
    lesson = LessonPage.objects.child_of(course_page).first()
    lesson.body = body
    lesson.opening_conditions = [
        PageCondition(kind="date", day=date(2026, 1, 1), sort_order=0),
        PageCondition(kind="gone_hours", values={"hours": 3, "since": None}, alternative=True, sort_order=1),
    ]
    lesson.save_revision().publish()
    quiz = QuizPage.objects.child_of(course_page).get()
    category, objective = Category.objects.get(), Objective.objects.create(name="Know it")
    below = Category.objects.create(name="Hard ones", parent=category)
    asked, tagged = make_question(below, "Asked?"), make_question(below, "Tagged?")
    asked.stem = f'<p>Asked?</p><embed alt="A map" embedtype="image" format="fullwidth" id="{image}"/>'
    asked.objective = objective
    tagged.tags.add("border")
    for one in (asked, tagged):
        one.save()
        one.save_revision().publish()
    quiz.sections = [Section(heading="First", introduction="Read."), Section(heading="Second", sort_order=1)]
    quiz.draws = [
        Draw(category=category, number=2, sort_order=0),
        Draw(question=asked, sort_order=1, section=2),
        Draw(tag=Tag.objects.get(name="border"), number=1, mark=2.5, sort_order=2),
    ]
    quiz.limit_minutes, quiz.review = 30, {"during": [], "just_after": ["marks"], "later": [], "after_close": []}
    quiz.save_revision().publish()
    word = Term.objects.create(term="Means", definition="How.", locale=course_page.locale).pk
    other = Term.objects.create(term="Purpose", definition="What for.", locale=course_page.locale).pk
    words = [
        {"type": "term", "id": IDS[10], "value": word},
        {"type": "term", "id": IDS[11], "value": other},
    ]
    course_page.add_child(instance=GuidePage(title="Guide", slug="guide", aims="<p>Aims.</p>", terms=words))
    scene = {"title": "Door", "text": "Open?", "ask": "", "choices": []}
    scenes = [{"type": "scene", "id": IDS[8], "value": scene}]
    course_page.add_child(instance=ScenarioPage(title="Night", slug="night", scenes=scenes, minutes=5))
    french = course_page.copy_for_translation(Locale.objects.get_or_create(language_code="fr")[0], copy_parents=True)
    french.title = "Ce qu’est la traite"
    french.save_revision().publish()
    return course_page
