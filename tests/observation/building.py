"""A checklist of two criteria, drafts and what is signed, as several tests need them."""

from uuid import uuid4

from assessments.observation import services
from assessments.observation.models import ChecklistPage
from assessments.observation.services import Entries
from lms.foundation.plugins.identifiers import uuid7
from tests.builders import unsearched
from tests.kept import kept


def criterion(text: str, *levels: tuple[str, float], must: bool = False) -> dict:
    """As the editor stores it."""
    items = [{"type": "item", "id": str(uuid4()), "value": {"text": name, "points": points}} for name, points in levels]
    value = {"text": text, "help": "", "must": must, "levels": items}
    return {"type": "criterion", "id": str(uuid4()), "value": value}


CRITERIA = (
    criterion("Asks whether the person is safe", ("Not at all", 0), ("Late", 1), ("At once", 2), must=True),
    criterion("Sits beside, not opposite", ("No", 0), ("Yes", 2)),
)
SAFE, SITS = (one["id"] for one in CRITERIA)
NEVER, LATE, AT_ONCE = (level["id"] for level in CRITERIA[0]["value"]["levels"])
NO, YES = (level["id"] for level in CRITERIA[1]["value"]["levels"])


@kept
@unsearched()
def add_checklist(course_page, **said):
    page = ChecklistPage(
        **{
            "title": "First contact",
            "slug": "first-contact",
            "introduction": "You meet somebody at the gate.",
            "for_observers": "Play the person.",
            "criteria": CRITERIA,
            "photo": True,
            **said,
        }
    )
    course_page.add_child(instance=page)
    page.save_revision().publish()


def begun(cohort, entry, omar, now, *people):
    return services.start(
        key=uuid7(), cohort=cohort, activity=entry.id, people=[one.pk for one in people], by=omar, now=now
    )


def signed(cohort, entry, omar, now, *people, levels=None, **said):
    """An observation of `people`, who do everything right unless told."""
    observation = begun(cohort, entry, omar, now, *people)
    entries = Entries(levels=levels or {SAFE: AT_ONCE, SITS: YES}, place="The gate", **said)
    services.save(observation=observation, entries=entries, now=now)
    return services.sign(observation=observation, by=omar, now=now)
