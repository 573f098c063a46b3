"""People who have nothing yet, at an academy whose name is as long as names get:
their pages are empty and must still fit.
"""

from lms.people.administration.records import services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

PASSWORD = "a-picture-of-every-page"
ACADEMY = "National Academy for Police, Gendarmerie, Immigration and Border Guard Training of the Southern Lakes Region"
NAME = "Tewodros Gebremariam Woldegiyorgis Habtemichael-Ssebunnya"
ROLES = {"new learner": None, "new instructor": Role.INSTRUCTOR, "new coordinator": Role.COORDINATOR}


def arrive() -> dict[str, tuple[str, str]]:
    """Create the newcomers where they are not there yet; returns service number and password by role."""
    country = Institution.objects.get(kind=Kind.COUNTRY, country="UG")
    academy = Institution.objects.filter(name=ACADEMY).first() or services.create_institution(
        name=ACADEMY, kind=Kind.ACADEMY, parent=country
    )
    found = {}
    for place, (who, role) in enumerate(ROLES.items(), 1):
        number = f"UG-9000{place}"
        person = User.objects.filter(service_number=number).first()
        if person is None:
            person = User.objects.create_user(number, PASSWORD, name=NAME, sex="M", institution=academy, language="en")
            if role:
                services.appoint(user=person, institution=academy, role=role)
            if role == Role.INSTRUCTOR:
                services.open_cohort(
                    institution=academy,
                    name="Intake of officers seconded from regional and district commands, second half-year",
                )
        found[who] = (number, PASSWORD)
    return found
