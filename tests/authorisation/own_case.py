"""What learners get who are staff as well, at the addresses that do something about a learner."""

ABOUT_PEOPLE = {"serial", "attempt", "attendance", "session", "sitting", "ticket", "minute", "cohort", "person"}
"""Arguments of an address that name something of a learner's."""
REASON = {"reason": "Because I want it", "minutes": "60"}
IN_ONES_OWN_CASE: dict[str, tuple[int, dict[str, str]]] = {
    "academy:cohort-fill": (302, {"numbers": "KE-20377", "lines": "KE-20377"}),
    "academy:cohort-rule": (302, {"since": "2999-01-01"}),
    "academy:pair": (404, {"into": "{person}"}),
    "academy:pair-apart": (404, {}),
    "academy:person-account": (404, {"may": "no"}),
    "academy:person-correct": (404, {"name": "Somebody Else", "service_number": "KE-1"}),
    "academy:person-factor": (404, REASON),
    "academy:sign-in-person": (404, {"give": "password"}),
    "academy:person-remove": (404, {}),
    "academy:person-rights": (404, {"superuser": "on"}),
    "academy:person-transfer": (404, {"institution": "{institution}"}),
    "academy:role-give": (404, {"role": "administrator", "institution": "{institution}"}),
    "privacy:person": (404, REASON),
    "privacy:stop": (404, {}),
    "certificates:again": (403, {}),
    "certificates:revoke": (403, {"why": "Because I want it"}),
    "quiz:close": (403, {}),
    "quiz:codes": (403, {}),
    "quiz:latecomers": (403, {}),
    "quiz:exceptions": (
        422,
        {"activity": "{quiz_id}", "whom": "{person}", "extra_minutes": "60", "reason": "Because I want it"},
    ),
    "quiz:mark": (404, {"percent": "100", "turn": "3.0", "event_id": "{event_id}"}),
    "quiz:minute": (403, {"what": "mistake", "words": "It was not me", "at": "00:00", "key": "{event_id}"}),
    "quiz:minutes": (403, {"who": "{person}", "what": "present", "at": "00:00", "key": "{event_id}"}),
    "quiz:minutes-board": (403, {}),
    "quiz:minutes-sign": (403, {}),
    "quiz:open": (403, {}),
    "quiz:plan": (403, {"activity": "{quiz_id}", "room": "My own", "planned_at": "2027-01-31T09:00"}),
    "quiz:respond": (
        404,
        {"percent": "100", "changes": "1", "text": "Quite right", "turn": "1.0", "event_id": "{event_id}"},
    ),
    "quiz:room": (403, {"rows": "9", "row_seats": "9", "order": "name"}),
    "quiz:room-rest": (403, {}),
    "quiz:ticket-again": (403, REASON),
    "quiz:ticket-close": (403, REASON),
    "quiz:ticket-extend": (403, REASON),
    "sessions:all-present": (403, {}),
    "sessions:answer": (404, {"status": "present", "text": "Quite right"}),
    "sessions:attendance": (403, {}),
    "sessions:call-off": (403, REASON),
    "sessions:change": (403, {"title": "Mine"}),
    "sessions:plan": (403, {"title": "Mine"}),
    "teach:late": (404, {"decision": "admit", "seen": "0", "event_id": "{event_id}"} | REASON),
    "teach:people": (422, {"numbers": "KE-20377"}),
    "teach:remove": (403, {}),
}
"""What a learner gets who is staff as well and asks for what concerns themselves: status, and what was sent."""
NOBODYS_CASE = {
    "academy:cohort-correct": "name and dates of the cohort",
    "academy:cohort-instructor": "gives a role to somebody else; rights are in people/workspace",
    "academy:cohort-remove": "the whole cohort; its learners keep their records",
    "academy:cohort-rule-end": "whoever is in the cohort stays",
    "quiz:contest": "learners contest their own answers",
    "sessions:arrive": "learners say that they are here, with the code on a board that they cannot open",
    "sessions:own": "learners contest their own record",
}
"""Addresses that name something of a learner's and do nothing for them, and why."""
