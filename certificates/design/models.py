"""Designs of certificates and their versions."""

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import User

from .sheet import Element, Sheet


class Design(models.Model):
    """A design of an institution. The one in use is named by `Institution.certificate_settings`."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)

    objects = AtInstitution.as_manager()

    def __str__(self) -> str:
        return self.name

    def latest(self) -> "DesignVersion":
        """Return its last version: it has one from the beginning."""
        return self.versions.order_by("-number")[0]


class DesignVersion(models.Model):
    """One version of a design. It is never changed or deleted: certificates keep theirs."""

    design = models.ForeignKey(Design, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    page = models.CharField(max_length=10)
    landscape = models.BooleanField()
    background = models.CharField(max_length=64, blank=True, help_text="Digest of a picture; empty: the drawn frame.")
    elements = models.JSONField(help_text="See `design.sheet.Element`.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="one_version_of_a_design_for_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.design_id}/{self.number}"

    @property
    def sheet(self) -> Sheet:
        elements = tuple(Element.read(element) for element in self.elements)
        return Sheet(self.page, self.landscape, self.background, elements)


@lru_cache(maxsize=256)
def sheet_of(pk: int) -> Sheet:
    """Return the sheet of a version: it never changes, so a statement for each, once a process."""
    return DesignVersion.objects.get(pk=pk).sheet
