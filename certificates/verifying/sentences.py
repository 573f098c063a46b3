"""Sentences with which `/verify/` answers, in the active language; `verify.js` chooses among them by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

GOOD, BAD, UNSURE = "verdict-valid", "verdict-invalid", ""


@dataclass(frozen=True)
class Verdict:
    """An answer: its class, a heading and sentences. `online` offers the register, `host` names another site."""

    name: str
    kind: str
    title: str
    sentences: tuple[str, ...] = ()
    online: bool = False
    host: bool = False


@dataclass(frozen=True)
class Note:
    """A sentence about what was checked; where it is `dated` the day of the list follows."""

    name: str
    sentence: str
    dated: bool = False


def verdicts() -> list[Verdict]:
    compare = _("Compare what stands here with the paper and with the identity card of the person.")
    return [
        Verdict("genuine", GOOD, _("This certificate is genuine"), (compare,), online=True),
        Verdict("expired", BAD, _("This certificate has expired"), (_("It is genuine and was valid."),), online=True),
        Verdict("revoked", BAD, _("This certificate was revoked"), online=True),
        Verdict(
            "replaced",
            BAD,
            _("This certificate was replaced"),
            (_("A corrected one was issued in its place. Ask the person for that one."),),
            online=True,
        ),
        Verdict("withdrawn", BAD, _("This certificate was withdrawn at its holder’s request"), online=True),
        Verdict(
            "altered",
            BAD,
            _("This code is not genuine"),
            (_("It was altered or is damaged. Scan it once more; if the answer stays, do not trust the paper."),),
        ),
        Verdict(
            "outside",
            BAD,
            _("This code is not genuine"),
            (_("It bears a day on which its key signed nothing."),),
        ),
        Verdict(
            "unknown-key",
            UNSURE,
            _("This device does not know the key"),
            (_("Either the key is newer than the list on this device, or the code is not ours. Renew the list."),),
        ),
        Verdict(
            "leaked",
            UNSURE,
            _("Ask online"),
            (_("The key of this certificate is in wrong hands, so this device cannot tell whether it is genuine."),),
            online=True,
        ),
        Verdict(
            "foreign",
            UNSURE,
            _("This certificate is of another site"),
            (_("This page knows certificates of its own site only. Verify it at:"),),
            host=True,
        ),
        Verdict(
            "typed",
            UNSURE,
            _("A number alone proves nothing"),
            (_("Without a network only the square code can be checked. Scan it, or ask again with a network."),),
        ),
        Verdict("no-code", UNSURE, _("No code of a certificate was found"), (_("Hold it flat, whole and in light."),)),
        Verdict(
            "no-camera",
            UNSURE,
            _("The camera or the picture cannot be used"),
            (_("Allow the camera for this page, or choose a picture of the code."),),
        ),
        Verdict(
            "without-keys",
            UNSURE,
            _("This device has no keys yet"),
            (_("Open this page once with a network."),),
        ),
        Verdict(
            "unable",
            UNSURE,
            _("This browser cannot check signatures"),
            (_("Open the page by its address with https, or in a newer browser."),),
        ),
    ]


def notes() -> list[Note]:
    return [
        Note("list", _("Revoked certificates were looked up in the list of:"), dated=True),
        Note("list-old", _("This list is older than a week: who was revoked since is not on it. Renew it.")),
        Note(
            "list-before", _("Not checked: whether it was revoked. The list is older than the certificate:"), dated=True
        ),
        Note("without-list", _("Not checked: whether it was revoked. There is no list on this device.")),
        Note("shortened", _("The text ends with “…” where the code has no room for more: compare what is there.")),
        Note("clock", _("By the clock of this device it was signed in the future. Set the clock.")),
        Note("has-list", _("The list of revoked certificates is of:"), dated=True),
        Note("has-none", _("There is no list of revoked certificates here yet. Certificates can be verified online.")),
        Note("offline", _("There is no network: the list could not be renewed.")),
        Note(
            "refused",
            _(
                "The site sent keys or a list that this device cannot trust, and they were refused. If the site has "
                "told you of new keys, trust them."
            ),
        ),
    ]
