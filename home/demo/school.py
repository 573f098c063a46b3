"""Institutions, people and cohorts of the demo school, made through the services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from certificates.issuers import services as issuers
from lms.people.administration.records import services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

from . import names
from .academies import ACADEMIES, FAMILIES, NAMED, REGION, Academy

IN_A_COHORT = 13
JOIN_LATER = 2
OFFICES = {
    "Head of training": {"fr": "Responsable de la formation", "ar": "مسؤول التدريب", "sw": "Mkuu wa mafunzo"},
    "Head of examinations": {"fr": "Responsable des examens", "ar": "مسؤول الامتحانات", "sw": "Mkuu wa mitihani"},
}
"""Offices of those whose names stand on certificates, with their names in other languages."""


@dataclass
class Campus:
    """One academy as it stands in the database, and its two intakes, the earlier first."""

    about: Academy
    academy: Institution
    instructors: list[User] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    late: list[User] = field(default_factory=list)
    """People who join the earlier intake weeks after it began."""


@dataclass
class School:
    """Contents of the demo school, and the person of each role."""

    campuses: list[Campus]
    roles: dict[str, User]


def build(*, now: datetime, chance: Random) -> School:
    """Return the region with its four academies, their people and cohorts."""
    region = services.create_institution(name=REGION[0], names=REGION[1], kind=Kind.REGION)
    roles = {
        "regional coordinator": _staff(
            "EA-1", "Tigist Lemma", "F", region, Role.COORDINATOR, rank="Programme coordinator"
        )
    }
    campuses = []
    for about in ACADEMIES:
        country = services.create_institution(
            name=about.country_name,
            names=about.country_names,
            kind=Kind.COUNTRY,
            parent=region,
            country=about.country,
            timezone=about.timezone,
        )
        academy = services.create_institution(name=about.name, names=about.names, kind=Kind.ACADEMY, parent=country)
        campuses.append(_fill(Campus(about, academy), country, roles, now=now, chance=chance))
    roles["learner"] = User.objects.get(service_number=NAMED["KE"])
    roles["learner (Arabic)"] = User.objects.get(service_number=NAMED["DJ"])
    return School(campuses, roles)


def _fill(campus: Campus, country: Institution, roles: dict[str, User], *, now: datetime, chance: Random) -> Campus:
    about, academy = campus.about, campus.academy
    units = [services.create_institution(name=name, kind=Kind.UNIT, parent=academy) for name in about.units]
    named = names.people(about.country, chance)
    written_otherwise = names.people(about.second_script, chance) if about.second_script else None
    _appoint(campus, country, roles, named)
    if about.country == "KE":
        _let_sign(campus, by=roles["administrator"], now=now)
    number, learners = about.number, []
    for place in range(2 * IN_A_COHORT + JOIN_LATER):
        otherwise = written_otherwise is not None and place % 3 == 0
        name, sex = next(written_otherwise if written_otherwise is not None and otherwise else named)
        number += chance.randint(1, 9)
        service_number = NAMED.get(about.country, "") if place == 0 else ""
        person = _learner(
            service_number or f"{about.country}-{number}",
            name,
            sex,
            units[place % len(units)],
            about,
            otherwise,
            chance,
        )
        learners.append(person)
    _open_cohorts(campus, learners, now=now)
    return campus


def _let_sign(campus: Campus, *, by: User, now: datetime) -> None:
    """Print the names of two people below the certificates of the academy, where they sign by hand."""
    for person, (office, offices) in zip(campus.instructors, OFFICES.items(), strict=True):
        about: issuers.SignatoryData = {"name": person.name, "names": {}, "office": office, "offices": offices}
        issuers.set_signatory(institution=campus.academy, key="", about=about, data=None, by=by, now=now)


def _appoint(campus: Campus, country: Institution, roles: dict[str, User], named) -> None:
    """Appoint two instructors and a coordinator; in Kenya also an administrator of the academy."""
    about, code = campus.about, campus.about.country
    for place in (1, 2):
        name, sex = next(named)
        campus.instructors.append(
            _staff(
                f"{code}-10{place}",
                name,
                sex,
                campus.academy,
                Role.INSTRUCTOR,
                rank=about.ranks[-1],
                language=about.language,
            )
        )
    name, sex = next(named)
    coordinator = _staff(f"{code}-1", name, sex, country, Role.COORDINATOR, language=about.language)
    if code == "KE":
        name, sex = next(named)
        roles |= {
            "instructor": campus.instructors[0],
            "coordinator": coordinator,
            "administrator": _staff("KE-2", name, sex, campus.academy, Role.ADMINISTRATOR, language=about.language),
        }


def _staff(number: str, name: str, sex: str, institution: Institution, role: str, **fields) -> User:
    person = User.objects.create_user(number, name=name, sex=sex, institution=institution, **fields)
    services.appoint(user=person, institution=institution, role=role)
    return person


def _learner(
    number: str, name: str, sex: str, unit: Institution, about: Academy, otherwise: bool, chance: Random
) -> User:
    families, weights = zip(*FAMILIES, strict=True)
    family = chance.choices(families, weights)[0]
    rank = chance.choice(about.ranks[:-1]) if family == "police" else ""
    language = about.second_language if otherwise else about.language
    return User.objects.create_user(
        number, name=name, sex=sex, institution=unit, rank=rank, role_family=family, language=language
    )


def _open_cohorts(campus: Campus, learners: list[User], *, now: datetime) -> None:
    """Open cohorts: the earlier intake began thirteen weeks ago, the later one six; whoever is in neither joins the
    earlier one late.
    """
    for letter, weeks in (("A", 13), ("B", 6)):
        starts = now - timedelta(weeks=weeks)
        cohort = services.open_cohort(
            institution=campus.academy, name=f"Intake {starts.year} {letter}", starts_on=starts.date()
        )
        services.join(cohort=cohort, people=learners[:IN_A_COHORT], now=starts)
        learners = learners[IN_A_COHORT:]
        campus.cohorts.append(cohort)
    campus.late = learners
