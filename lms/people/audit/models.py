"""Records of which person saw or changed which data of whom: rows that are only ever added."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..directory.choices import Role
from ..directory.institutions import AtInstitution, Institution, Viewer


class AuditEntryQuerySet(AtInstitution["AuditEntry"]):
    def visible_to(self, viewer: Viewer, *roles: str) -> Self:
        """Return the entries of the institutions that `viewer` administers; for a superuser all, those of no
        institution too.
        """
        return super().visible_to(viewer, *(roles or (Role.ADMINISTRATOR,)))


class AuditEntry(models.Model):
    """One thing that was done: `action` is the slug of a registered `Action`, `by` who did it, `person` about whom.

    `institution` is the one whose administrators read the entry: that of the person at that time. `page` is the name
    of an address, `client` the mark of the network address that asked. `data` holds numbers, slugs and yes or no,
    never what somebody typed. Rows outlive the people they name, so the database does not insist on these.
    """

    at = models.DateTimeField(_("time"))
    action = models.CharField(_("action"), max_length=40)
    by = models.ForeignKey(
        "people.User", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    person = models.ForeignKey(
        "people.User", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    page = models.CharField(max_length=120, blank=True)
    client = models.CharField(max_length=16, blank=True)
    data = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["institution", "at", "id"], name="audit_of_institution"),
            models.Index(fields=["action", "at", "id"], name="audit_by_action"),
            models.Index(fields=["person", "at", "id"], name="audit_about_person"),
            models.Index(fields=["by", "at", "id"], name="audit_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
