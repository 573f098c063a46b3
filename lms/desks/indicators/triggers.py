"""The database itself refuses to change definitions, targets, sealed values and the rows behind them."""

from lms.foundation.database.append_only import AppendOnly


def _kept(name: str, called: str, number: int) -> AppendOnly:
    return AppendOnly(
        table=f"indicators_{name}",
        setting="mafunzo.indicators",
        permit_table="indicators_permit",
        called=called,
        refusal=f"The {called} is append-only: a row is never changed or deleted.",
        check_id=f"indicators.W00{number}",
    )


KEPT = (
    _kept("definition", "table of definitions of indicators", 1),
    _kept("target", "table of targets of indicators", 2),
    _kept("snapshot", "table of sealed values", 3),
    _kept("snapshotrow", "table of rows behind sealed values", 4),
)
