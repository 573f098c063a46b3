"""Files that are made in the background, as their pages give them: asked for, made, and fetched."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lms.files import services
from lms.files.models import MadeFile


def ask(client: Client, address: str) -> MadeFile:
    """Ask for the file at `address`; nobody has begun to make it."""
    answer = client.post(address)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row = MadeFile.objects.get(pk=int(answer.url.strip("/").rpartition("/")[2]))
    assert answer.url == reverse("files:file", args=[row.pk])
    return row


def make(row: MadeFile) -> MadeFile:
    """Make it, as a worker does."""
    services.make(row.pk)
    row.refresh_from_db()
    return row


def fetch(client: Client, row: MadeFile) -> HttpResponse:
    """Fetch it; the content is read."""
    answer = client.get(reverse("files:fetch", args=[row.pk]))
    if not answer.streaming:
        return answer
    return HttpResponse(b"".join(answer.streaming_content), status=answer.status_code, headers=dict(answer.headers))


def made_file(client: Client, address: str) -> HttpResponse:
    """Ask for the file at `address`, and fetch it when it is made."""
    row = make(ask(client, address))
    assert row.status == "done", row.problem
    return fetch(client, row)
