"""How many text messages the institutions of an administrator sent this month, and what they cost."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from lms.people.choices import Role
from lms.people.models import Institution, User

from .counting import month_of
from .models import SmsMonth
from .setting_up import most_of, price_of

MOST = 50


@dataclass(frozen=True)
class Spent:
    """`parts` of messages of `most`; `price` is what they cost, in the words of the installation, or nothing."""

    institution: str
    parts: int
    most: int
    price: str


def this_month(viewer: User, *, now: datetime) -> list[Spent]:
    """Those that sent any. One statement."""
    rows = SmsMonth.objects.filter(institution__in=Institution.objects.visible_to(viewer, Role.ADMINISTRATOR))
    recent = rows.filter(parts__gt=0).select_related("institution").order_by("-month", "institution__name")[:MOST]
    return [
        Spent(row.institution.local_name(), row.parts, most_of(row.institution), _price(row))
        for row in recent
        if row.month == month_of(row.institution, now)
    ]


def _price(row: SmsMonth) -> str:
    """The price of a part is a number and a currency, as in “0.80 KES”."""
    number, _space, currency = price_of(row.institution).partition(" ")
    try:
        return f"{Decimal(number) * row.parts} {currency}".strip() if number else ""
    except InvalidOperation:
        return ""
