"""Users, the tree of institutions, roles at its nodes, and cohorts."""

from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.database.folded import FoldedField
from lms.foundation.database.statements import Parameter

from .choices import STAFF, STAFF_ROLES, TEACHING_ROLES, Role, RoleFamily, Sex
from .fields import WrittenByTriggers
from .institutions import AtInstitution, Institution
from .role_validity import in_force, not_over


class UserManager(BaseUserManager["User"]):
    def create_user(self, service_number: str, password: str | None = None, **fields) -> "User":
        """Create a person who signs in with `service_number`; without a password it is not possible to sign in as
        them.
        """
        user = self.model(service_number=self.model.normalize_username(service_number.strip()), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, service_number: str, password: str | None = None, **fields) -> "User":
        return self.create_user(service_number, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return UserQuerySet(self.model, using=self._db).numbered(username or "").get()


class UserQuerySet(AtInstitution["User"]):
    ids_first = False

    def numbered(self, *service_numbers: str | Parameter) -> Self:
        """Return the people with one of these service numbers, in upper or lower case.

        Asks the index on Lower; `iexact` would read every row for Upper.
        """
        values = [number if isinstance(number, Parameter) else Value(number) for number in service_numbers]
        return self.alias(lowered=Lower("service_number")).filter(lowered__in=[Lower(value) for value in values])

    def reached_at(self, address: str) -> Self:
        """Return the people whose e-mail address is `address`, in upper or lower case; several may share one. Asks the
        index on Lower.
        """
        return self.exclude(email="").alias(lowered=Lower("email")).filter(lowered=Lower(Value(address)))

    def managed_by(self, viewer: "User") -> Self:
        """Return the people whose account `viewer` may change or delete; for a superuser everybody. Accounts that are
        part of another one change with that alone.

        Of others: people of the institutions that they administer, not themselves, and nobody with rights that `viewer`
        does not have (a superuser, a duty at another institution, another group, a permission). Whoever sets a password
        could sign in with those rights.
        """
        if viewer.is_superuser:
            return self.filter(merged_into=None)
        elsewhere = Membership.objects.filter(not_over(), user=OuterRef("pk"), role__in=STAFF_ROLES)
        groups = User.groups.through.objects.filter(user=OuterRef("pk")).exclude(group__in=viewer.groups.all())
        permissions = User.user_permissions.through.objects.filter(user=OuterRef("pk"))
        return (
            self.visible_to(viewer, Role.ADMINISTRATOR)
            .filter(is_superuser=False, merged_into=None)
            .exclude(pk=viewer.pk)
            .exclude(
                Exists(elsewhere.exclude(institution__in=Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)))
            )
            .exclude(Exists(groups))
            .exclude(Exists(permissions.exclude(permission__in=viewer.user_permissions.all())))
        )


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # of Wagtail's untyped locks
    """A person. The name is one field, as written on official papers, in any script."""

    service_number = models.CharField(
        _("service number"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w./-]+$", _("Use letters, digits and . / - _ only."))],
        error_messages={"unique": _("Somebody with this service number is already here.")},
    )
    name = models.CharField(_("name as on official papers"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True, default=Sex.UNSTATED)
    rank = models.CharField(_("rank"), max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    role_family = models.CharField(_("role family"), max_length=20, choices=RoleFamily, default=RoleFamily.POLICE)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("institution")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="merged")
    password_given = models.BooleanField(default=False, editable=False, help_text="By somebody else, who knows it too.")
    factor_asked_at = models.DateTimeField(null=True, editable=False)
    unread_notices = WrittenByTriggers(default=0, db_default=0, editable=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    within = ""
    """The plugin to which this viewer is narrowed, see `narrowed`."""

    USERNAME_FIELD = "service_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("service_number"), name="service_number_once_whatever_its_case"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(is_active=False), name="merged_account_is_closed"),
        ]
        indexes = [
            models.Index(Lower("email"), name="person_by_email"),
            models.Index(fields=["name", "id"], name="person_by_name"),
            # SQLite reads a whole index in which nearly every value is empty, once it knows so.
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
        ]

    def __str__(self) -> str:
        return self.name or self.service_number

    @property
    def duties(self) -> frozenset[str]:
        """The duties of this person, as the sign-in backend found them; costs no query."""
        duties = {str(one.role) for one in STAFF if getattr(self, one.attribute, False)}
        if self.institution_id:
            duties.add(str(Role.LEARNER))
        if self.is_superuser or getattr(self, "edits", False):
            duties.add("editor")  # may enter the admin, by whatever group: no role at an institution
        if self.is_superuser:
            duties.add("site")
        return frozenset(duties)

    @property
    def role_names(self) -> list[str]:
        """The names of the roles that were looked up with this person; costs no query."""
        return [str(one.role.label) for one in STAFF if getattr(self, one.attribute, False)]

    def set_password(self, raw_password: str | None) -> None:
        """Set the password as one's own: a caller that sets it for another person sets `password_given` after this."""
        super().set_password(raw_password)
        self.password_given = False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.service_number


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> Self:
        """Return the roles that count today."""
        return self.filter(in_force())

    def managed_by(self, viewer: User) -> Self:
        """Return the roles that `viewer` may change or take away: those of others at institutions that `viewer`
        administers; for a superuser all.
        """
        if viewer.is_superuser:
            return self
        return self.filter(institution__in=Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)).exclude(
            user=viewer
        )


class Membership(models.Model):
    """A role that a person holds at a node of the tree, for that node and all below it, on each day from `starts_on`
    to `ends_on`; where one of them is missing, without a first or a last day.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role at an institution")
        verbose_name_plural = _("roles at institutions")
        constraints = [
            models.UniqueConstraint(fields=["user", "institution", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.institution}"


class CohortQuerySet(AtInstitution["Cohort"]):
    ids_first = False

    def taught_by(self, viewer: User) -> Self:
        """Open cohorts that `viewer` may change: assign to, add people, take people out."""
        return self.closable_by(viewer).filter(closed_at=None)

    def closable_by(self, viewer: User) -> Self:
        """Return the cohorts that `viewer` may close, and open again."""
        return self.visible_to(viewer, *TEACHING_ROLES)

    def saying_what_may_change(self, viewer: User) -> Self:
        """Annotate each row with `may_change`: whether it is one of those `taught_by(viewer)`."""
        return self.annotate(may_change=Exists(Cohort.objects.taught_by(viewer).filter(pk=OuterRef("pk"))))


class Cohort(models.Model):
    """An intake: people who learn together at one institution."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="cohorts", verbose_name=_("institution"))
    name = models.CharField(_("name"), max_length=120)
    folded = FoldedField(source="name")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    """Since when nothing is changed in it any more; what was learned stays."""
    people = models.ManyToManyField(User, through="CohortMember", related_name="cohorts")

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [models.UniqueConstraint("institution", Lower("name"), name="cohort_name_once_at_an_institution")]

    def __str__(self) -> str:
        return self.name


class CohortMember(models.Model):
    """A person's place in a cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="cohort_places")
    joined_at = models.DateTimeField(_("joined at"))
    by_rule = models.BooleanField(default=False)
    """Did the rule of the cohort bring them? Then it also takes them out; whoever was added by hand stays."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="cohort_member_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.cohort}"
