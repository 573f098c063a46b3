"""The named requests, and what each may take: the limits of statements and bytes, and the ratios that are aimed at."""

import json

from .client import Answer, event_id
from .jobs import in_process
from .measure import Request, Stage, floor, limit

KB = 1024


def activity(stage: Stage, name: str) -> str:
    return f"/learn/{stage.cast['course']}/{stage.cast[name]}/"


def sign_in(stage: Stage, number: int) -> Answer:
    fields = [("username", stage.learner("read", number)["number"]), ("password", stage.cast["password"])]
    return stage.as_("").post("/sign-in/", fields)


def my_learning(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get("/learn/")


def course(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get(f"/learn/{stage.cast['course']}/")


def lesson(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get(activity(stage, "lesson"))


def search(stage: Stage, number: int) -> Answer:
    """Two words that stand in several lessons of the learner's courses."""
    return stage.by("read", number).get("/search/?q=victim+recruit")


def mark_complete(stage: Stage, number: int) -> Answer:
    """The lessons of each learner in their order, each once. All are read before, or the first learner at each would
    fill the process's cache.
    """
    lessons, learners = stage.cast["lessons"], len(stage.cast["groups"]["complete"])
    for one in lessons if number == 0 else ():
        stage.by("read", number).get(f"/learn/{stage.cast['course']}/{one}/")
    address = f"/learn/{stage.cast['course']}/{lessons[number // learners % len(lessons)]}/"
    return stage.by("complete", number).post(address, [("event_id", event_id()), ("done", "1")])


def start_attempt(stage: Stage, number: int) -> Answer:
    return stage.by("start", number).post(f"{activity(stage, 'quiz')}start/", [("event_id", event_id())])


def save_answer(stage: Stage, number: int) -> Answer:
    """As the page's script sends it: one question, no page wanted back."""
    return _save(stage, number, "save", "quiz")


def save_answer_40(stage: Stage, number: int) -> Answer:
    """The same in a quiz of forty questions: it costs what it costs in one of twenty,
    at the first question as at the last.
    """
    return _save(stage, number, "save-40", "quiz-40")


def _save(stage: Stage, number: int, group: str, quiz: str) -> Answer:
    answers = stage.learner(group, number)["answers"]
    field, key = answers[number // len(stage.cast["groups"][group]) % len(answers)]
    fields = [("event_id", event_id()), *((field, option) for option in key)]
    return stage.by(group, number).post(activity(stage, quiz), fields, quietly=True)


def submit(stage: Stage, number: int) -> Answer:
    """The whole form with twenty answers; it passes, which completes the course and issues the certificate."""
    answers = stage.learner("submit", number)["answers"]
    fields = [("event_id", event_id()), ("submit", "1"), *((field, option) for field, key in answers for option in key)]
    return stage.by("submit", number).post(activity(stage, "quiz"), fields)


def result(stage: Stage, number: int) -> Answer:
    return stage.by("result", number).get(activity(stage, "quiz"))


def cohort(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["instructor"]).get(f"/teach/cohorts/{stage.cast['cohort']}/")


def cohort_10000(stage: Stage, number: int) -> Answer:
    """Everybody of a country in one cohort."""
    return stage.as_(stage.cast["instructor-10000"]).get(f"/teach/cohorts/{stage.cast['cohort-10000']}/")


def overview(stage: Stage, number: int) -> Answer:
    """Everything of a country: half of all enrolments."""
    return stage.as_(stage.cast["coordinator"]).get("/reports/")


def at_a_glance(stage: Stage, number: int) -> Answer:
    """The same with its trend, by academy."""
    return stage.as_(stage.cast["coordinator"]).get("/reports/dashboard/")


def region(stage: Stage, number: int) -> Answer:
    """Totals of all countries, small ones hidden: all enrolments."""
    return stage.as_(stage.cast["regional"]).get("/reports/dashboard/")


def cross_table(stage: Stage, number: int) -> Answer:
    """Officers of a country by three divisions, each counted once: half of all enrolments."""
    return stage.as_(stage.cast["coordinator"]).get("/reports/more/officers/")


def cross_table_by_month(stage: Stage, number: int) -> Answer:
    """Completions of the same by academy, sex and month."""
    address = "/reports/more/cross-table/?figure=completed&rows=academy&then=sex&columns=month"
    return stage.as_(stage.cast["coordinator"]).get(address)


def completion_report(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["coordinator"]).get(f"/reports/completion/?course={stage.cast['course']}")


def completion_list(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["coordinator"]).get(f"/reports/completion/list/?course={stage.cast['course']}")


def completion_csv(stage: Stage, number: int) -> Answer:
    """Some of ten thousand lines, one for each learner: a longer file is made in the background."""
    address = f"/reports/completion/list/csv/?course={stage.cast['course']}&sex=F"
    return stage.as_(stage.cast["coordinator"]).get(address)


def standings_renewed(stage: Stage) -> None:
    in_process(stage, "cohorts", "renew_standings")


def forty_activities(stage: Stage) -> None:
    """A cohort that has a course of forty activities, worked out; made once."""
    if "cohort-40" not in stage.cast:
        stage.cast |= in_process(stage, "cohorts", "forty_activities")
        standings_renewed(stage)


def cohort_by_activities(stage: Stage, number: int) -> Answer:
    """A thousand people and forty activities."""
    address = f"/teach/cohorts/{stage.cast['cohort-40']}/?course={stage.cast['course-40']}"
    return stage.as_(stage.cast["instructor"]).get(address)


def notices(stage: Stage, number: int) -> Answer:
    """A page of thirty, all of one kind."""
    return stage.by("read", number).get("/notices/")


def notices_told(stage: Stage) -> None:
    """Whoever reads was told of forty things."""
    in_process(stage, "reminders", "tell", [one["number"] for one in stage.cast["groups"]["read"]])


def meetings_elsewhere(stage: Stage) -> None:
    """Three thousand sessions of others are tomorrow, and one of the readers, who were told of it."""
    in_process(stage, "cohorts", "meetings_tomorrow", [one["number"] for one in stage.cast["groups"]["read"]])


def teach(stage: Stage, number: int) -> Answer:
    """The cohorts of a country, one of which has everybody."""
    return stage.as_(stage.cast["instructor-10000"]).get("/teach/")


def privacy(stage: Stage, number: int) -> Answer:
    """All that is held about a learner."""
    return stage.by("read", number).get("/privacy/")


def verify(stage: Stage, number: int) -> Answer:
    """A certificate by its serial, as nobody."""
    serials = stage.cast["serials"]
    return stage.as_("").get(f"/certificates/verify/{serials[number % len(serials)]}/")


def packs_known(stage: Stage) -> None:
    """The packs of those who save answers: what a phone knows before it sends any."""
    address, found = f"/offline/pack/{stage.cast['course']}/", []
    for one in stage.cast["groups"]["save"]:
        pack = json.loads(stage.as_(one["session"]).get(address).body)
        quiz = next(entry["id"] for entry in pack["activities"] if entry["slug"] == stage.cast["quiz"])
        found.append({"enrolment": pack["enrolment"], "activity": quiz})
    stage.cast["packs"] = found


def pack(stage: Stage, number: int) -> Answer:
    """The list of what a phone keeps of a course; its lessons are drawn once and kept."""
    return stage.by("read", number).get(f"/offline/pack/{stage.cast['course']}/")


def sync_60(stage: Stage, number: int) -> Answer:
    """Sixty answers from a phone: those of an attempt of twenty questions, given three times."""
    answers = stage.learner("save", number)["answers"]
    about = stage.cast["packs"][number % len(stage.cast["packs"])]
    events = [
        {**about, "id": event_id(), "seq": place, "data": {field: key}}
        for place, (field, key) in enumerate(answers * 3, start=number * 60)
    ]
    return stage.by("save", number).post_json("/offline/sync/", {"device": "phone", "events": events})


REQUESTS = [
    Request("limit", limit),
    Request("floor", floor, ratio=4),
    Request("sign-in", sign_in, status=302, ratio=70),
    Request("my-learning", my_learning, statements=3, ratio=12, gzipped=8 * KB),
    Request("course", course, statements=2, ratio=12, gzipped=10 * KB),
    Request("lesson", lesson, statements=2, ratio=12, gzipped=12 * KB),
    Request("search", search, statements=3, ratio=16, gzipped=10 * KB),
    Request("mark-complete", mark_complete, status=302, statements=6, ratio=16),
    Request("start-attempt", start_attempt, status=302, statements=7, ratio=20),
    Request("save-answer", save_answer, status=204, statements=5, ratio=14),
    Request("save-answer-40", save_answer_40, status=204, statements=5, ratio=14),
    Request("pack", pack, statements=4, ratio=30, gzipped=3 * KB),
    Request("sync-60", sync_60, statements=60, ratio=100, before=packs_known),
    # completes the course in nine: one finds what is left of the programme, and the academy above the learner's unit,
    # whose name the certificate copies; two more where its place in the list of revoked ones is taken
    Request("submit", submit, status=302, statements=11, ratio=22),
    Request("result", result, statements=3, ratio=24, gzipped=20 * KB),
    Request("verify", verify, statements=1, ratio=12, gzipped=8 * KB),
    Request("notices", notices, statements=4, gzipped=10 * KB, before=notices_told),
    # a notice of a meeting, and in the whole measurement those that `notices` told before
    Request("home-busy", my_learning, statements=7, ratio=30, gzipped=8 * KB, before=meetings_elsewhere),
    Request("privacy", privacy, statements=18, floors=12, gzipped=8 * KB),
    Request("teach", teach, statements=5, floors=12, gzipped=20 * KB, before=standings_renewed),
    Request("cohort", cohort, statements=8, ratio=40, gzipped=40 * KB, before=standings_renewed),
    Request("cohort-10000", cohort_10000, each=8, ratio=40, gzipped=40 * KB, before=standings_renewed),
    Request("cohort-1000x40", cohort_by_activities, statements=10, ratio=90, gzipped=40 * KB, before=forty_activities),
    Request("completion-report", completion_report, statements=7, ratio=40, gzipped=40 * KB),
    Request("completion-list", completion_list, ratio=50),
    Request("overview", overview, each=8, statements=12, ratio=60),
    Request("at-a-glance", at_a_glance, each=8, statements=12, ratio=60),
    Request("region", region, each=8, statements=12, ratio=80),
    Request("cross-table", cross_table, each=2, statements=12, ratio=400),
    Request("cross-table-by-month", cross_table_by_month, each=2, statements=12, ratio=400),
    Request("completion-csv", completion_csv, each=8, statements=5),  # one notes in the log who took it away
]
