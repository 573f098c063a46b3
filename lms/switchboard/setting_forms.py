"""The form in which somebody sets a plugin's settings at an institution."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.fields import setting_field
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.people.directory.institutions import Institution

from .setting_values import CurrentValue, SettingValue

REMOVE = "-remove"
"""Behind the name of a secret: the box that takes it away. No setting can be called so."""
SECRETS = "-secrets"
"""When each secret was set: what the form was made from, and in no field."""
YES_NO = {"yes": True, "no": False}
AS_ABOVE = ("", gettext_lazy("As above"))


class SettingsForm(StaleCheckForm):
    """A field for each setting; an empty one leaves it to the institution above, a secret one to what it is.

    `current` are the values that count now at `institution`. A secret is in no field, and its date is all that is said,
    also where somebody else set it meanwhile: whether a text that is sent again is the same is not told.
    """

    def __init__(
        self, current: Iterable[CurrentValue], institution: Institution, data: Mapping[str, object] | None = None
    ) -> None:
        self.current, self.institution = list(current), institution
        own = [one for one in self.current if self._is_own(one)]
        values = {one.setting.name: _shown(one) for one in own if not one.setting.secret}
        secrets = [f"{one.setting.name} {one.row.set_at}" for one in own if one.setting.secret and one.row]
        super().__init__(data, initial={**values, SECRETS: secrets})
        for one in self.current:
            name = one.setting.name
            self.fields[name] = setting_field(one.setting, unset=AS_ABOVE)
            self.fields[name].help_text = " ".join(filter(None, [str(one.setting.help), self._state(one)]))
            if one.setting.secret and self._is_own(one):
                self.fields[name + REMOVE] = forms.BooleanField(
                    label=_("Remove: %(setting)s") % {"setting": one.setting.label}, required=False
                )

    def changes(self) -> dict[str, SettingValue | None]:
        """Return the values to set, by name; None for a value to take away. Only differences."""
        changed: dict[str, SettingValue | None] = {}
        for one in self.current:
            name, own = one.setting.name, self._is_own(one)
            sent = self.cleaned_data[name]
            given = None if sent == "" else sent
            value = YES_NO.get(sent) if one.setting.kind == "yes or no" else given
            if one.setting.secret:
                if value is not None or self.cleaned_data.get(name + REMOVE):
                    changed[name] = value
            elif value != (one.value if own else None):
                changed[name] = value
        return changed

    def _saved(self, name: str) -> str:
        secret = {one.setting.name: one for one in self.current if one.setting.secret}.get(name.removesuffix(REMOVE))
        return self._state(secret) if secret else super()._saved(name)

    def _is_own(self, one: CurrentValue) -> bool:
        return one.row is not None and one.row.institution_id == self.institution.pk

    def _state(self, one: CurrentValue) -> str:
        """Return in words the current value and its source; for a secret only since when it is set."""
        if one.withheld:
            return _("Not set. One is set above, and does not count here because the address is set closer.")
        if one.row is None:
            return str(_("Not set.")) if one.setting.secret or one.value in ("", None) else _counts(one)
        words = {"date": date_format(localtime(one.row.set_at), "DATE_FORMAT"), "institution": one.row.institution}
        if self._is_own(one):
            unread = one.setting.secret and not one.value
            return (
                _("Set on %(date)s, and cannot be read any more: set it again.") if unread else _("Set on %(date)s.")
            ) % words
        if one.setting.secret:
            return _("Set at %(institution)s on %(date)s.") % words
        return _("Now it is as at %(institution)s: %(value)s") % (words | {"value": _word(one)})


def _counts(one: CurrentValue) -> str:
    return _("Now it is as the plugin comes: %(value)s") % {"value": _word(one)}


def _shown(one: CurrentValue) -> object:
    return {True: "yes", False: "no"}[one.value] if one.setting.kind == "yes or no" else one.value


def _word(one: CurrentValue) -> str:
    if one.setting.kind == "yes or no":
        return str(_("Yes") if one.value else _("No"))
    return str(dict(one.setting.choices).get(one.value, one.value))
