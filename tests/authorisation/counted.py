"""An indicator of a country, and a value of it."""

from lms.desks.indicators import services
from lms.desks.indicators.counting.rules import Rules


def counted(country, coordinator, *, now) -> dict[str, object]:
    rules = Rules("completed", "Officers who completed", by=("sex",))
    indicator = services.define(institution=country, rules=rules, by=coordinator, now=now).indicator
    count = services.ask(indicator=indicator, as_of=now.date(), by=coordinator, now=now)
    return {"indicator": indicator.pk, "value": services.make(count.pk).pk}
