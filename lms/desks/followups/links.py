"""Signed addresses at which questions are answered without signing in. They hold a number of a row, and no more."""

from django.core import signing
from django.urls import reverse

from .models import Confirmation, Inquiry

ASKED, CONFIRM = "a", "c"
_signer = signing.Signer(sep=".", salt="followups")


def address(row: Inquiry | Confirmation) -> str:
    """Return the path at which `row` is answered."""
    purpose = CONFIRM if isinstance(row, Confirmation) else ASKED
    return reverse("followups:ask", args=[_signer.sign(f"{purpose}{row.pk}")])


def find(token: str) -> Inquiry | Confirmation | None:
    """Return what `token` leads to; None if it is not ours, or the person is no longer here. One statement."""
    try:
        said = _signer.unsign(token)
    except signing.BadSignature:
        return None
    purpose, pk = said[:1], int(said[1:])
    if purpose == CONFIRM:
        rows = Confirmation.objects.filter(supervisor__is_active=True, inquiry__learner__is_active=True)
        return rows.select_related("inquiry__course", "inquiry__learner", "supervisor").filter(pk=pk).first()
    asked = Inquiry.objects.asked().filter(pk=pk, learner__is_active=True)
    return asked.select_related("course", "learner__institution", "institution").first()
