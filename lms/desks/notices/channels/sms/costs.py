"""Numbers and costs of the text messages that the institutions of an administrator sent this month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.switchboard.setting_values import values_for_each

from .gateway_settings import PART, monthly_limit_in, price_in
from .models import SmsMonth
from .quotas import month_of

MOST = 50


@dataclass(frozen=True)
class MonthlyCosts:
    """`parts` of messages of `most`; `price` is what they cost, in the words of the installation, or nothing."""

    institution: str
    parts: int
    most: int
    price: str


def this_month(viewer: User, *, now: datetime) -> list[MonthlyCosts]:
    """Return the spending of those institutions that sent any message this month. Two statements."""
    rows = SmsMonth.objects.filter(institution__in=Institution.objects.visible_to(viewer, Role.ADMINISTRATOR))
    recent = rows.filter(parts__gt=0).select_related("institution").order_by("-month", "institution__name")[:MOST]
    running = [row for row in recent if row.month == month_of(row.institution, now)]
    said = values_for_each(PART, [row.institution for row in running]) if running else {}
    return [_spent(row, said[row.institution_id]) for row in running]


def _spent(row: SmsMonth, said: Mapping[str, object]) -> MonthlyCosts:
    return MonthlyCosts(
        row.institution.local_name(), row.parts, monthly_limit_in(said), _price(row.parts, price_in(said))
    )


def _price(parts: int, of_one: str) -> str:
    """Return the price. The price of a part is a number and a currency, as in “0.80 KES”."""
    number, _space, currency = of_one.partition(" ")
    try:
        return f"{Decimal(number) * parts} {currency}".strip() if number else ""
    except InvalidOperation:
        return ""
