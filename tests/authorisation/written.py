"""Parts of the world of the matrix that people write: a conversation, a question, a document, a shared certificate."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from assessments.questions.models import Import, Objective, Question
from certificates.models import Ceremony
from certificates.sharing import services as sharing
from lms.desks.conversations import reports, services
from lms.desks.conversations.matters import Matter
from lms.files.models import MadeFile
from lms.files.services import DAY
from lms.foundation.plugins.identifiers import uuid7


def conversation(cohort, learner, *, now) -> dict[str, int]:
    """Write what the learner asks the instructors of the cohort, and a report of it."""
    said = services.MessageDraft("May I bring my own notebook?", uuid7(), "The field exercise")
    thread = services.ask(learner=learner, cohort=cohort, matter=Matter(), said=said, now=now)
    complaint = reports.report(thread=thread, by=learner, reason="He asks for my number.", now=now)
    return {"conversation": thread.pk, "complaint": complaint.pk}


def bank(person, *, now) -> dict[str, int]:
    """A question of the course, its category, a learning objective, and a file that was read."""
    question = Question.objects.order_by("pk").first()
    objective = Objective.objects.create(name="Tell the elements apart")
    about = {"category": question.category, "locale": question.locale, "by": person, "status": Import.Status.READ}
    batch = Import.objects.create(name="questions.gift", made_at=now, touched_at=now, **about)
    return {"question": question.pk, "category": question.category_id, "objective": objective.pk, "import": batch.pk}


def file() -> dict[str, int | str]:
    """A document that an editor uploaded."""
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
    return {"document": document.pk, "document_name": document.filename}


def shown(certificate, instructor, *, now) -> dict[str, int | str]:
    """A link by which the learner shows the certificate, and the files that the instructor has made."""
    secret = sharing.share(certificate=certificate, now=now)
    files = Ceremony.objects.create(title="Intake", language="en", by=instructor, made_at=now, touched_at=now)
    about = {"kind": "personal_data", "asked": {"person": instructor.pk}, "title": "Data", "language": "en"}
    made = MadeFile.objects.create(
        by=instructor, back="/privacy/", made_at=now, touched_at=now, gone_at=now + DAY, **about
    )
    return {
        "share_secret": secret,
        "share": certificate.shares.get().pk,
        "ceremony": files.pk,
        "made_file": made.pk,
    }
