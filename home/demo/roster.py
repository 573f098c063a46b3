"""A list of people as an academy brings it, applied, with a few rows that were refused."""

from datetime import datetime, timedelta

from lms.people.administration.roster import runner, services
from lms.people.administration.roster.models import Roster

from .school import School

COHORT = "Intake 2027 A"
NAME = f"{COHORT}.csv"
LIST = """Mlima Police Academy;;;;
Force No;Full name;Sex;Rank;Date of birth
KE-20901;Atieno Odera;F;Cadet;12/03/2005
KE-20902;Kiprono Langat;M;Cadet;30/11/2004
KE-20903;Zawadi Mwachiro;F;Cadet;02/07/2005
KE-20903;Zawadi Mwachiro;F;Cadet;02/07/2005
;Nekesa Wafula;F;Cadet;19/01/2006
KE-20905;Mutiso Kilonzo;male;Cadet;31/02/2005
KE-20906;Halima Abdi;F;Cadet;08/09/2005
"""


def bring(school: School, *, now: datetime) -> None:
    """Import a roster: the Kenyan academy's administrator brings the next intake, a day ago."""
    campus = next(one for one in school.campuses if one.about.country == "KE")
    at, by = now - timedelta(days=1), school.roles["administrator"]
    roster = services.begin(
        data=LIST.encode(),
        name=NAME,
        institution=campus.academy,
        cohort_name=COHORT,
        by=by,
        now=at,
        queued=False,
    )
    runner.run(roster.pk, clock=lambda: at)
    roster.refresh_from_db()
    if roster.status == Roster.Status.READY:
        services.apply(roster=roster, by=by, now=at, queued=False)
        runner.run(roster.pk, clock=lambda: at)
