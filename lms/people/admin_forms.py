"""The forms with which whoever runs the site keeps people, institutions and cohorts in Wagtail's admin."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserCreationForm, UserEditForm

from . import outbox, services
from .choices import Role
from .models import Institution, User
from .tree import InstitutionChoiceField

NOWHERE = gettext_lazy(
    "You administer no institution. Ask whoever runs the site to give you the role “Administrator” at yours."
)
ABOUT = ["service_number", "name", "sex", "rank", "role_family", "institution", "language", "email", "phone"]


def groups_to_give(viewer: User) -> QuerySet[Group]:
    """The groups into which `viewer` may put others: their own; for a superuser, all."""
    return Group.objects.all() if viewer.is_superuser else viewer.groups.all()


def offer_institutions(field: forms.ModelChoiceField, offered: QuerySet[Institution], viewer: User) -> None:
    """Let `field` offer no more than `offered`, and say so where that is nothing."""
    field.queryset = offered
    field.required = field.required or not viewer.is_superuser
    if not viewer.is_superuser and not offered.exists():
        field.help_text = NOWHERE


class _Person(forms.ModelForm):
    """What Wagtail's user forms need to become forms about a person: no first and last name, and e-mail is optional.

    `viewer` gives nobody more than they have: a superuser's rights and any institution, superusers alone; others what
    is theirs.
    """

    first_name = None
    last_name = None
    email = forms.EmailField(required=False, label=gettext_lazy("E-mail"))

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        cast(forms.ModelChoiceField, self.fields["groups"]).queryset = groups_to_give(viewer)
        offer_institutions(
            cast(forms.ModelChoiceField, self.fields["institution"]),
            Institution.objects.visible_to(viewer, Role.ADMINISTRATOR),
            viewer,
        )
        if not viewer.is_superuser:
            self.fields["is_superuser"].disabled = True
        unset = gettext_lazy("As the browser asks")
        self.fields["language"] = forms.ChoiceField(
            choices=[("", unset), *settings.LANGUAGES], required=False, label=gettext_lazy("Language")
        )

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields about the person, without password and rights, in order."""
        return [self[name] for name in ABOUT]

    def save(self, commit: bool = True) -> User:
        """A password that is given here is one that two people know."""
        person = super().save(commit=False)
        person.password_given = person.password_given or bool(self.cleaned_data.get("password1"))
        if commit:
            self._keep(person)
            self.save_m2m()
        return person

    @transaction.atomic
    def _keep(self, person: User) -> None:
        """Save the person; another institution is a transfer.

        The address that they had is told of another one, or of a password.
        """
        to, now = person.institution, timezone.now()
        known = User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
        moves = known is not None and "institution" in self.changed_data
        if moves:
            person.institution_id = self.initial["institution"]
        person.save()
        if moves:
            services.transfer(person=person, to=to, now=now, by=self.viewer)
        if known is not None:
            outbox.tell_of_address(person=person, old=known.email, now=now)
            if known.password != person.password:
                outbox.tell_of_password(person=known, now=now)

    def clean_service_number(self) -> str:
        """Signing in ignores the case of letters, so a number is taken in any."""
        number = self.cleaned_data["service_number"]
        if User.objects.numbered(number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody with this service number is already here."))
        return number


class PersonCreationForm(_Person, UserCreationForm):
    class Meta:
        model = User
        fields = [*ABOUT, "is_superuser", "groups"]
        field_classes = {"institution": InstitutionChoiceField}
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonEditForm(_Person, UserEditForm):
    """One's own password and e-mail address are not set here, since nobody asks for the present password."""

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        self.is_own = editing_self
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if editing_self:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("You change your own on the page “E-mail address” of your account menu.")

    @property
    def password_enabled(self) -> bool:
        return not self.is_own

    def clean_institution(self) -> Institution | None:
        """Whoever is transferred goes on under others, who then see and mark them:
        nobody decides that for themselves.
        """
        if self.is_own and self.initial["institution"] and "institution" in self.changed_data:
            raise forms.ValidationError(
                _("You cannot transfer yourself to another institution. Ask a colleague who manages people.")
            )
        institution: Institution | None = self.cleaned_data["institution"]
        return institution

    class Meta:
        model = User
        fields = [*ABOUT, "is_active", "is_superuser", "groups"]
        field_classes = {"institution": InstitutionChoiceField}
        widgets = {"groups": forms.CheckboxSelectMultiple}
