"""Taking what somebody wrote out of the logs of runs: facts, cards, marks and measures stay what they were."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from ..page.choices import Status
from .etag import keep_names
from .models import LogEntry, Run
from .replay import entries_of, fold_log
from .scripts import script_of
from .triggers import ENTRIES

TOMBSTONE = "…"
TEXTS = ("reason", "text", "as", "owner")
"""What people write, by its name in the data of an entry."""


@transaction.atomic
def erase_texts(rows: QuerySet[LogEntry]) -> None:
    """Replace reasons, messages, notes and free text in forms of these lines, and of their copies in forks, by a
    tombstone, and forget the device; the runs they are in are folded anew. Again it changes nothing.
    """
    keys = list(rows.values_list("pk", flat=True))
    lines = list(LogEntry.objects.filter(Q(pk__in=keys) | Q(source__in=keys)).select_related("run"))
    changed = []
    for line in lines:
        data = without_texts(line)
        if data != line.data or line.device:
            line.data, line.device = data, ""
            changed.append(line)
    with ENTRIES.permitted():
        LogEntry.objects.bulk_update(changed, ["data", "device"])
    for run in Run.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in={line.run_id for line in changed}
    ):
        script, state = script_of(run), fold_log(run, entries_of(run))
        run.state = state.as_json()
        run.save(update_fields=["state"])
        if run.status != Status.PLANNED:
            keep_names(run, script, state, script.seats)


def without_texts(line: LogEntry) -> dict[str, object]:
    """Return the data of a line with a tombstone in place of each text; what was left empty stays so."""
    data = {name: TOMBSTONE if name in TEXTS and value else value for name, value in line.data.items()}
    form = script_of(line.run).forms.get(str(data.get("form"))) if line.verb == "send" else None
    if form is not None and isinstance(values := data.get("values"), Mapping):
        written = {field.id for field in form.fields if field.type in ("text", "long")}
        data["values"] = {id: TOMBSTONE if id in written and value else value for id, value in values.items()}
    return data
