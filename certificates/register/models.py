"""Entries of the register."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.database.chain import digest


class Entry(models.Model):
    """One act on a certificate: what was done, when, by whom (nobody: by the platform), and why.

    `digest` is over the facts of the certificate and the act, salted, so that it says nothing of anybody once the salt
    is gone. Until the entry is sealed it has no `number`. Rows outlive the certificates and people that they name, so
    the database does not insist on these.
    """

    class Act(models.TextChoices):
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")
        REINSTATED = "reinstated", _("Reinstated")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn at the holder’s request")

    certificate = models.ForeignKey(
        "certificates.Certificate", models.DO_NOTHING, db_constraint=False, related_name="entries"
    )
    serial = models.CharField(max_length=14)
    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "people.User", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, blank=True, help_text="The hash of the entry before.")
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=None, hash="") | (Q(number__gt=0) & ~Q(hash="")), name="register_entry_sealed_whole"
            )
        ]
        indexes = [models.Index(fields=["id"], condition=Q(number=None), name="register_unsealed")]

    def __str__(self) -> str:
        return f"{self.serial} {self.act}"

    def sealed(self, number: int, previous: str) -> str:
        """Return the hash of this entry as number `number` after the one with the hash `previous`."""
        what = (self.pk, self.certificate_id, self.serial, self.act, self.at, self.by_id, self.digest)
        return _digest("chain", number, previous, *what)

    def signed(self, salt: str, facts: object) -> str:
        """Return the digest that this entry has to have for a certificate of these `facts`."""
        return _digest("act", salt, facts, self.act, self.at, self.by_id, self.why)


def _digest(purpose: str, *values: object) -> str:
    """Return the SHA-256 of one written form of the values, as 64 hexadecimal characters."""
    return digest([f"mafunzo-register-{purpose}-1", *values])
