"""Faults to plant in a copy of the course tip-1, each with the rule that should find it and the place (None: any)."""

LESSON, QUIZ = "what-trafficking-means", "quiz-what-trafficking-is"


def lesson_of(course, language="en", key=LESSON):
    return next(one for one in course.versions[language]["lessons"] if one["key"] == key)


def block_of(course, kind, language="en", key=LESSON):
    return next(one for one in lesson_of(course, language, key)["blocks"] if one["type"] == kind)


def questions_of(course, language="en"):
    return course.versions[language]["quiz"]["questions"]


def options_of(course, language="en"):
    """The options of every question of the quiz that has one right one."""
    lists = [one["options"] for one in questions_of(course, language) if "options" in one]
    return [options for options in lists if sum(option["right"] for option in options) == 1]


def longer_lesson(course):
    lesson_of(course)["minutes"] += 4


def longer_course(course):
    course.source["minutes"] += 5


def poorer_bank(course):
    questions_of(course).pop()


def easier_bank(course):
    for question in questions_of(course)[:10]:
        question["difficulty"] = "easy"


def without_lessons(course):
    course.source["lessons"].clear()


def without_quiz(course):
    del course.source["quiz"]


def emptied_lesson(course):
    lesson_of(course)["blocks"] = [{"type": "text", "html": ""}]


def longest_right(course):
    for options in options_of(course):
        next(one for one in options if one["right"])["text"] += " as we have seen"


def shortest_right(course):
    for options in options_of(course):
        for one in options:
            one["text"] += "" if one["right"] else " as we have seen"


def one_long_right(course):
    next(one for one in options_of(course)[0] if one["right"])["text"] *= 2


def first_right(course):
    course.source["quiz"]["shuffle"] = False
    for options in options_of(course):
        options.sort(key=lambda one: not one["right"])


def filled_up(course):
    next(one for one in options_of(course)[0] if not one["right"])["text"] = "None of the above."


def same_wrong_option(course):
    for options in options_of(course)[:3]:
        next(one for one in options if not one["right"])["text"] = "Send everybody home and close the file"


def negative_stem(course):
    questions_of(course)[0]["stem"] = "A man works on a farm. Which of these is not a means?"


def only_in_wrong_ones(course):
    for options in options_of(course)[:12]:
        for one in options:
            one["text"] += "" if one["right"] else " only"


def two_options(course):
    del questions_of(course)[0]["options"][2:]


def no_skip(course):
    next(one for one in lesson_of(course)["blocks"] if one.get("distressing"))["skip"] = ""


def undeclared_case(course):
    case = block_of(course, "case", key="consent-and-the-means")
    case |= {"content_note": "", "distressing": False, "html": f"{case['html']}<p>He was beaten.</p>"}


def unprepared_question(course):
    course.source["quiz"]["introduction"] = ""
    questions_of(course)[0]["stem"] = f"She was raped. {questions_of(course)[0]['stem']}"


def card_lost(course):
    lesson = lesson_of(course)
    lesson["blocks"] = [one for one in lesson["blocks"] if one.get("country") != "KE"]


def unknown_law(course):
    block_of(course, "citation")["provisions"].append("law-of-nowhere")


def picture_without_text(course):
    lesson_of(course)["blocks"].append({"type": "image", "alt": ""})


def other_right_option(course):
    options = questions_of(course, "fr")[0]["options"]
    options[0]["right"], options[1]["right"] = options[1]["right"], options[0]["right"]


def other_number(course):
    block = next(one for one in lesson_of(course, "fr")["blocks"] if "2016" in one.get("html", ""))
    block["html"] = block["html"].replace("2016", "2006")


def half_translated(course):
    for block in lesson_of(course, "fr")["blocks"]:
        block["html"] = " ".join(block.get("html", "").split()[: len(block.get("html", "").split()) // 3])


def turned_law(course):
    block = next(one for one in lesson_of(course, "ar")["blocks"] if "/AN/" in one.get("html", ""))
    block["html"] = block["html"].replace("\u200e", "")


def name_of_another(course):
    block_of(course, "text")["html"] += "<p>Wachira is on duty.</p>"


def known_name(course):
    questions_of(course)[0]["stem"] = f"Peter asks. {questions_of(course)[0]['stem']}"


def same_case(course):
    block_of(course, "case")["title"] = block_of(course, "case", key="consent-and-the-means")["title"]


def lost_way(course):
    course.scenarios[0]["scenes"][0]["choices"][0]["goes_to"] = "nowhere"


PLANTED = {
    "minutes": (longer_lesson, f"en/{LESSON}"),
    "course_minutes": (longer_course, "en"),
    "few_items": (poorer_bank, f"en/{QUIZ}"),
    "recall": (easier_bank, "en"),
    "no_lesson": (without_lessons, "en"),
    "no_quiz": (without_quiz, "en"),
    "empty_lesson": (emptied_lesson, f"en/{LESSON}"),
    "longest": (longest_right, "en"),
    "shortest": (shortest_right, "en"),
    "stands_out": (one_long_right, f"en/{QUIZ}/tip-1-q01"),
    "position": (first_right, "en"),
    "filler": (filled_up, f"en/{QUIZ}/tip-1-q01"),
    "repeated_option": (same_wrong_option, f"en/{QUIZ}/tip-1-q01"),
    "negative": (negative_stem, f"en/{QUIZ}/tip-1-q01"),
    "absolute": (only_in_wrong_ones, "en"),
    "guessable": (two_options, f"en/{QUIZ}/tip-1-q01"),
    "no_alternative": (no_skip, None),
    "undeclared": (undeclared_case, None),
    "unprepared": (unprepared_question, f"en/{QUIZ}/tip-1-q01"),
    "no_card": (card_lost, f"en/{LESSON}"),
    "unknown_provision": (unknown_law, None),
    "no_alt": (picture_without_text, None),
    "structure": (other_right_option, f"fr/{QUIZ}/tip-1-q01"),
    "numbers": (other_number, None),
    "length": (half_translated, f"fr/{LESSON}"),
    "turned_number": (turned_law, None),
    "name_twice": (name_of_another, None),
    "name_again": (known_name, f"en/{QUIZ}/tip-1-q01"),
    "case_twice": (same_case, None),
    "scenario": (lost_way, "en/customer-service"),
}
