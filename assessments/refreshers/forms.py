"""Form of an editor for the days on which a course comes back."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.stale_forms import StaleCheckForm

MOST, LATEST = 6, 730
"""So many refreshers of one course, and so many days after it at most."""
_DIGITS = re.compile(r"\d{1,4}")


class ScheduleForm(StaleCheckForm):
    days = forms.CharField(
        label=gettext_lazy("Days after the course"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as 7, 30, 90. Left empty, the course does not come back."),
    )

    def clean_days(self) -> list[int]:
        text: Any = self.cleaned_data["days"]
        days = sorted({int(one) for one in _DIGITS.findall(text)})
        if re.sub(r"[\d\s,;،፣]", "", text) or len(days) > MOST or not all(1 <= one <= LATEST for one in days):
            raise forms.ValidationError(
                _("Write at most %(most)s numbers from 1 to %(latest)s, such as 7, 30, 90.")
                % {"most": MOST, "latest": LATEST}
            )
        return days
