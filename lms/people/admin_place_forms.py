"""The forms of institutions, roles and cohorts in Wagtail's admin."""

from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from . import oneself, services
from .admin_forms import offer_institutions
from .choices import TEACHING_ROLES, Role
from .fields import LONGEST, not_too_many
from .models import Cohort, Institution, Membership, User
from .tree import InstitutionChoiceField


class InstitutionForm(forms.ModelForm):
    """An institution and its place in the tree, which only the services set."""

    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), initial="Africa/Nairobi")

    class Meta:
        model = Institution
        fields = ["parent", "name", "code", "kind", "country", "timezone"]
        field_classes = {"parent": InstitutionChoiceField}

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["timezone"]).choices = [
            (zone, zone) for zone in sorted(available_timezones()) if zone.startswith("Africa/")
        ] + [("UTC", "UTC")]
        self._offer_parents(viewer)
        self.fields["code"].required = False  # it follows from the name
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = self._name_in(code, language)
        self.order_fields(["parent", "name", *(f"name_{code}" for code, _language in settings.LANGUAGES)])

    def _name_in(self, code: str, language: Any) -> forms.CharField:
        """The field for the name in one language; it is written in the direction of that language,
        whatever that of the page is.
        """
        attrs = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        label = format_lazy(gettext_lazy("Name in {language}"), language=language)
        return forms.CharField(
            label=label,
            required=False,
            max_length=200,
            initial=self.instance.names.get(code, ""),
            widget=forms.TextInput(attrs=attrs),
            help_text=gettext_lazy("As on certificates. Empty: the name above."),
        )

    def _offer_parents(self, viewer: User) -> None:
        """Institutions that `viewer` administers, and the one that is the parent already;
        a superuser may also choose none.
        """
        field, parent = cast(forms.ModelChoiceField, self.fields["parent"]), self.instance.parent_id
        offered = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR) | Institution.objects.filter(pk=parent)
        if self.instance.path:
            offered = offered.exclude(path__startswith=self.instance.path)
        if self.instance.pk and parent is None and not viewer.is_superuser:
            field.disabled = True  # it stands at the top
        else:
            offer_institutions(field, offered, viewer)

    def clean_code(self) -> str:
        return self.cleaned_data["code"] or self.instance.code

    @property
    def _names(self) -> dict[str, str]:
        """The names as they were typed; one in a language that the site does not have any more stays."""
        known = {code for code, _language in settings.LANGUAGES}
        kept = {code: name for code, name in self.instance.names.items() if code not in known}
        return kept | {code: name for code in known if (name := self.cleaned_data[f"name_{code}"])}

    @transaction.atomic
    def save(self, commit: bool = True) -> Institution:
        """Found the institution, or move it where its parent is another one."""
        names, about = self._names, {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.instance.pk is None:
            self.instance = services.create_institution(**about, names=names)
            return self.instance
        self.instance.names = names
        self.instance.save(update_fields=["name", "code", "names", "kind", "country", "timezone"])
        if "parent" in self.changed_data:
            services.move(institution=self.instance, parent=about["parent"])
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing of the kind."""


class MembershipForm(forms.ModelForm):
    """A role at a node; the person is named by service number, since a list of twenty thousand people is no help."""

    service_number = forms.CharField(label=gettext_lazy("Service number"), max_length=40)

    class Meta:
        model = Membership
        fields = ["service_number", "role", "institution"]
        field_classes = {"institution": InstitutionChoiceField}

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        offer_institutions(
            cast(forms.ModelChoiceField, self.fields["institution"]),
            Institution.objects.visible_to(viewer, Role.ADMINISTRATOR),
            viewer,
        )
        if self.instance.pk:
            self.fields["service_number"].initial = self.instance.user.service_number

    def clean_service_number(self) -> str:
        """Somebody of another institution is as unknown as nobody: it is not for the viewer to know."""
        number = self.cleaned_data["service_number"].strip()
        people = User.objects.visible_to(self.viewer, Role.ADMINISTRATOR) | User.objects.filter(
            pk=self.instance.user_id
        )
        person = people.numbered(number).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this service number. Add the person first."))
        if person == self.viewer and not person.is_superuser:
            raise forms.ValidationError(_("Nobody gives a role to themselves. Ask another administrator."))
        self.instance.user = person
        return person.service_number

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        held = Membership.objects.exclude(pk=self.instance.pk).filter(
            user_id=self.instance.user_id,
            institution=self.cleaned_data.get("institution"),
            role=self.cleaned_data.get("role"),
        )
        if self.instance.user_id and held.exists():
            raise forms.ValidationError(_("This person already has this role there."))
        return cleaned


class CohortForm(forms.ModelForm):
    """A cohort, and whom to add to it by service number; taking people out is done on the cohort's own page."""

    add = forms.CharField(
        label=gettext_lazy("Add people"),
        required=False,
        max_length=LONGEST,
        validators=[not_too_many],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Service numbers of the institution’s people, one on each line."),
    )

    class Meta:
        model = Cohort
        fields = ["institution", "name", "starts_on", "ends_on", "add"]
        field_classes = {"institution": InstitutionChoiceField}

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_institutions(
            cast(forms.ModelChoiceField, self.fields["institution"]),
            Institution.objects.visible_to(viewer, *TEACHING_ROLES),
            viewer,
        )
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("institution") and cleaned.get("add"):
            lookup = services.look_up(institution=cleaned["institution"], lines=cleaned["add"].splitlines())
            self.people = lookup.people
            for number, text in lookup.unknown:
                self.add_error(
                    "add",
                    _("Line %(line)s: nobody of this institution has the service number “%(number)s”.")
                    % {"line": number, "number": text},
                )
            if oneself.concerns(self.viewer, [person.pk for person in lookup.people]):
                self.add_error("add", _("You cannot add yourself to a cohort. Ask a colleague to add you."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Cohort:
        cohort = super().save(commit)
        if getattr(self, "people", None):
            services.join(cohort=cohort, people=self.people, now=timezone.now(), by=self.viewer)
        return cohort
