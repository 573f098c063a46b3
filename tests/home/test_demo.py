"""The demo school: built once through the services, the same every time, true in its dates,
thrown away on request only.
"""

import json
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

from home.management.commands import demo
from tests import databases

from .test_deployment import ROOT, manage
from .test_wrong_commands import ONE_AFTER_ANOTHER

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup):
    """A demo school. What `migrate` would make, and the fonts that are cut, come from what other tests have made."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(databases.CACHE / f"template-{databases.fingerprint()}.sqlite3", folder / "mafunzo.sqlite3")
    (folder / "fonts").symlink_to(databases.CACHE / "fonts", target_is_directory=True)
    result = manage("demo", "--port", "8123", MAFUNZO_DATA=str(folder))
    assert result.returncode == 0, result.stderr
    assert "http://127.0.0.1:8123/" in result.stdout
    return folder


TICKETS = "quiz_ticket t JOIN quiz_sitting s ON s.id = t.sitting_id WHERE s.opened_at IS NOT NULL"
HELD = "EXISTS (SELECT 1 FROM quiz_ticket u WHERE u.sitting_id = s.id AND u.attempt_id IS NOT NULL)"
SAT = "progress_attempt a JOIN quiz_ticket k ON k.attempt_id = a.id WHERE k.id IS NOT NULL"
OF_ACTIVITIES = "progress_attempt a JOIN courses_activity c ON c.id = a.activity_id"
TESTED = f"{OF_ACTIVITIES} WHERE a.completed_at IS NOT NULL"
REFERRED = f"{OF_ACTIVITIES} WHERE c.slug = 'exercise-identification-and-referral'"
OBSERVED = "observation_finding f JOIN progress_attempt a ON a.id = f.attempt_id"
OPEN = f"{OF_ACTIVITIES} WHERE a.closed_at IS NULL"
ASKED = "followups_inquiry WHERE asked_at IS NOT NULL"
LIKE = "SELECT kind, key FROM people_likenesskey GROUP BY kind, key HAVING count(*) > 1"
TOLD = "notices_notice n JOIN people_user u ON u.id = n.person_id WHERE u.service_number = 'KE-20377'"
FOLLOWING = "progress_event a JOIN progress_event b ON a.attempt_id = b.attempt_id AND b.position = a.position + 1"
RELEASED = "progress_enrolment e JOIN courses_release r ON r.id = e.release_id"


def ask(folder, question):
    return sqlite3.connect(folder / "mafunzo.sqlite3").execute(question).fetchall()


def test_there_is_one_sign_in_per_role_readable_by_the_owner_alone(folder):
    found = {entry["role"]: entry for entry in json.loads((folder / "sign-ins.json").read_text())}
    assert {
        "learner",
        "learner (Arabic)",
        "instructor",
        "coordinator",
        "administrator",
        "editor",
        "reviewer",
        "superuser",
    } <= set(found)
    assert all(set(entry) == {"role", "username", "password", "address"} for entry in found.values())
    assert found["learner"]["address"] == "http://127.0.0.1:8123/"
    assert (folder / "sign-ins.json").stat().st_mode & 0o077 == 0


SECOND = "progress_event WHERE verb = 'scored' AND CAST(data AS TEXT)"
COUNTS = [
    ("reports are summed up", "reporting_refresh WHERE as_of IS NOT NULL", 1),
    ("academies", "people_institution WHERE kind = 'academy'", 4),
    ("countries", "people_institution WHERE kind = 'country'", 4),
    ("cohorts", "people_cohort", 11),
    ("conditions of pages", "courses_pagecondition WHERE kind = 'course'", 1),
    ("exams that are over", "quiz_sitting WHERE opened_at IS NOT NULL AND closed_at IS NOT NULL", 2),
    ("exams that are planned", "quiz_sitting WHERE opened_at IS NULL AND closed_at IS NULL", 1),
    ("people who missed an exam that was held", f"{TICKETS} AND t.attempt_id IS NULL AND {HELD}", 2),
    ("attempts of exams that stay open", f"{SAT} AND a.closed_at IS NULL", 0),
    (
        "marks of a second marker",
        f"{SECOND} LIKE '%\"round\": 2%'",
        1,
    ),
    ("answers contested", "progress_event WHERE verb = 'contested'", 2),
    ("certificates that need a network to be verified", "certificates_certificate WHERE statement = ''", 0),
    ("certificates revoked", "certificates_certificate WHERE revoked_at IS NOT NULL AND revoked_why != ''", 1),
    ("certificates replaced", "certificates_certificate WHERE replaced_at IS NOT NULL", 1),
    ("certificates shown by a link", "certificates_share", 1),
    ("files for a ceremony", "certificates_ceremony WHERE status = 'done' AND left_out = '{}'", 1),
    ("lists of people applied", "people_roster WHERE status = 'done'", 1),
    ("cards to print", "people_cardsheet WHERE sealed != '' AND status = 'done' AND total = 4", 1),
    ("transfers made", "people_transferrequest WHERE state = 'accepted'", 1),
    ("transfers to answer", "people_transferrequest WHERE state = 'open'", 1),
    ("other names asked for", "people_namerequest WHERE status = 'waiting'", 1),
    ("notices to accept", "privacy_notice", 1),
    ("orders on regular training", "switchboard_pluginvalue WHERE plugin = 'regular-training'", 3),
    ("records of presence contested", "meetings_attendance WHERE contest != ''", 1),
    ("questions that wait", "conversations_thread WHERE waiting = 1", 1),
    ("questions that were answered", "conversations_thread WHERE waiting = 0", 2),
    ("answers reported", "conversations_report WHERE handled_at IS NULL", 1),
    ("people who are told by day", "notices_preference WHERE kind = '*daily'", 1),
    ("observations passed", f"{OBSERVED} WHERE a.passed = 1", 3),
    ("observations not passed", f"{OBSERVED} WHERE a.passed = 0", 1),
    ("observations acknowledged with a comment", "observation_finding WHERE comment != ''", 1),
    ("observations in a draft", "observation_observation WHERE signed_at IS NULL", 1),
    ("tests of the core that are open", f"{OPEN} AND c.slug = 'quiz-after'", 1),
    ("pictures of cases", "simulation_picture", 1),
    ("events of the future", "progress_event WHERE received_at > datetime('now')", 0),
    ("events that came before the one before", f"{FOLLOWING} WHERE b.received_at < a.received_at", 0),
    ("enrolments in a later release", f"{RELEASED} WHERE r.made_at > e.enrolled_at", 0),
]
SOME = [
    ("sums", "reporting_sum", 1),
    ("enrolments assigned", "progress_enrolment WHERE status = 'assigned'", 11),
    ("enrolments started", "progress_enrolment WHERE status = 'started'", 11),
    ("enrolments completed", "progress_enrolment WHERE status = 'completed'", 11),
    ("enrolments overdue", "progress_enrolment WHERE completed_at IS NULL AND due_at < datetime('now')", 6),
    ("assignments that fall due", "progress_assignment WHERE due_at > datetime('now')", 3),
    ("attempts failed", "progress_attempt WHERE passed = 0", 11),
    ("certificates that are over", "certificates_certificate WHERE valid_until < date('now')", 3),
    ("programmes completed", "progress_programmecompletion", 1),
    ("exercises checked", "progress_attempt WHERE kind = 'quiz' AND state LIKE '%\"checked\"%'", 11),
    ("answers that wait to be marked", "progress_attempt WHERE waiting = 1", 3),
    ("people who sat an exam", f"{TICKETS} AND t.attempt_id IS NOT NULL", 10),
    ("people tested before", f"{TESTED} AND c.slug = 'trafficking-before'", 10),
    ("people tested after", f"{TESTED} AND c.slug = 'trafficking-after'", 10),
    ("people tested before the core", f"{TESTED} AND c.slug = 'quiz-before'", 13),
    ("people tested after the core", f"{TESTED} AND c.slug = 'quiz-after'", 10),
    ("forms marked", f"{REFERRED} AND a.waiting = 0 AND a.score IS NOT NULL", 2),
    ("forms that wait to be marked", f"{REFERRED} AND a.waiting = 1", 1),
    ("people who are like another", f"({LIKE})", 1),
    ("stays", "progress_stay", 1),
    ("people who say whether they use a course at work", "followups_answer WHERE used != ''", 4),
    ("people who were asked and have not answered", f"{ASKED} AND answered_at IS NULL AND months = 3", 1),
    ("surveys answered", "followups_answer WHERE inquiry_id IS NULL", 5),
    ("surveys open", f"{ASKED} AND answered_at IS NULL AND months = 0", 1),
    ("use at work that a supervisor confirms", "followups_confirmation WHERE confirmed", 1),
    ("notices that the learner read", f"{TOLD} AND n.read_at IS NOT NULL", 1),
    ("notices that the learner has yet to read", f"{TOLD} AND n.read_at IS NULL", 1),
    ("sessions about a course", "meetings_session WHERE course_id IS NOT NULL", 7),
    ("text messages", "notices_delivery WHERE channel = 'sms'", 1),
]


@pytest.mark.parametrize(("rows", "number"), [one[1:] for one in COUNTS], ids=[one[0] for one in COUNTS])
def test_there_are_exactly_as_many_rows_of_this_as_were_told(folder, rows, number):
    assert ask(folder, f"SELECT count(*) FROM {rows}") == [(number,)]


@pytest.mark.parametrize(("rows", "least"), [one[1:] for one in SOME], ids=[one[0] for one in SOME])
def test_there_are_some_rows_of_what_is_never_shown_empty(folder, rows, least):
    assert ask(folder, f"SELECT count(*) FROM {rows}")[0][0] >= least


def test_people_write_in_their_scripts_and_most_accepted_the_notice(folder):
    names = [name for (name,) in ask(folder, "SELECT name FROM people_user")]
    assert 110 <= len(names) <= 150
    assert re.search("[\u1200-\u137f]", "".join(names)) and re.search("[\u0600-\u06ff]", "".join(names))
    assert 15 < ask(folder, "SELECT count(*) FROM privacy_acceptance")[0][0] < len(names)
    assert 8 <= ask(folder, "SELECT count(*) FROM people_institution WHERE kind = 'unit'")[0][0] <= 12


def test_no_row_is_in_a_state_that_the_school_does_not_tell_of(folder):
    for rows, states in (
        ("status FROM progress_assignment", {"done"}),
        ("state FROM people_rosterrow", {"create", "refused"}),
        ("state FROM people_transferrequest", {"accepted", "open"}),
        ("kind FROM courses_pagecondition", {"course"}),
        ("status FROM certificates_certificate", {"rendered"}),
    ):
        assert {state for (state,) in ask(folder, f"SELECT DISTINCT {rows}")} == states
    devices = ask(folder, "SELECT device FROM people_session WHERE user_id IS NOT NULL ORDER BY device")
    assert devices == [("Chrome, Android",), ("Chrome, Windows",), ("Firefox, Windows",)]


def test_each_completion_has_its_certificate(folder):
    completed = "SELECT (SELECT count(*) FROM progress_enrolment WHERE status = 'completed')"
    completed += " + (SELECT count(*) FROM progress_programmecompletion)"
    assert ask(folder, "SELECT count(*) FROM certificates_certificate WHERE replaced_at IS NULL") == ask(
        folder, completed
    )


def test_what_was_written_is_marked_with_a_comment_and_a_rubric(folder):
    of_quizzes = "attempt_id IN (SELECT id FROM progress_attempt WHERE kind = 'quiz')"
    marked = ask(folder, f"SELECT data FROM progress_event WHERE verb = 'scored' AND {of_quizzes}")
    assert len(marked) >= 3
    for (data,) in marked:
        for given in json.loads(data)["marks"].values():
            assert given["comment"] and len(given["rubric"]) >= 3


def test_a_rebuild_from_the_journal_finds_no_difference(folder):
    commands = json.dumps([("rebuild_progress", "--check"), ("replay_runs", "--check")])
    own = {"MAFUNZO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    asked = [sys.executable, "-c", ONE_AFTER_ANOTHER, commands]
    said = subprocess.run(asked, cwd=ROOT, env=own, capture_output=True, text=True, timeout=300)
    assert "0 rows differ" in said.stdout and "0 of 3 runs differ" in said.stdout, said


def test_a_second_run_keeps_the_data_and_learns_the_new_address(folder):
    before = json.loads((folder / "sign-ins.json").read_text())
    result = manage("demo", "--port", "8124", MAFUNZO_DATA=str(folder))
    after = json.loads((folder / "sign-ins.json").read_text())
    assert "Building" not in result.stdout
    assert [entry["password"] for entry in after] == [entry["password"] for entry in before]
    assert after[0]["address"] == "http://127.0.0.1:8124/"


def test_a_database_of_somebody_else_is_never_thrown_away(folder, tmp_path):
    (tmp_path / "mafunzo.sqlite3").write_bytes(b"years of records")
    result = manage("demo", "--reset", MAFUNZO_DATA=str(tmp_path))
    assert result.returncode != 0
    assert "Name another folder" in result.stderr
    assert (tmp_path / "mafunzo.sqlite3").read_bytes() == b"years of records"


def test_mails_and_counts_of_faults_are_thrown_away_with_the_school_and_files_of_others_are_not(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    for name in ("mail", "sms", "cache", "audit", "fonts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one").write_text("")
    demo.Command()._throw_away()
    assert [path.name for path in tmp_path.iterdir()] == ["fonts"]


def test_every_kind_of_page_that_is_pictured_is_reached(folder):
    """Last: it adds people to the school who have nothing yet."""
    command = [sys.executable, "-m", "tests.pictures.reached"]
    found = subprocess.run(
        command, cwd=ROOT, env={"MAFUNZO_DATA": str(folder)}, capture_output=True, text=True, timeout=300
    )
    assert (found.returncode, found.stdout) == (0, ""), found.stderr


def test_a_cohort_met_and_meets_again(folder):
    """A class with who came, one record contested, a class within the hour, and a drill that is still to come."""
    of_cohorts = "FROM meetings_session s JOIN people_cohort c ON c.id = s.cohort_id WHERE c.closed_at IS NULL"
    of_cohorts += " AND c.id IN (SELECT cohort_id FROM meetings_session WHERE kind = 'drill')"
    assert ask(folder, f"SELECT kind, ends_at < datetime('now') {of_cohorts} ORDER BY planned_at") == [
        ("class", 1),
        ("class", 0),
        ("drill", 0),
    ]
    of_sessions = f"FROM meetings_attendance WHERE session_id IN (SELECT s.id {of_cohorts})"
    states = dict(ask(folder, f"SELECT status, count(*) {of_sessions} GROUP BY status"))
    assert (states["late"], states["excused"], states["absent"]) == (1, 1, 1) and states["present"] >= 5


def test_a_cohort_is_closed_with_its_results(folder):
    """All but one completed the course and have a certificate, and who came to its sessions is known."""
    [(cohort, sessions)] = ask(
        folder,
        "SELECT c.id, (SELECT count(*) FROM meetings_session s WHERE s.cohort_id = c.id) FROM people_cohort c "
        "WHERE c.closed_at IS NOT NULL",
    )
    members = f"learner_id IN (SELECT user_id FROM people_cohortmember WHERE cohort_id = {cohort})"
    states = dict(ask(folder, f"SELECT status, count(*) FROM progress_enrolment WHERE {members} GROUP BY status"))
    assert states["completed"] >= 5 and sum(states.values()) == 8 and len(states) > 1
    earned = "FROM certificates_certificate c JOIN progress_enrolment e ON e.id = c.earned_by_id"
    assert ask(folder, f"SELECT count(*) {earned} WHERE {members}") == [(states["completed"],)]
    assert ask(folder, f"SELECT count(*) FROM meetings_attendance WHERE {members}") == [(8 * sessions,)] == [(16,)]


def test_a_case_is_played_in_three_runs(folder):
    """One was closed, with results; one is in its debrief; one is in the middle."""
    runs = "SELECT status, seq > 5, next_at IS NULL FROM simulation_run ORDER BY name"
    assert ask(folder, runs) == [("closed", 1, 1), ("debrief", 1, 1), ("open", 1, 0)]
    results = (
        "SELECT count(*), min(passed) FROM progress_attempt WHERE kind = 'simulation' AND completed_at IS NOT NULL"
    )
    assert ask(folder, results) == [(7, 1)]
    read = "SELECT count(*) > 21, count(DISTINCT seat_id) FROM simulation_logentry WHERE verb = 'opened'"
    assert ask(folder, read) == [(1, 21)], "cards of former turns were read, so that what is new stands out"
