"""The demo school: built once through the services, the same every time, true in its dates,
thrown away on request only.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from home.management.commands import demo
from tests import databases

from .test_deployment import ROOT, manage

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


def test_the_sums_of_reports_are_there(folder):
    assert ask(folder, "SELECT number FROM reporting_refresh WHERE as_of IS NOT NULL") == [(1,)]
    assert ask(folder, "SELECT count(*) > 0 FROM reporting_sum") == [(1,)]


def test_four_academies_with_units_and_cohorts_and_people_in_their_scripts(folder):
    kinds = dict(ask(folder, "SELECT kind, count(*) FROM people_institution GROUP BY kind"))
    assert (kinds["country"], kinds["academy"]) == (4, 4)
    assert 8 <= kinds["unit"] <= 12
    assert ask(folder, "SELECT count(*) FROM people_cohort") == [(10,)]
    names = "".join(name for (name,) in ask(folder, "SELECT name FROM people_user"))
    assert 110 <= ask(folder, "SELECT count(*) FROM people_user")[0][0] <= 150
    assert any("\u1200" <= letter <= "\u137f" for letter in names)
    assert any("\u0600" <= letter <= "\u06ff" for letter in names)


def test_there_is_something_of_everything(folder):
    states = dict(ask(folder, "SELECT status, count(*) FROM progress_enrolment GROUP BY status"))
    assert all(states[state] > 10 for state in ("assigned", "started", "completed"))
    assert ask(folder, "SELECT count(*) FROM progress_attempt WHERE passed = 0")[0][0] > 10
    certificates = dict(ask(folder, "SELECT status, count(*) FROM certificates_certificate GROUP BY status"))
    [(programmes,)] = ask(folder, "SELECT count(*) FROM progress_programmecompletion")
    assert programmes >= 1
    assert certificates == {"rendered": states["completed"] + programmes}
    assert ask(folder, "SELECT kind FROM courses_pagecondition") == [("course",)]
    assert dict(ask(folder, "SELECT status, count(*) FROM progress_assignment GROUP BY status")).keys() == {"done"}
    now = datetime.now(UTC).isoformat(" ")
    assert (
        ask(folder, f"SELECT count(*) FROM progress_enrolment WHERE completed_at IS NULL AND due_at < '{now}'")[0][0]
        > 5
    )
    assert ask(folder, f"SELECT count(*) FROM progress_assignment WHERE due_at > '{now}'")[0][0] > 2


def test_exercises_were_done_and_some_of_what_was_written_waits_to_be_marked(folder):
    exercises = """FROM progress_attempt a JOIN progress_enrolment e ON a.enrolment_id = e.id
    WHERE a.kind = 'quiz' AND a.state LIKE '%"checked"%'"""
    assert ask(folder, f"SELECT count(*) {exercises}")[0][0] > 10
    assert ask(folder, "SELECT count(*) FROM progress_attempt WHERE waiting = 1")[0][0] >= 3
    of_quizzes = "attempt_id IN (SELECT id FROM progress_attempt WHERE kind = 'quiz')"
    marked = ask(folder, f"SELECT data FROM progress_event WHERE verb = 'scored' AND {of_quizzes}")
    assert len(marked) >= 3
    for (data,) in marked:
        [given] = json.loads(data)["marks"].values()
        assert given["comment"]
        assert len(given["rubric"]) == 3


def test_there_is_one_of_what_happens_now_and_then(folder):
    """An exam that is over, one that nobody could sit, another that is planned, an answer contested, a certificate
    revoked, tests to compare.
    """
    over, planned = "opened_at IS NOT NULL AND closed_at IS NOT NULL", "opened_at IS NULL AND closed_at IS NULL"
    for state, number in ((over, 2), (planned, 1)):
        assert ask(folder, f"SELECT count(*) FROM quiz_sitting WHERE {state}") == [(number,)]
    used = "SELECT count(*) FROM quiz_ticket t JOIN quiz_sitting s ON s.id = t.sitting_id WHERE s.opened_at IS NOT NULL"
    assert ask(folder, f"{used} AND t.attempt_id IS NOT NULL")[0][0] >= 10
    held = "EXISTS (SELECT 1 FROM quiz_ticket u WHERE u.sitting_id = s.id AND u.attempt_id IS NOT NULL)"
    assert ask(folder, f"{used} AND t.attempt_id IS NULL AND {held}")[0][0] == 2
    assert ask(folder, "SELECT count(*) FROM progress_attempt a JOIN quiz_ticket t ON t.attempt_id = a.id") == ask(
        folder,
        "SELECT count(*) FROM progress_attempt a JOIN quiz_ticket t ON t.attempt_id = a.id "
        "WHERE a.closed_at IS NOT NULL",
    )
    assert ask(folder, "SELECT count(*) FROM progress_event WHERE verb = 'contested'") == [(1,)]
    revoked = "SELECT count(*) FROM certificates_certificate WHERE revoked_at IS NOT NULL AND revoked_why != ''"
    assert ask(folder, revoked) == [(1,)]
    slugs = "SELECT count(*) FROM progress_attempt a JOIN courses_activity c ON c.id = a.activity_id WHERE c.slug ="
    for slug in ("trafficking-before", "trafficking-after"):
        assert ask(folder, f"{slugs} '{slug}' AND a.completed_at IS NOT NULL")[0][0] >= 10


def test_something_of_everything_lies_on_the_administrator_s_desk(folder):
    """A list that was applied with rows refused, cards to print, a pair, a transfer made and one to answer, another
    name, a notice that most have accepted, and sessions on several devices.
    """
    assert ask(folder, "SELECT status FROM people_roster") == [("done",)]
    outcomes = dict(ask(folder, "SELECT state, count(*) FROM people_rosterrow GROUP BY state"))
    assert outcomes.keys() == {"create", "refused"}
    assert ask(folder, "SELECT status, total FROM people_cardsheet WHERE sealed != ''") == [("done", 4)]
    pairs = "SELECT kind, key, count(*) FROM people_likenesskey GROUP BY kind, key HAVING count(*) > 1"
    assert len(ask(folder, pairs)) >= 1
    states = "SELECT state, count(*) FROM people_transferrequest GROUP BY state ORDER BY state"
    assert ask(folder, states) == [("accepted", 1), ("open", 1)]
    assert ask(folder, "SELECT count(*) FROM progress_stay")[0][0] >= 1
    assert ask(folder, "SELECT count(*) FROM people_namerequest WHERE status = 'waiting'") == [(1,)]
    assert ask(folder, "SELECT count(*) FROM privacy_notice") == [(1,)]
    accepted = ask(folder, "SELECT count(*) FROM privacy_acceptance")[0][0]
    assert 15 < accepted < ask(folder, "SELECT count(*) FROM people_user")[0][0]
    devices = ask(folder, "SELECT device FROM people_session WHERE user_id IS NOT NULL ORDER BY device")
    assert devices == [("Chrome, Android",), ("Chrome, Windows",), ("Firefox, Windows",)]


def test_every_date_is_in_the_past_and_in_the_order_of_the_journal(folder):
    now = datetime.now(UTC).isoformat(" ")
    assert ask(folder, f"SELECT count(*) FROM progress_event WHERE received_at > '{now}'") == [(0,)]
    disorder = """SELECT count(*) FROM progress_event a JOIN progress_event b
        ON a.attempt_id = b.attempt_id AND b.position = a.position + 1
    WHERE b.received_at < a.received_at"""
    assert ask(folder, disorder) == [(0,)]
    assert ask(
        folder,
        "SELECT count(*) FROM progress_enrolment e JOIN courses_release r ON r.id = e.release_id WHERE r.made_at > "
        "e.enrolled_at",
    ) == [(0,)]


def test_a_rebuild_finds_no_difference(folder):
    result = manage("rebuild_progress", "--check", MAFUNZO_DATA=str(folder))
    assert result.returncode == 0, result.stderr
    assert "0 rows differ" in result.stdout


def test_each_run_of_a_simulation_is_what_its_log_says(folder):
    result = manage("replay_runs", "--check", MAFUNZO_DATA=str(folder))
    assert result.returncode == 0, result.stderr
    assert "0 of 3 runs differ" in result.stdout


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
    """A class with who came, one record contested, and a drill that is still to come."""
    of_cohorts = "FROM meetings_session s JOIN people_cohort c ON c.id = s.cohort_id WHERE c.closed_at IS NULL"
    assert ask(folder, f"SELECT kind, ends_at < datetime('now') {of_cohorts} ORDER BY planned_at") == [
        ("class", 1),
        ("drill", 0),
    ]
    of_sessions = f"FROM meetings_attendance WHERE session_id IN (SELECT s.id {of_cohorts})"
    states = dict(ask(folder, f"SELECT status, count(*) {of_sessions} GROUP BY status"))
    assert (states["late"], states["excused"], states["absent"]) == (1, 1, 1) and states["present"] >= 5
    assert ask(folder, "SELECT count(*) FROM meetings_attendance WHERE contest != ''") == [(1,)]


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


def test_people_wrote_to_each_other(folder):
    """A question that was answered, one that waits, and one whose answer was reported."""
    waiting = "SELECT waiting, count(*) FROM conversations_thread GROUP BY waiting ORDER BY waiting"
    assert ask(folder, waiting) == [(0, 2), (1, 1)]
    assert ask(folder, "SELECT count(*) FROM conversations_report WHERE handled_at IS NULL") == [(1,)]


def test_the_learner_was_told_and_has_read_some(folder):
    """The newest is unread; a text message goes into a file once the worker runs."""
    of_learner = "FROM notices_notice n JOIN people_user u ON u.id = n.person_id WHERE u.service_number = 'KE-20377'"
    read, unread = ask(folder, f"SELECT count(n.read_at), count(*) - count(n.read_at) {of_learner}")[0]
    assert read >= 1 and unread >= 1
    assert ask(folder, "SELECT count(*) FROM notices_delivery WHERE channel = 'sms'")[0][0] >= 1
    assert ask(folder, "SELECT count(*) FROM notices_preference WHERE kind = '*daily'") == [(1,)]


def test_some_were_observed_and_one_says_what_they_think_of_it(folder):
    """At a practical task: three passed, one did not and acknowledges it; a draft waits."""
    results = "SELECT a.passed, count(*) FROM observation_finding f JOIN progress_attempt a ON a.id = f.attempt_id"
    assert dict(ask(folder, f"{results} GROUP BY a.passed")) == {0: 1, 1: 3}
    assert ask(folder, "SELECT count(*) FROM observation_finding WHERE comment != ''") == [(1,)]
    assert ask(folder, "SELECT count(*) FROM observation_observation WHERE signed_at IS NULL") == [(1,)]


def test_a_case_is_played_in_three_runs(folder):
    """One was closed, with results; one is in its debrief; one is in the middle."""
    runs = "SELECT status, seq > 5, next_at IS NULL FROM simulation_run ORDER BY name"
    assert ask(folder, runs) == [("closed", 1, 1), ("debrief", 1, 1), ("open", 1, 0)]
    results = (
        "SELECT count(*), min(passed) FROM progress_attempt WHERE kind = 'simulation' AND completed_at IS NOT NULL"
    )
    assert ask(folder, results) == [(7, 1)]
    assert ask(folder, "SELECT count(*) FROM simulation_picture") == [(1,)]
