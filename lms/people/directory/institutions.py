"""The tree of institutions, and the rows that belong to one: who sees them."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.foundation.database.statements import Parameter
from lms.foundation.plugins.runtime.activation import on_by_default

from .choices import STAFF_ROLES, Kind, Role
from .countries import country_choices
from .role_validity import in_force

Row = TypeVar("Row", bound=models.Model)


class Viewer(Protocol):
    """Viewer of rows: a `User`, of whom no more is needed than this."""

    @property
    def is_superuser(self) -> bool: ...

    @property
    def within(self) -> str:
        """The plugin to which the viewer is narrowed, or nothing."""

    @property
    def memberships(self) -> Any:
        """The roles that the viewer holds: a manager of `Membership`."""


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, viewer: Viewer, *roles: str) -> Self:
        """Return the institutions at or below the nodes where `viewer` holds one of `roles` (any staff role if none is
        named).

        For a viewer who is `narrowed` to a plugin, those of them where the plugin is on.
        """
        return self._held(viewer, roles, Q())

    def naming_people_to(self, viewer: Viewer, *roles: str) -> Self:
        """Return those of them whose people `viewer` may know: not the ones that they coordinate from a region alone,
        of which they see totals.
        """
        return self._held(viewer, roles, ~Q(role=Role.COORDINATOR, institution__kind=Kind.REGION))

    def _held(self, viewer: Viewer, roles: tuple[str, ...], which: Q) -> Self:
        here = self.where_on(viewer.within) if viewer.within else self
        if viewer.is_superuser:
            return here
        below = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        held = viewer.memberships.filter(in_force(), which, role__in=roles or STAFF_ROLES).alias(below=below)
        return here.filter(Exists(held.filter(below__startswith=F("institution__path"))))

    def where_on(self, plugin: str) -> Self:
        """Return the institutions where `plugin` is on, by the closest switch or by its own default."""
        institutions = self.alias(switched=KeyTransform(plugin, "plugins"))
        on = Q(switched=True)
        return institutions.filter(on | Q(switched__isnull=True) if on_by_default(plugin) else on)

    def within(self, institution: "Institution") -> Self:
        """Return `institution` and all below it."""
        return self.filter(path__startswith=institution.path)


class Institution(models.Model):
    """A node of the tree region → country → academy → unit. `path` is the chain of ids from the root, each with a
    slash.

    `plugins` is what its own switches and those above it come to, by plugin. `settings_version` is another text after
    each change of a plugin's settings there or above, and "" where there never was one. `factor_days` is what its own
    `own_factor_days` and those above come to: after how many days a second factor is asked of staff, -1 of nobody, None
    where nobody said. `notice` is the privacy notice that holds there, in the same way. So are `issuer`, who issues
    certificates instead, and `crest`, the hash of its picture, with `crest_alt`, what is to be seen on it. `issuing` is
    the key of the nearest institution, there or above, that is marked as issuing certificates; `issues` is True where
    there is one, else what the nearest says (None as True). `certificate_settings` is its own alone; `certificates`
    writes it. `has_shared_devices` says whether browsers may be lent to a class there. The services keep all right.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    name = models.CharField(_("name"), max_length=200)
    names = models.JSONField(
        _("name in other languages"),
        default=dict,
        blank=True,
        help_text=_("Language code and name, as on certificates."),
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        null=True,
        help_text=_("A short name by which files and commands call it."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    timezone = models.CharField(_("time zone"), max_length=40, default="Africa/Nairobi")
    path = models.CharField(max_length=200, unique=True, editable=False, null=True)
    plugins = models.JSONField(default=dict, editable=False)
    settings_version = models.CharField(max_length=32, default="", editable=False)
    own_factor_days = models.SmallIntegerField(null=True, editable=False)
    factor_days = models.SmallIntegerField(null=True, editable=False)
    has_shared_devices = models.BooleanField(default=False, editable=False)
    own_notice = models.PositiveIntegerField(null=True, editable=False)
    notice = models.PositiveIntegerField(null=True, editable=False)
    own_issues = models.BooleanField(null=True, editable=False)
    issues = models.BooleanField(null=True, editable=False)
    issuing = models.PositiveBigIntegerField(null=True, editable=False)
    certificate_settings = models.JSONField(default=dict, editable=False)
    own_issuer = models.CharField(max_length=200, null=True, editable=False)
    issuer = models.CharField(max_length=200, null=True, editable=False)
    own_crest = models.CharField(max_length=64, null=True, editable=False)
    crest = models.CharField(max_length=64, null=True, editable=False)
    own_crest_alt = models.CharField(max_length=200, null=True, editable=False)
    crest_alt = models.CharField(max_length=200, null=True, editable=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [models.UniqueConstraint("parent", Lower("name"), name="institution_name_once_under_its_parent")]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name as written in `language`, or the plain name."""
        return self.names.get(language) or self.name

    def local_name(self) -> str:
        """Return the name in the reader's language, or the plain name."""
        return self.name_in(get_language() or "")


class AtInstitution(models.QuerySet[Row]):
    """Rows of a model with a foreign key `institution`, which is responsible for them."""

    ids_first = True
    """Whether the ids of the institutions are fetched by a statement of their own. `institution_id IN (1, 2, …)` meets
    an index where a nested query does not; False saves the statement where few rows are read. Statements that are
    written once for all viewers are nested.
    """
    about_people = True
    """Whether the rows tell of persons. Whoever coordinates a region sees totals of them, and none of the rows."""

    def visible_to(self, viewer: Viewer, *roles: str) -> Self:
        """Return the rows of the institutions where `viewer` holds one of `roles` (any staff role if none is named).

        For one's own, see `of` where a model has it; for what is counted and not shown, `counted_for`.
        """
        places = Institution.objects.naming_people_to if self.about_people else Institution.objects.visible_to
        return self._at(places(viewer, *roles), viewer)

    def counted_for(self, viewer: Viewer, *roles: str) -> Self:
        """Return the rows that count in totals for `viewer`: also those of which they see no more, coordinating a
        region. Whoever shows such totals hides small groups.
        """
        return self._at(Institution.objects.visible_to(viewer, *roles), viewer)

    def _at(self, institutions: InstitutionQuerySet, viewer: Viewer) -> Self:
        if viewer.is_superuser and not viewer.within:
            return self
        is_nested = not self.ids_first or isinstance(getattr(viewer, "pk", None), Parameter)
        return self.filter(
            institution__in=institutions if is_nested else list(institutions.values_list("pk", flat=True))
        )
