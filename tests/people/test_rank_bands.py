"""Bands of ranks: what people write is found as a whole, whatever its signs, and nothing is guessed."""

import pytest

from lms.people.directory.choices import RankBand
from lms.people.directory.countries import shipped
from lms.people.directory.rank_bands import band_of
from lms.people.directory.rank_words import plain_rank


@pytest.mark.parametrize(
    ("rank", "country", "band"),
    [
        ("Police Constable", "KE", "constable"),
        ("CHIEF  INSPECTOR of Police", "KE", "inspector"),
        ("Sgt.", "KE", "sergeant"),
        ("Élève gardien", "DJ", "cadet"),
        ("Gardien de la paix", "DJ", "constable"),
        ("Maréchal-des-logis-chef", "DJ", "sergeant"),
        ("ምክትል ኮማንደር", "ET", "senior"),
        ("Probationer", "UG", "cadet"),
        ("Probationer", "KE", ""),
        ("Brigadier", "", "sergeant"),
        ("Secretary of the Inspector", "KE", ""),
        ("Senior trainer", "KE", ""),
        ("", "KE", ""),
        ("Constable", "XX", "constable"),
    ],
)
def test_a_rank_is_in_the_band_of_its_country(rank, country, band):
    assert band_of(rank, country) == band


@pytest.mark.parametrize("country", shipped(), ids=str)
def test_each_country_has_each_band_and_no_rank_in_two(country):
    assert set(country.ranks) == set(RankBand)
    ranks = [plain_rank(rank) for band in country.ranks.values() for rank in band]
    assert len(ranks) == len(set(ranks))
    assert all(ranks)
