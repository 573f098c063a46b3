"""Names of the views of seats: the same name means the same view. They tell nothing about other seats."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import blake2s

from assessments.casework import Script, State, seat_view

from .current_state import state_at
from .models import Run, Seat
from .scripts import script_of
from .statements import seats_with


def name_of(script: Script, state: State, role: str) -> str:
    """Return a digest of the view of the role in this state, and of nothing else; a change of the clock alone keeps
    it.
    """
    view = replace(seat_view(script, state, role), at=0)
    return blake2s(json.dumps(view, default=vars, sort_keys=True).encode(), digest_size=6).hexdigest()


def keep_names(run: Run, script: Script, state: State, roles: Iterable[str]) -> None:
    """Write what the views of these roles are called in the state of the run that is stored. One statement, or none."""
    if names := [(role, name_of(script, state, role)) for role in roles]:
        places = {f"role{place}": role for place, (role, _name) in enumerate(names)}
        views = {f"view{place}": name for place, (_role, name) in enumerate(names)}
        seats_with(len(names)).write(run=run.pk, **places, **views)


def tag_of(row: Seat, now: datetime) -> str:
    """Return an ETag: the name of what the seat sees by now. It is the one that is stored, unless something is due."""
    run = row.run
    if run.next_at is None or run.next_at > now:
        return f'"{row.view}"'
    return f'"{name_of(script_of(run), state_at(run, now), row.role)}"'
