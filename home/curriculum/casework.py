"""A course of one case that seven agencies play together, for a school to look at; and runs of it, played by a log.
Import it where simulations are installed.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from wagtail.models import Page

from assessments.casework import Refused, case_json, texts_json
from assessments.casework.definition.case_folder import SHIPPED, CaseInLanguages, open_folder
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.choices import EXCON, Mode
from assessments.simulation.page.recorded_paths import result_of
from assessments.simulation.pictures.services import keep
from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import EventConflict
from lms.people.directory.models import Cohort, User

from .extra_course import put_extra_course
from .files import named
from .ledger import Ledger
from .page_writer import put_page

FOLDER = Path(__file__).parent / "case-pictures"
"""Each is called after its card."""
ALT: Mapping[str, Mapping[str, str]] = {
    "c_wallet": {
        "en": "Sketch: arrows lead from fourteen houses across a border to one telephone with many small coins on it. "
        "One thick arrow leads on abroad. A calendar of eight weeks has the same day marked in each.",
        "fr": "Schéma : des flèches vont de quatorze maisons, par-delà une frontière, vers un téléphone plein de "
        "petites pièces. Une grosse flèche en repart vers l’étranger. Sur un calendrier de huit semaines, le même jour "
        "est marqué dans chacune.",
        "ar": "رسم توضيحي: أسهم من أربعة عشر بيتًا تعبر حدودًا إلى هاتف واحد عليه قطع نقدية صغيرة كثيرة، ومنه سهم غليظ "
        "إلى الخارج. وفي تقويم من ثمانية أسابيع اليوم نفسه معلَّم في كل أسبوع.",
    },
}
CREDIT = {"en": "Drawn for this case", "fr": "Dessiné pour ce cas", "ar": "رُسم لهذه الحالة"}


def with_pictures(fields: Mapping[str, Any], *, now: datetime) -> dict[str, object]:
    """Return the `structure` and `texts` of the case with them. Done again it gives the same."""
    structure, texts = deepcopy(fields["structure"]), deepcopy(fields["texts"])
    for card, alt in ALT.items():
        structure["cards"][card]["picture"] = keep((FOLDER / f"{card}.jpg").read_bytes(), now=now)
        for language, words in texts.items():
            words["cards"][card] |= {"alt": alt[language], "credit": CREDIT[language]}
    return {**fields, "structure": structure, "texts": texts}


KEY, CASE = "joint-case", "guesthouse"
HOURS = 4
"""So long a run lasts that is played live."""
TEXTS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "title": "One case, seven agencies",
        "summary": "Police, prosecution, labour, immigration, finance and services work one case together.",
        "objectives": ["Work one case of trafficking together, and refer the victims to help in time"],
        "case": "The guesthouse",
        "introduction": "Seven agencies, ten days, one guesthouse. Nobody has the whole picture.",
        "wellbeing": "You may pause at any time. If the case weighs on you, speak with your instructor.",
    },
    "fr": {
        "title": "Un cas, sept services",
        "summary": "Police, parquet, travail, immigration, finances et services suivent ensemble un même cas.",
        "objectives": ["Traiter ensemble un cas de traite et orienter à temps les victimes vers une aide"],
        "case": "La maison d’hôtes",
        "introduction": "Sept services, dix jours, une maison d’hôtes. Personne n’a toute l’image.",
        "wellbeing": "Vous pouvez faire une pause à tout moment. Si le cas vous pèse, parlez à votre instructeur.",
    },
    "ar": {
        "title": "حالة واحدة وسبع جهات",
        "summary": "الشرطة والنيابة والعمل والهجرة والمالية والخدمات تعمل معًا على حالة واحدة.",
        "objectives": ["العمل معًا على حالة اتجار وإحالة الضحايا إلى المساعدة في الوقت المناسب"],
        "case": "بيت الضيافة",
        "introduction": "سبع جهات، عشرة أيام، بيت ضيافة واحد. لا أحد يملك الصورة كاملة.",
        "wellbeing": "يمكنك التوقف في أي وقت. إذا أثقلت عليك الحالة فتحدث مع مدربك.",
    },
}


def put_case(*, by: User, now: datetime) -> Course:
    """Return the course, released by `by`. The curriculum is there already. Done again it changes nothing."""
    about = {"minutes": 240, "validity_months": 24}
    return put_extra_course(KEY, TEXTS, about=about, below=partial(_put_page, now), by=by, now=now)


def plan(*, cohort: Cohort, name: str, mode: str, people: Sequence[User], by: User, now: datetime) -> Run:
    """Return a run for some of the cohort, who sit in the order of the seats of the case."""
    course = Course.objects.get(pk=named("course", KEY))
    release = course.release
    entry = release.outline.by_slug(CASE) if release else None
    if release is None or entry is None:
        raise LookupError("The course of the case is not released.")
    about: dict[str, Any] = {"activity": entry.id, "release": release, "institution": cohort.institution}
    run = services.plan_run(**about, cohort=cohort, mode=mode, name=name, by=by, now=now)
    seats = [seat.id for seat in open_folder(SHIPPED / CASE).case.seats]
    for role, person in zip(seats, people, strict=False):
        services.seat(run=run, role=role, person=person, by=by, now=now)
    return run


def play_live(*, run: Run, path: str, by: User, now: datetime) -> datetime:
    """Begin at `now`, and enter what the recorded path has, each at its moment. Gives when the last of it was."""
    timing = services.Timing(pace=open_folder(SHIPPED / CASE).case.ends / (HOURS * 60))
    services.open_run(run=run, by=by, now=now, timing=timing)
    at = now
    for entry in _log(path):
        at = now + timedelta(minutes=entry["at"] / timing.pace)
        _enter(run, entry, at)
    return at


def play_turns(*, run: Run, path: str, ends: Sequence[datetime], by: User, now: datetime, until: datetime) -> None:
    """Begin at `now`, turns ending at `ends`, and enter what the path has for the turns that are over by `until`, and
    half of what it has for the next.
    """
    services.open_run(run=run, by=by, now=now, timing=services.Timing(deadlines=ends))
    turns, waiting = open_folder(SHIPPED / CASE).case.turns, _log(path)
    for number, (minute, end) in enumerate(zip(turns, ends, strict=False)):
        own = [entry for entry in waiting if entry["at"] < minute]
        over = end <= until
        entered = [
            entry
            for place, entry in enumerate(own if over else own[: len(own) // 2])
            if _enter(run, entry, now + timedelta(minutes=5 * place))
        ]
        if not over:
            return
        waiting = [entry for entry in waiting if entry not in entered]
        seat = Seat.objects.get(run=run, role=EXCON)
        services.record(seat=seat, verb="tick", data={"turn": number}, entry_id=uuid7(), now=end, by=by)
        now = end


def finish(*, run: Run, by: User, now: datetime, note: str) -> None:
    """End the play, with a note of what was seen."""
    services.finish(run=run, by=by, now=now)
    seat = Seat.objects.get(run=run, role=EXCON)
    services.record(seat=seat, verb="note", data={"text": note}, entry_id=uuid7(), now=now, by=by)


def improve(*, run: Run, by: User, now: datetime, text: str, owner: str, until: str) -> None:
    """Add a line of the improvement plan."""
    seat, data = Seat.objects.get(run=run, role=EXCON), {"text": text, "owner": owner, "until": until}
    services.record(seat=seat, verb="note", data=data, entry_id=uuid7(), now=now, by=by)


def close(*, run: Run, by: User, now: datetime) -> None:
    """Close the run: the results go to the learners."""
    services.close_run(run=run, by=by, now=now)


def _enter(run: Run, entry: Mapping[str, Any], at: datetime) -> bool:
    """Make one entry, and return whether that was possible and the seat is taken. An impossible entry is left out, as
    people would do.
    """
    seat = Seat.objects.playing().filter(run=run, role=entry["seat"]).first()
    if seat is not None:
        with suppress(Refused, EventConflict):
            services.record(seat=seat, verb=entry["verb"], data=entry["data"], entry_id=uuid7(), now=at)
            return True
    return False


def _log(path: str) -> list[Mapping[str, Any]]:
    """Return the log without what exercise control does in it."""
    entries = json.loads((SHIPPED / CASE / "paths" / f"{path}.json").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["seat"] != EXCON]


def _good(case: CaseInLanguages) -> Mapping[str, object]:
    """Return the path on which everybody has everything, without what is not possible in it."""
    log, texts = _log("good"), case.texts["en"]
    seats, refused = result_of(case.case, texts, log)
    taken = [entry for number, entry in enumerate(log, 1) if number not in refused]
    return {"language": "en", "log": taken, "seats": seats}


def _put_page(now: datetime, language: str, course: Page, ledger: Ledger) -> None:
    case, said = open_folder(SHIPPED / CASE), TEXTS[language]
    fields = {
        "title": said["case"],
        "slug": CASE,
        "minutes": 240,
        "introduction": said["introduction"],
        "wellbeing": said["wellbeing"],
        "structure": case_json(case.case),
        "texts": {code: texts_json(texts) for code, texts in case.texts.items()},
        "paths": {"good": _good(case)},
    }
    fields = with_pictures(fields, now=now)
    put_page(CasePage, key=named("case", CASE), language=language, parent=course, fields=fields, ledger=ledger)


LIVE, TURNS = Mode.LIVE, Mode.TURNS
