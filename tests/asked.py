"""Whether an answer asks its person to show again who it is, in place of what was sent."""

from typing import Any

from lms.people.identity.factors.stepup import KEY


def asks(answer: Any) -> bool:
    return answer.status_code == 200 and 'name="confirm-password"' in answer.content.decode()


def long_ago(browser: Any) -> Any:
    """`browser`, whose person showed it too long ago."""
    session = browser.session
    session[KEY] = 0
    session.save()
    return browser
