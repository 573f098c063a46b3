"""Sentence for institutions that issue no certificates."""

from django.utils.translation import gettext as _

from lms.people.directory.institutions import Institution


def no_certificate_sentence(institution: Institution) -> str:
    """Explain why completing a course there gives no certificate, and who issues one; nothing where it gives one."""
    if institution.issues is not False:
        return ""
    about = {"institution": institution.local_name(), "issuer": institution.issuer}
    if institution.issuer:
        return _("%(institution)s issues no certificates itself. Certificates are issued by: %(issuer)s") % about
    return _("%(institution)s issues no certificates. Ask there who confirms what you completed.") % about
