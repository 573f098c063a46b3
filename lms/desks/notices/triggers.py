"""Triggers of the database keep how many notices a person has not read in their own row."""

from lms.foundation.database.triggers import Trigger, TriggerSet

from .models import Notice
from .services import recount_unread

TABLE = Notice._meta.db_table
_MORE = "UPDATE people_user SET unread_notices = unread_notices + 1 WHERE id = NEW.person_id"
_LESS = "UPDATE people_user SET unread_notices = unread_notices - 1 WHERE id = OLD.person_id AND unread_notices > 0"
TRIGGERS = (
    Trigger(TABLE, "INSERT", _MORE, when="NEW.read_at IS NULL"),
    Trigger(TABLE, "DELETE", _LESS, when="OLD.read_at IS NULL"),
    Trigger(TABLE, "UPDATE", _LESS, when="OLD.read_at IS NULL AND NEW.read_at IS NOT NULL"),
    Trigger(
        TABLE,
        "UPDATE",
        f"{_LESS}; {_MORE}",
        when="OLD.read_at IS NULL AND NEW.read_at IS NULL AND OLD.person_id <> NEW.person_id",
    ),
)


UNREAD = TriggerSet(
    prefix="notices_unread_",
    triggers=TRIGGERS,
    make_up=recount_unread,
    called="numbers of unread notices",
    check_id="notices.W001",
)
