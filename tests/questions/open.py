"""Questions with a picture, with a text that a person marks, with ratings and with something to hear,
and a course that asks them.
"""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import CoursePage
from lms.foundation.plugins.question import questions


def region(name: str, label: str, fraction: float, shape: str, *coords: float) -> dict[str, Any]:
    same = {"id": name, "label": label, "feedback": f"<p>About the {name}</p>"}
    return {**same, "shape": shape, "coords": list(coords), "fraction": fraction}


def hotspot(image: int | None = None, *, several: bool = False) -> dict[str, Any]:
    """The stamp is right, the photograph half of it, the name wrong;
    the stamp lies partly on the photograph and counts first there.
    """
    share = 0.5 if several else 1.0
    regions = [
        region("stamp", "The stamp", share, "circle", 0.4, 0.65, 0.125),
        region("photograph", "The photograph", 0.5, "rect", 0.0625, 0.2, 0.35, 0.8),
        region("name", "The name & number", 0.0, "polygon", 0.45, 0.2, 0.95, 0.2, 0.95, 0.4, 0.45, 0.4),
    ]
    return {
        "image": image,
        "alt": "A page of a passport with photograph, name and stamp",
        "regions": regions,
        "several": several,
    }


def freetext(**changes: Any) -> dict[str, Any]:
    levels = [
        {"id": "none", "text": "Names no means", "points": 0.0},
        {"id": "some", "text": "Names debt or threats", "points": 1.5},
        {"id": "both", "text": "Names debt and threats", "points": 2.5},
    ]
    rubric = [
        {"id": "means", "text": "The means are named", "levels": levels},
        {
            "id": "law",
            "text": "The law is cited",
            "levels": [{**levels[0], "text": "No"}, {**levels[2], "text": "Article 3"}],
        },
    ]
    return {
        "words_min": 5,
        "words_max": 60,
        "lines": 6,
        "model": "<p>Debt bondage, and threats.</p>",
        "rubric": rubric,
        **changes,
    }


def rating(points: int = 5) -> dict[str, Any]:
    texts = (
        "I can ask about <b>debt</b> without leading",
        "I know whom to refer a child to",
        "I would take part in such a course again",
    )
    statements = [{"id": name, "text": text} for name, text in zip("abc", texts, strict=True)]
    return {"statements": statements, "points": points, "low": "Strongly disagree", "high": "Strongly agree"}


def picture() -> Any:
    """A passport, 800 by 500."""
    drawing = Image.new("RGB", (800, 500), "#efe6d2")
    pen = ImageDraw.Draw(drawing)
    pen.rectangle((50, 100, 280, 400), fill="#8fa3ad")
    pen.ellipse((115, 140, 215, 260), fill="#5b4033")
    pen.pieslice((75, 270, 255, 480), 180, 360, fill="#2f4858")
    pen.rectangle((360, 100, 760, 130), fill="#4c5d66")
    pen.rectangle((360, 160, 620, 180), fill="#7d8a90")
    pen.ellipse((220, 225, 420, 425), outline="#9b1c1c", width=8)
    kept = BytesIO()
    drawing.save(kept, "PNG")
    return get_image_model().objects.create(
        title="A passport", file=ImageFile(BytesIO(kept.getvalue()), name="passport.png")
    )


def sound() -> list[dict[str, Any]]:
    """The stream of one sound."""
    recording = get_media_model().objects.create(
        title="A call", type="audio", duration=4, file=ContentFile(b"ID3" + bytes(64), "call.mp3")
    )
    value = {"title": "A call for help", "recording": recording.pk, "transcript": "<p>They took <b>my papers</b>.</p>"}
    return [{"type": "sound", "id": str(uuid4()), "value": value}]


def ask(category: Category, kind: str, body: dict[str, Any], stem: str, sounds: Any = ()) -> Question:
    value = questions.get(kind).stored(body)
    question = Question(
        locale=Locale.objects.get_or_create(language_code="en")[0],
        category=category,
        stem=f"<p>{stem}</p>",
        sounds=list(sounds),
        body=[{"type": kind, "id": str(uuid4()), "value": value}],
        feedback="<p>Because of article 3.</p>",
    )
    question.full_clean(exclude=["translation_key"])
    question.save()
    return question


def ask_them_all(course_page: CoursePage) -> dict[str, Question]:
    """The quiz of the course asks these three questions instead, in this order, each from a category of its own;
    not compiled yet.
    """
    samples = {
        "hotspot": (hotspot(picture().pk), "Which part of this page is forged?", []),
        "freetext": (freetext(), "Which means did they use?", sound()),
        "rating": (rating(), "How sure are you?", []),
    }
    asked = {kind: ask(Category.objects.create(name=f"For {kind}"), kind, *sample) for kind, sample in samples.items()}
    quiz = QuizPage.objects.child_of(course_page).get()
    quiz.draws = [Draw(category=question.category, number=0) for question in asked.values()]
    quiz.shuffle = False
    quiz.save_revision().publish()
    return asked
