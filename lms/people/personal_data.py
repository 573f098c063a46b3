"""Personal data that this room, and the libraries for its sign-in, keep about people."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

from .administration.bulk.personal_data import BULK
from .administration.merging.personal_data import MERGING, shorter_roles
from .administration.roster.personal_data import LISTS
from .audit.triggers import LOG
from .identity.personal_data import ACCOUNTS, SHARED_DEVICES

if TYPE_CHECKING:
    from .directory.models import User


def _failures(person: "User") -> object:
    """Return the failed sign-ins, which are counted under the account that was found."""
    from axes.models import AccessAttempt

    from .identity.protection.throttling import account_of

    return AccessAttempt.objects.filter(username=account_of(person))


def _mails(person: "User") -> object:
    """Return the mails about a person, and those to their address that are still to be looked up."""
    from django.db.models import Q

    from .identity.mail.mails import Mail

    theirs = Q(person=person) | (Q(recipient__iexact=person.email) if person.email else Q())
    return Mail.objects.filter(theirs)


def _transfers(person: "User") -> object:
    """Return the requests for a person, and those that only name their number."""
    from django.db.models import Q

    from .administration.transfers.models import TransferRequest

    return TransferRequest.objects.filter(Q(person=person) | Q(person=None, number__iexact=person.service_number))


def _history(person: "User") -> object:
    """Return the entries of the admin's history about a person, or about a role or place of theirs: it calls these by
    the name that the person had then.
    """
    from django.db.models import Q
    from wagtail.models import ModelLogEntry

    about = Q(content_type__model="user", object_id=str(person.pk))
    if person.name:
        about |= Q(content_type__model__in=("membership", "cohortmember"), label__startswith=f"{person.name} ")
    return ModelLogEntry.objects.filter(about, content_type__app_label="people")


ACCOUNT = (
    "service_number",
    "name",
    "email",
    "phone",
    "sex",
    "rank",
    "birth_year",
    "role_family",
    "institution",
    "language",
    "is_active",
    "is_staff",
    "is_superuser",
    "date_joined",
    "last_login",
)
TRANSFER = ("to", "source", "asked_at", "state", "answered_at", "starts_on", "moved_at")
PERSONAL_DATA = (
    PersonalData(
        "people.User",
        person="",
        what=_("Name, service number, e-mail address, phone, sex, rank, role family, year of birth and institution."),
        erased="kept without the person",
        fields=ACCOUNT,
        corrected=_(
            "E-mail, phone, language and password by oneself; all else by the administrator of the institution."
        ),
        emptied={
            "name": "Erased person",
            "email": "",
            "phone": "",
            "sex": "",
            "rank": "",
            "birth_year": None,
            "language": "",
            "institution": None,
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
            "last_login": None,
        },
        staff=ACCOUNT,
    ),
    PersonalData(
        "wagtailcore.ModelLogEntry",
        person="",
        what=_("Actions in the admin on somebody’s account, under the name that they had then."),
        erased="kept without the person",
        fields=("timestamp", "action", "label"),
        rows=_history,
        emptied={"label": "Erased person"},
    ),
    PersonalData(
        "people.Membership",
        person="user",
        what=_("Which role somebody has at which institution."),
        merged="moved",
        spare=shorter_roles,
        staff=("institution", "role", "starts_on", "ends_on"),
    ),
    PersonalData(
        "people.SearchWord",
        person="user",
        what=_("The words of somebody’s name, service number and e-mail address, by which they are found."),
    ),
    PersonalData(
        "people.CohortMember",
        person="user",
        what=_("Cohorts in which somebody learns."),
        merged="moved",
        staff=("cohort", "joined_at", "by_rule"),
    ),
    PersonalData(
        "people.StaysOut",
        person="user",
        what=_("That somebody was taken out of a cohort by hand, so that its rule does not bring them back."),
        merged="moved",
        staff=("cohort",),
    ),
    PersonalData(
        "people.CohortRule",
        person="set_by",
        what=_("Person who set the rule by which a cohort is filled."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.Mail",
        person="person",
        what=_("Which mails were sent to somebody, without what they said."),
        rows=_mails,
        retention=Retention(30, "made_at", swept=True),
    ),
    *ACCOUNTS,
    PersonalData(
        "people.NewAddress",
        person="person",
        what=_("An e-mail address that somebody has still to confirm."),
        retention=Retention(90, "asked_at"),
    ),
    PersonalData(
        "people.PluginSwitch",
        person="changed_by",
        what=_("Person who switched a plugin on or off."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.SignOn",
        person="changed_by",
        what=_("Person who set up the single sign-on of an institution."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.AuditEntry",
        person="person",
        what=_("Log of each look at somebody’s data, each change of it, and their sign-ins, by number."),
        erased="kept without the person",
        fields=("at", "action", "page"),
        retention=Retention(730, "at", permit=LOG.permitted),
    ),
    PersonalData(
        "people.AuditEntry",
        person="by",
        what=_("Data of others that somebody saw or changed, by number."),
        erased="kept without the person",
        fields=("at", "action", "page"),
        retention=Retention(730, "at", permit=LOG.permitted),
    ),
    *LISTS,
    *BULK,
    PersonalData(
        "people.TransferRequest",
        person="person",
        what=_("That another institution asked for somebody, and what came of it."),
        fields=TRANSFER,
        merged="moved",
        rows=_transfers,
        retention=Retention(730, "asked_at"),
        staff=TRANSFER,
    ),
    PersonalData(
        "people.TransferRequest",
        person="asked_by",
        what=_("Person who asked for somebody of another institution."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.TransferRequest",
        person="answered_by",
        what=_("Person who confirmed, refused or withdrew a transfer."),
        erased="kept without the person",
    ),
    *SHARED_DEVICES,
    PersonalData(
        "people.Session",
        person="user",
        what=_(
            "Where somebody is signed in, since when and on what kind of device, until they sign out or it is over."
        ),
        fields=("device", "began_at", "last_used_at", "expire_date"),
        retention=Retention(1, "expire_date", swept=True),
    ),
    PersonalData(
        "mfa.Authenticator",
        person="user",
        fields=("type", "created_at", "last_used_at"),
        what=_(
            "The second factor of somebody: what their app and their recovery codes are made of, encrypted, and when "
            "it was used last."
        ),
    ),
    PersonalData(
        "account.EmailAddress",
        person="user",
        what=_("An e-mail address as the library for second factors knows it."),
    ),
    PersonalData(
        "axes.AccessAttempt",
        person="",
        what=_("Failed sign-ins by service number and address of the network, for some minutes."),
        rows=_failures,
        fields=("attempt_time", "ip_address", "user_agent", "failures_since_start"),
        retention=Retention(1, "attempt_time", swept=True),
    ),
    PersonalData(
        "people.StandIn",
        person="person",
        what=_("That somebody stands in for a colleague, and when."),
        fields=("starts_on", "ends_on"),
        staff=("starts_on", "ends_on"),
        merged="moved",
    ),
    PersonalData(
        "people.StandIn",
        person="confirmed_by",
        what=_("Person who confirmed that somebody stands in."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.StandIn",
        person="given_by",
        what=_("Person who had somebody stand in."),
        erased="kept without the person",
    ),
    *MERGING,
)
