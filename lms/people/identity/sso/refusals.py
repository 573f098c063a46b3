"""Reasons why a person is not signed in through their institution, with a sentence for each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CANCELLED, STALE, UNREACHABLE, UNTRUSTED, NO_NUMBER, UNKNOWN, TOLD_AN_ERROR, NOT_ASKED = (
    "cancelled",
    "stale",
    "unreachable",
    "untrusted",
    "no_number",
    "unknown",
    "error",
    "not_asked",
)
SENTENCES: dict[str, str | Promise] = {
    CANCELLED: _("You have not signed in at your institution. Try again, or sign in with your password."),
    STALE: _("This sign-in took too long, or was begun in another browser. Begin again."),
    UNREACHABLE: _(
        "The sign-in of your institution does not answer. Try again in some minutes, or sign in with your password."
    ),
    UNTRUSTED: _(
        "The answer of your institution’s sign-in cannot be checked. Tell the person who looks after accounts."
    ),
    NO_NUMBER: _(
        "The sign-in of your institution does not say your service number. Tell the person who looks after accounts."
    ),
    UNKNOWN: _(
        "No account here can be opened with this sign-in. Sign in with your password, or ask the person who looks "
        "after accounts."
    ),
    TOLD_AN_ERROR: _(
        "The sign-in of your institution tells of an error. Try again, or sign in with your password; if it happens "
        "again, tell the person who looks after accounts."
    ),
    NOT_ASKED: _(
        "The sign-in of your institution did not ask again who you are. Use your password, or sign out and in again."
    ),
}


class Refused(Exception):
    """Refusal: no person is signed in. `reason` is one of those above; `detail` says more, in English, for the log and
    for people who set the provider up: never a typed text, never a token.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason])
