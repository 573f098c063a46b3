"""Somebody who is signed in, and what they are shown."""

from typing import Any

from django.test import Client

from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User

BACKEND = "lms.people.identity.sessions.backends.ServiceNumberBackend"


def client(number: str) -> Any:
    signed_in = Client()
    signed_in.force_login(User.objects.get(service_number=number), backend=BACKEND)
    return signed_in


def page(number: str, address: str, **headers: str) -> dict[str, Any]:
    response = client(number).get(address, headers=headers)
    text = b"".join(response).decode() if response.streaming else response.content.decode()
    return {"status": response.status_code, "text": text}


def enrolment_of(number: str) -> Any:
    return Enrolment.objects.select_related("institution", "learner", "course").get(learner__service_number=number)
