"""A course of one practical task, for a school to look at: first contact with a possible victim at a checkpoint."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from courses.models import Course
from lms.people.directory.models import User

from .extra_course import put_extra_course
from .files import named
from .ledger import Ledger
from .page_writer import put_page

KEY, TASK = "first-contact-practised", "first-contact-checkpoint"
POINTS = (0.0, 1.0, 2.0)
MUSTS = (0, 2)
"""The places of the criteria that must be reached."""
TEXTS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "title": "First contact: practice",
        "summary": "One practical task at a checkpoint, observed by an instructor.",
        "objectives": ["Speak with a possible victim of trafficking so that they are safe and can decide"],
        "task": "First contact at the checkpoint",
        "introduction": "Seven people sit in a minibus, one of them has not spoken. You have ten minutes.",
        "for_observers": "One colleague plays the passenger, another the driver, who answers every question for her.",
        "criteria": (
            ("Separates driver and passenger before asking", "Asks in front of the driver", "After a while", "At once"),
            ("Says who they are, and why they ask", "Not at all", "Name and unit", "Also what happens next"),
            ("Asks first whether the person is safe", "Not at all", "Late", "Before anything else"),
            ("Keeps to open questions", "Suggests the answers", "Mostly", "Throughout"),
        ),
    },
    "fr": {
        "title": "Premier contact : pratique",
        "summary": "Une tâche pratique à un poste de contrôle, observée par un instructeur.",
        "objectives": ["Parler à une victime possible de traite de sorte qu’elle soit en sécurité et puisse décider"],
        "task": "Premier contact au poste de contrôle",
        "introduction": "Sept personnes sont dans un minibus, l’une n’a pas parlé. Vous avez dix minutes.",
        "for_observers": "Un collègue joue la passagère, un autre le chauffeur, qui répond à tout à sa place.",
        "criteria": (
            (
                "Sépare chauffeur et passagère avant d’interroger",
                "Devant le chauffeur",
                "Après un moment",
                "Tout de suite",
            ),
            ("Dit qui il est et pourquoi il interroge", "Pas du tout", "Nom et unité", "Aussi ce qui va suivre"),
            ("Demande d’abord si la personne est en sécurité", "Pas du tout", "Tard", "Avant toute chose"),
            ("S’en tient à des questions ouvertes", "Suggère les réponses", "Le plus souvent", "Du début à la fin"),
        ),
    },
    "ar": {
        "title": "التواصل الأول: تدريب عملي",
        "summary": "مهمة عملية واحدة عند نقطة تفتيش، يلاحظها مدرّب.",
        "objectives": ["أن تتحدث مع ضحية محتملة للاتجار بحيث تكون آمنة وتستطيع أن تقرر"],
        "task": "التواصل الأول عند نقطة التفتيش",
        "introduction": "سبعة أشخاص في حافلة صغيرة، إحداهم لم تتكلم. لديك عشر دقائق.",
        "for_observers": "زميل يؤدي دور الراكبة، وآخر دور السائق الذي يجيب عنها عن كل سؤال.",
        "criteria": (
            ("يفصل بين السائق والراكبة قبل السؤال", "يسأل أمام السائق", "بعد حين", "على الفور"),
            ("يعرّف بنفسه وبسبب سؤاله", "لا يفعل", "الاسم والوحدة", "وما سيحدث بعد ذلك أيضًا"),
            ("يسأل أولًا هل الشخص آمن", "لا يفعل", "متأخرًا", "قبل أي شيء آخر"),
            ("يلتزم بالأسئلة المفتوحة", "يوحي بالأجوبة", "غالبًا", "طوال الحديث"),
        ),
    },
}


def put_practice(*, by: User, now: datetime) -> Course:
    """Return the course, released by `by`. The curriculum is there already. Done again it changes nothing."""
    about = {"minutes": 30, "validity_months": 24}
    return put_extra_course(KEY, TEXTS, about=about, below=_put_task, by=by, now=now)


def _put_task(language: str, course: Page, ledger: Ledger) -> None:
    from assessments.observation.models import ChecklistPage

    texts = TEXTS[language]
    task = {name: texts[name] for name in ("introduction", "for_observers")} | {
        "title": texts["task"],
        "slug": TASK,
        "minutes": 30,
        "enough": 60,
        "photo": True,
        "criteria": [_criterion(place, *one) for place, one in enumerate(texts["criteria"])],
    }
    put_page(ChecklistPage, key=named("checklist", TASK), language=language, parent=course, fields=task, ledger=ledger)


def _criterion(place: int, text: str, *levels: str) -> dict[str, object]:
    """Return a criterion as the editor stores it; its ids are the same in every language."""
    key = ("checklist", TASK, place)
    items: Sequence[Any] = [
        {"type": "item", "id": str(named(*key, number)), "value": {"text": level, "points": POINTS[number]}}
        for number, level in enumerate(levels)
    ]
    value = {"text": text, "help": "", "must": place in MUSTS, "levels": items}
    return {"type": "criterion", "id": str(named(*key)), "value": value}
