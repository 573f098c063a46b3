"""Sixty institutions, twenty thousand people, and the cohorts they learn in."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.contrib.auth.hashers import make_password

from lms.people.administration.records import services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User

from .bulk import load

PASSWORD = "a-password-for-the-bench"
ACADEMIES = {"KE": 4, "ET": 3, "UG": 3, "DJ": 1}
UNITS = 4
PEOPLE = {"KE": 10_000, "ET": 4_000, "UG": 4_000, "DJ": 2_000}
INTAKE = 1_000
ORDINARY_INTAKE = 250
COUNTRIES = {"KE": "Kenya", "ET": "Ethiopia", "UG": "Uganda", "DJ": "Djibouti"}
RANKS = ["Cadet", "Constable", "Corporal", "Sergeant", "Inspector"]
FIRST = ["Amina", "Abebe", "Wanjirũ", "Okello", "Fatouma", "Hassan", "Nakato", "Tigist", "Otieno", "Halima", "Daher"]
FIRST += ["Mulugeta", "Achieng", "Byaruhanga", "Saada", "ሰላም", "አበበ", "فاطمة", "حسن", "مريم", "Ochieng", "Hodan"]
LAST = ["Kamau", "Tesfaye", "Guelleh", "Namugga", "Yusuf", "Bekele", "Mwangi", "Ssemakula", "Farah", "Wekesa"]
LAST += ["Gebremedhin", "Auma", "Ismail", "ገብረማርያም", "ታደሰ", "إبراهيم", "Mugisha", "Njeri", "Abdi", "Desta"]


@dataclass(frozen=True)
class Person:
    """What the generator has to know of somebody to write their records."""

    id: int
    name: str
    number: str
    sex: str
    rank: str
    institution: Institution
    cohort: int


@dataclass(frozen=True)
class World:
    """What was founded: people in order, the first thousand of Kenya's together in one cohort, all ten thousand of
    them in another, and who looks at them.
    """

    people: list[Person]
    cohort: Cohort
    everybody: Cohort
    instructor: User
    national: User
    coordinator: User
    regional: User


def found(*, now: datetime, chance: random.Random) -> World:
    """Found the institutions, people them, and fill the cohorts."""
    region = services.create_institution(name="East Africa and the Horn", kind=Kind.REGION)
    countries = {
        code: services.create_institution(name=name, kind=Kind.COUNTRY, parent=region, country=code)
        for code, name in COUNTRIES.items()
    }
    academies = {
        code: [_academy(countries[code], number) for number in range(1, ACADEMIES[code] + 1)] for code in COUNTRIES
    }
    cohorts: list[Cohort] = []
    people = list(_people(academies, cohorts, chance))
    load(User, _user_rows(people, now))
    everybody = Cohort.objects.create(institution=countries["KE"], name="Everybody of Kenya")
    places = [(person.cohort, person.id) for person in people]
    places += [(everybody.pk, person.id) for person in people if person.institution.country == "KE"]
    load(
        CohortMember,
        (
            {"id": n, "cohort_id": cohort, "user_id": person, "joined_at": now}
            for n, (cohort, person) in enumerate(places, start=1)
        ),
    )
    academy = academies["KE"][0][0]
    return World(
        people,
        cohorts[0],
        everybody,
        _staff("KE-I", "Omar Otieno", academy, Role.INSTRUCTOR),
        _staff("KE-N", "Njeri Mwangi", countries["KE"], Role.INSTRUCTOR),
        _staff("KE-C", "Halima Yusuf", countries["KE"], Role.COORDINATOR),
        _staff("EA-C", "Tigist Lemma", region, Role.COORDINATOR),
    )


def _academy(country: Institution, number: int) -> list[Institution]:
    """An academy and its units."""
    academy = services.create_institution(
        name=f"{country.name} Police Academy {number}", kind=Kind.ACADEMY, parent=country
    )
    return [
        academy,
        *(
            services.create_institution(name=f"{academy.name}, unit {unit}", kind=Kind.UNIT, parent=academy)
            for unit in range(1, UNITS + 1)
        ),
    ]


def _people(
    academies: dict[str, list[list[Institution]]], cohorts: list[Cohort], chance: random.Random
) -> Iterator[Person]:
    ids = count(1)
    for code, number in PEOPLE.items():
        seats: dict[int, list[int]] = {}
        for position in range(number):
            nodes = academies[code][0] if code == "KE" and position < INTAKE else chance.choice(academies[code])
            size = INTAKE if code == "KE" and position < INTAKE else ORDINARY_INTAKE
            cohort = _seat(nodes[0], size, seats, cohorts)
            pk = next(ids)
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}"
            yield Person(
                pk, name, f"{code}-{pk:06}", chance.choice("FMM"), chance.choice(RANKS), chance.choice(nodes), cohort
            )


def _seat(academy: Institution, size: int, seats: dict[int, list[int]], cohorts: list[Cohort]) -> int:
    """A place in the academy's newest cohort, or in a new one where that is full:
    `seats` holds each academy's cohort and free places.
    """
    newest = seats.get(academy.pk)
    if newest is None or newest[1] == 0:
        cohorts.append(Cohort.objects.create(institution=academy, name=f"Intake {len(cohorts) + 1}"))
        newest = seats[academy.pk] = [cohorts[-1].pk, size]
    newest[1] -= 1
    return newest[0]


def _user_rows(people: list[Person], now: datetime) -> Iterator[dict]:
    password = make_password(PASSWORD)
    for person in people:
        yield {
            "id": person.id,
            "service_number": person.number,
            "password": password,
            "name": person.name,
            "sex": person.sex,
            "rank": person.rank,
            "institution_id": person.institution.pk,
            "date_joined": now,
        }


def _staff(number: str, name: str, institution: Institution, role: str) -> User:
    user = User.objects.create_user(number, PASSWORD, name=name, institution=institution)
    services.appoint(user=user, institution=institution, role=role)
    return user
