"""A list of people, and what became of its rows."""

from lms.people.administration.roster.models import Roster

HEADING = "Force No,Full name,Sex,Rank\n"
ROWS = HEADING + "KE-1,Achieng Odhiambo,F,Cadet\nKE-2,Barasa Wekesa,M,Cadet\n,Nobody,F,\nUG-300,Okello,M,\n"


def states(roster: Roster) -> list[tuple[int, str, str]]:
    return list(roster.rows.order_by("row").values_list("row", "state", "outcome"))
