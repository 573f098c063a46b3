"""Days, durations and shares."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from courses.catalogue.texts import Text
from lms.foundation.interface import words
from lms.foundation.interface.calendars import CALENDARS
from lms.foundation.interface.templatetags import interface as filters

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 24)


class TestDay:
    @pytest.mark.parametrize(
        ("language", "words_"),
        [
            ("en", "Friday 27 November"),
            ("fr", "vendredi 27 novembre"),
            ("ar", "الجمعة 27 نوفمبر"),
            ("sw", "Ijumaa 27 Novemba"),
            ("am", "ዓርብ፣ 27 ኖቬምበር"),
            ("so", "Jimco 27 Nofembar"),
            ("om", "Jimaata 27 Sadaasa"),
        ],
    )
    def test_is_said_in_every_language(self, language, words_):
        with override(language):
            assert words.day(date(2026, 11, 27), today=TODAY) == words_

    def test_has_its_year_when_it_is_another_and_is_the_day_where_the_reader_is(self):
        assert words.day(date(2028, 11, 3), today=TODAY) == "Friday 3 November 2028"
        with timezone.override("Africa/Nairobi"):
            assert filters.day(datetime(2020, 5, 1, 22, 30, tzinfo=UTC)) == "Saturday 2 May 2020"

    @pytest.mark.parametrize(
        ("language", "words_"),
        [
            ("en", "Friday 27 November, 09:00"),
            ("ar", "الجمعة 27 نوفمبر، 09:00"),
            ("fr", "vendredi 27 novembre, 09:00"),
        ],
    )
    def test_a_moment_is_a_day_and_a_time_with_the_comma_of_the_language(self, language, words_):
        with override(language), timezone.override("Africa/Nairobi"):
            assert words.moment(datetime(2026, 11, 27, 6, tzinfo=UTC), today=TODAY) == words_

    def test_the_first_of_a_month_in_french(self):
        with override("fr"):
            assert words.day(date(2026, 12, 1), today=TODAY) == "mardi 1er décembre"

    def test_our_own_calendars_are_whole(self):
        for calendar in CALENDARS.values():
            assert (len(set(calendar.weekdays)), len(set(calendar.months))) == (7, 12)

    def test_no_day_is_no_words(self):
        assert (filters.day(None), filters.ago(None), filters.hours(None), filters.percent(None)) == ("", "", "", "")


class TestHours:
    @pytest.mark.parametrize(
        ("minutes", "words_"),
        [
            (0, "0 minutes"),
            (1, "1 minute"),
            (12, "12 minutes"),
            (60, "1 hour"),
            (180, "3 hours"),
            (90, "1 hour 30 minutes"),
            (-5, "0 minutes"),
        ],
    )
    def test_are_said_as_people_say_them(self, minutes, words_):
        assert words.hours(minutes) == words_


class TestPercent:
    @pytest.mark.parametrize(
        ("share", "words_"),
        [(0.86, "86\u00a0%"), (0, "0\u00a0%"), (1, "100\u00a0%"), (2 / 3, "67\u00a0%"), (0.865, "87\u00a0%")],
    )
    def test_is_rounded_half_up(self, share, words_):
        assert words.percent(share) == words_

    def test_has_the_decimals_asked_for_in_the_format_of_the_reader(self):
        with override("fr"):
            assert words.percent(0.695, places=1) == "69,5\u00a0%"
        assert words.percent(0.695, places=1) == "69.5\u00a0%", "what was said before was in another language"


class TestAgo:
    @pytest.mark.parametrize(
        ("when", "words_"),
        [
            (date(2026, 11, 24), "today"),
            (date(2026, 11, 23), "yesterday"),
            (date(2026, 11, 12), "12 days ago"),
            (date(2026, 8, 3), "Monday 3 August"),
            (date(2026, 11, 27), "Friday 27 November"),
        ],
    )
    def test_counts_days_while_counting_helps(self, when, words_):
        assert words.ago(when, today=TODAY) == words_


class TestForeignTexts:
    def test_are_marked_with_their_language_and_where_they_begin(self):
        with override("ar"):
            marked = filters.in_its_language(Text("Who <asks>.", "en"))
        assert marked == '<span lang="en" dir="ltr">Who &lt;asks&gt;.</span>'
        with override("en"):
            assert filters.in_its_language(Text("من", "ar")) == '<span lang="ar" dir="rtl">من</span>'

    def test_those_of_the_page_and_those_of_no_language_stay_as_they_are(self):
        with override("en"):
            for text in (Text("Consent", "en"), Text(""), "<b>Consent</b>"):
                assert filters.in_its_language(text) is text


class TestShortened:
    def test_ends_after_a_whole_word_and_says_that_it_goes_on(self):
        assert (
            words.shortened("Which of these are observations that anybody can make?", 44)
            == "Which of these are observations that…"
        )
        assert words.shortened("One, two, three", 11) == "One, two…"

    def test_leaves_alone_what_fits_and_what_is_one_word_is_cut(self):
        assert words.shortened("  Two\n words ", 9) == "Two words"
        assert words.shortened("x" * 12, 10) == "x" * 9 + "…"
        assert all(len(words.shortened("ab " * 40, most)) <= most for most in range(4, 60))
