"""What names the view of a seat as it is now: the same name, the same view. It says nothing of other seats."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import blake2s

from assessments.casework import see

from .models import Seat
from .present import present
from .scripts import script_of


def tag_of(row: Seat, now: datetime) -> str:
    """An ETag: the version of the seat; where something is due that is not stored yet, with what it comes to."""
    run = row.run
    if run.next_at is None or run.next_at > now:
        return f'"{row.version}"'
    view = replace(see(script_of(run), present(run, now), row.role), at=0)
    digest = blake2s(json.dumps(asdict(view), sort_keys=True).encode(), digest_size=6).hexdigest()
    return f'"{row.version}-{digest}"'
