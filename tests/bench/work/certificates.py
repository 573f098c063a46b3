"""Making the PDFs of certificates, each signed with the key of its institution."""

from typing import Any

from django.db import connection
from django.utils import timezone

from certificates.models import Certificate
from certificates.paper.services import render
from certificates.statement import keys, pdf_keys
from tests.bench.counting import Counter

from .spending import backend, cpu_ms, memory_mb


def make(number: int) -> dict[str, Any]:
    """Make `number` PDFs: milliseconds of processor and statements of one (the first, for which fonts are read, is
    left out), how many were made and signed, bytes, and the memory at its peak.
    """
    now = timezone.now()
    keys.make(now=now)
    rows = list(Certificate.objects.select_related("issuer").order_by("pk")[: number + 1])
    for issuer in {row.issuer.pk: row.issuer for row in rows}.values():
        pdf_keys.make(issuer.pk, issuer.name, now=now)
    wanted = Certificate.objects.filter(pk__in=[row.pk for row in rows])
    wanted.update(status="pending", pdf="", rendered_at=None, tries=0, statement="")
    first, *others = wanted.order_by("pk")
    render(certificate=first, now=now)
    counter, database = Counter(), backend()
    before = cpu_ms(database)
    with connection.execute_wrapper(counter):
        made = [render(certificate=row, now=now) for row in others]
    spent = cpu_ms(database) - before
    files = [row.pdf.open().read() for row in made if row.status == "rendered"]
    return {
        "cpu_ms": spent / len(others),
        "sql": round(counter.count / len(others)),
        "made": len(files),
        "signed": sum(b"/ByteRange" in file for file in files),
        "bytes": len(files[0]),
        "peak_mb": memory_mb("VmHWM"),
    }
