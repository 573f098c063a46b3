"""What this room, and the libraries it signs people in with, keep about people."""

from lms.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "people.User",
        person="",
        what="Name, service number, e-mail address, phone, sex, rank, role family, year of birth and institution.",
    ),
    PersonalData(
        "people.Membership",
        person="user",
        what="Which role somebody has at which institution.",
    ),
    PersonalData(
        "people.SearchWord",
        person="user",
        what="The words of somebody's name, service number and e-mail address, by which they are found.",
    ),
    PersonalData(
        "people.CohortMember",
        person="user",
        what="Who learns in which cohort.",
    ),
    PersonalData(
        "people.Mail",
        person="person",
        what="Which mails were sent to somebody, without what they said.",
    ),
    PersonalData(
        "people.NewAddress",
        person="person",
        what="An e-mail address that somebody has still to confirm.",
    ),
    PersonalData(
        "people.PluginSwitch",
        person="changed_by",
        what="Who switched a plugin on or off.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.AuditEntry",
        person="person",
        what="Who saw or changed what of somebody, and when they signed in, by number; two years, then in files.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.AuditEntry",
        person="by",
        what="What somebody saw or changed of others, by number; two years, then in files.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.RosterRow",
        person="person",
        what="What a list said of somebody, for thirty days after it came in.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.Roster",
        person="by",
        what="Who brought or applied a list of people.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.TransferRequest",
        person="person",
        what="That another institution asked for somebody.",
    ),
    PersonalData(
        "people.TransferRequest",
        person="asked_by",
        what="Who asked for somebody of another institution.",
        erased="kept without the person",
    ),
    PersonalData(
        "people.Session",
        person="user",
        what="Where somebody is signed in, since when and on what kind of device, until they sign out or it is over.",
    ),
    PersonalData(
        "mfa.Authenticator",
        person="user",
        what="The second factor of somebody: what their app and their recovery codes are made of, encrypted, and when "
        "it was used last.",
    ),
    PersonalData(
        "axes.AccessAttempt",
        person="",
        what="Failed sign-ins by service number and address of the network, for some minutes.",
    ),
)
