"""V7, V13 and V14: copies of the database, and those who come to what stands beside the web server."""

from django.conf import settings

from lms.people import session_store
from lms.people.models import Session

from .mutation import browser, held_by, instead


def test_nobody_signs_in_with_a_key_that_stands_in_a_copy_of_the_database(wanjiru):
    def gets_in() -> bool:
        browser(wanjiru)
        thief = browser()
        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get(user=wanjiru).session_key
        return thief.get("/learn/").status_code == 200

    held_by(instead(session_store, "kept_as", lambda key: key), attack=gets_in)
