"""Texts that stand nowhere else, and the figures that stay when they go."""

from certificates.models import Certificate
from lms.learning.progress.models import Attempt, Enrolment, Event

CANARIES = {
    "name": "Zebunnisa Quagga ዘቡኒሳ",
    "number": "ZQ-777-CANARY",
    "email": "zq.canary@example.org",
    "phone": "+254 711 990 990",
    "rank": "Quagga-General",
    "new_address": "zq.soon@example.org",
    "remark": "I find Okapi unfair",
    "why": "Wombat leave",
    "minute": "Dormouse in the sleeve",
    "finding": "Slower than a Pangolin",
    "page_remark": "Numbat on the page",
    "page_reply": "Quokka on the remark",
    "question": "Axolotl, may I ask?",
    "question_title": "Narwhal of the yard",
    "report": "Aye-aye was rude",
    "seat_reason": "Aardvark has decided",
    "seat_form": "Bandicoot in a form",
    "seat_return": "Cassowary sends it back",
    "seat_message": "Drongo to the labour office",
    "seat_device": "phone of an Echidna",
}

REPORTS = [f"/reports/completion/csv/?by={by}" for by in ("institution", "course", "cohort", "sex", "month")]


def figures(enrolment, halima, client):
    """What stands in the rows and in the reports."""
    client.force_login(halima)
    same = {**Enrolment.objects.filter(pk=enrolment.pk).values().get(), "rank": "", "changed_at": None}
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment).order_by("pk").values("passed", "score", "closed_at", "events")
    )
    files = [b"".join(client.get(path).streaming_content) for path in REPORTS]
    lines = Certificate.objects.counted(enrolment.completed_at.date())
    return same, attempts, lines, Event.objects.filter(enrolment=enrolment).count(), files
