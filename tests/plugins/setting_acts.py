"""Acts about what an institution sets for the plugin."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from lms.people.administration.records.services import switch
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from .visiting import client


def set_days() -> dict[str, Any]:
    """An administrator of the first academy lets logs wait for longer there, then takes that back."""
    from fieldnotes.job import MarkLate
    from fieldnotes.models import Log

    mlima = Institution.objects.get(name="Mlima Police Academy")
    User.objects.create_superuser("KE-0", "a-password-for-tests", name="Person KE-0")
    settings, late = f"/admin/plugins/fieldnotes/settings/{mlima.pk}/", []
    for days in ("30", ""):
        assert client("KE-0").post(settings, {"days": days}).status_code == 302
        Log.objects.update(logged_at=timezone.now() - timedelta(days=8), countersigned_at=None, late=False)
        MarkLate().run(list(Institution.objects.all()), now=timezone.now())
        late.append(Log.objects.get(attempt__enrolment__institution=mlima).late)
    return {"late": late}


def show_the_board() -> dict[str, Any]:
    """The academy sets a token for the board at its gate, which is told the number while the plugin is on there."""
    mlima, pwani = Institution.objects.filter(kind="academy").order_by("name")
    address = f"/p/fieldnotes/board/{mlima.pk}/"
    client("KE-0").post(f"/admin/plugins/fieldnotes/settings/{mlima.pk}/", {"board_token": "of-the-gate"})

    def ask(token: str, place: str = address) -> Any:
        return Client(headers={"Authorization": f"Bearer {token}"}).get(place)

    shown = ask("of-the-gate")
    refused = [ask("another").status_code, ask("").status_code]
    refused.append(ask("of-the-gate", f"/p/fieldnotes/board/{pwani.pk}/").status_code)
    switch(plugin="fieldnotes", institution=mlima, on=False, by=None, now=timezone.now())
    off = ask("of-the-gate").status_code
    switch(plugin="fieldnotes", institution=mlima, on=True, by=None, now=timezone.now())
    return {"shown": shown.json(), "kept": shown["Cache-Control"], "refused": refused, "off": off}
