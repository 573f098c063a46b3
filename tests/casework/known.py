"""What the recorded paths of the cases that come with Mafunzo come to, to the last figure."""

from dataclasses import dataclass
from typing import Any

NO = False


@dataclass(frozen=True)
class Known:
    """Of one case, by number of its path: measures, shares of seats in per cent, marks of the team, critical mistakes,
    who did not pass, the turning points that come first (decision, marks, danger), and what closed by itself.
    """

    name: str
    paths: tuple[str, ...]
    measures: tuple[tuple[str, tuple[Any, ...]], ...]
    seats: tuple[tuple[str, tuple[int, ...]], ...]
    team: tuple[int, ...]
    nevers: tuple[dict[str, tuple[str, ...]], ...]
    failed: tuple[set[str], ...]
    turns: tuple[tuple[tuple[str, int | None, int | None], ...], ...]


GUESTHOUSE = Known(
    name="guesthouse",
    paths=(
        "good",
        "the-knock-at-the-door",
        "papers-before-people",
        "her-word-against-theirs",
        "help-for-those-who-talk",
    ),
    measures=(
        ("time_to_safety", (19.0, 60.0, 19.0, 19.0, 19.0)),
        ("time_to_referral", (4.0, 12.0, 4.0, 4.0, 4.0)),
        ("victim_detained", (NO, NO, True, NO, NO)),
        ("victim_charged", (NO, NO, True, NO, NO)),
        ("wrong_charge", (NO, NO, NO, NO, True)),
        ("interviews_per_victim", (1.0, 3.25, 1.0, 1.0, 3.0)),
        ("controller_present", (NO, True, NO, NO, NO)),
        ("time_to_financial_step", (5.0, 5.0, 5.0, None, 5.0)),
        ("money_lost", (NO, NO, NO, True, NO)),
        ("independent_evidence", (16, 14, 16, 8, 16)),
        ("consent_recorded", (True, True, True, True, NO)),
        ("assistance_tied", (NO, NO, NO, NO, True)),
        ("channel", ("right", "right", "right", "right", "right")),
        ("shared_beyond_need", (0, 0, 0, 0, 0)),
        ("danger_at_end", (0, 5, 2, 0, 2)),
        ("moved_before_rescue", (NO, True, NO, NO, NO)),
    ),
    seats=(
        ("investigator", (100, 57, 91, 77, 86)),
        ("prosecutor", (100, 77, 73, 88, 65)),
        ("labour", (100, 86, 81, 69, 81)),
        ("immigration", (100, 75, 67, 85, 80)),
        ("fiu", (100, 83, 78, 64, 78)),
        ("service", (100, 59, 82, 86, 82)),
        ("coordinator", (100, 75, 78, 83, 67)),
    ),
    team=(12, 9, 8, 9, 8),
    nevers=(
        {},
        {"investigator": ("interpreter",)},
        {"prosecutor": ("charge",), "immigration": ("stay",)},
        {},
        {"prosecutor": ("home",), "coordinator": ("consent",)},
    ),
    failed=(
        set(),
        {"investigator", "service"},
        {"prosecutor", "immigration"},
        {"labour", "fiu"},
        {"prosecutor", "coordinator"},
    ),
    turns=(
        (),
        (("rescue", 0, -7), ("assess", 0, -3), ("place", 0, -2)),
        (("charge", 2, 0),),
        (("scene", 2, 0),),
        (("charge", 2, 0), ("consent", 1, 0)),
    ),
)
QUARRY = Known(
    name="quarry-road",
    paths=(
        "good",
        "everybody-into-the-net",
        "a-matter-of-wages",
        "a-colleague-asks",
        "beds-for-those-who-talk",
    ),
    measures=(
        ("time_to_safety", (21.0, 60.0, 21.0, 21.0, 21.0)),
        ("time_to_children_safe", (22.0, 22.0, 22.0, None, 22.0)),
        ("time_to_beds", (1.0, 48.0, 1.0, 1.0, 1.0)),
        ("victim_detained", (NO, True, NO, NO, NO)),
        ("victim_charged", (NO, NO, NO, NO, True)),
        ("wrong_charge", (NO, NO, True, NO, NO)),
        ("interviews_per_victim", (1, 3, 1, 1, 3)),
        ("controller_present", (NO, NO, NO, NO, NO)),
        ("time_to_financial_step", (4.0, 4.0, None, 4.0, 4.0)),
        ("money_lost", (NO, NO, NO, NO, NO)),
        ("wages_secured", (100, 100, 0, 100, 100)),
        ("claims_signed_away", (NO, NO, True, NO, NO)),
        ("independent_evidence", (18, 12, 11, 14, 16)),
        ("consent_recorded", (True, NO, True, True, NO)),
        ("assistance_tied", (NO, NO, NO, NO, True)),
        ("day_workers_labelled", (0, 8, 0, 0, 0)),
        ("victims_overlooked", (0, 0, 0, 0, 0)),
        ("children_returned", (NO, NO, NO, True, NO)),
        ("list_shown", (NO, NO, NO, True, NO)),
        ("time_to_corruption_report", (26.0, 26.0, 26.0, None, 26.0)),
        ("death_reopened", (True, True, NO, True, True)),
        ("books_rewritten", (NO, True, True, True, NO)),
        ("channel", ("right", "right", "none", "right", "right")),
        ("shared_beyond_need", (0, 0, 0, 1, 0)),
        ("danger_at_end", (0, 5, 4, 5, 2)),
    ),
    seats=(
        ("labour", (100, 75, 45, 85, 80)),
        ("investigator", (100, 41, 81, 89, 78)),
        ("child", (100, 86, 86, 76, 81)),
        ("fiu", (100, 83, 64, 83, 78)),
        ("prosecutor", (100, 68, 58, 74, 63)),
        ("coordinator", (100, 61, 83, 83, 56)),
        ("integrity", (100, 85, 85, 45, 80)),
    ),
    team=(12, 9, 9, 9, 8),
    nevers=(
        {},
        {"investigator": ("entry",)},
        {},
        {"child": ("boys",), "integrity": ("list",)},
        {"prosecutor": ("charge",), "coordinator": ("sort",)},
    ),
    failed=(
        set(),
        {"investigator", "prosecutor", "coordinator"},
        {"labour", "fiu", "prosecutor"},
        {"child", "integrity"},
        {"prosecutor", "coordinator"},
    ),
    turns=(
        (),
        (("entry", None, None),),
        (("backpay", None, None),),
        (("boys", None, None),),
        (("charge", None, None),),
    ),
)
SHORES = Known(
    name="two-shores",
    paths=(
        "good",
        "the-bus-at-six",
        "the-whole-list",
        "an-aunt-at-the-door",
        "two-files",
        "beds-for-witnesses",
    ),
    measures=(
        ("time_to_medical_help", (0.75, 4.0, 0.75, 0.75, 0.75, 0.75)),
        ("time_to_beds", (5.75, 28.0, 5.75, 5.75, 5.75, 5.75)),
        ("counts_reconciled", (True, True, True, True, True, True)),
        ("time_to_missing_list", (4.0, None, 4.0, 4.0, 4.0, 4.0)),
        ("screened_before_movement", (100, 40, 100, 100, 100, 100)),
        ("removed_unscreened", (NO, True, NO, NO, NO, NO)),
        ("crewman_found", (True, NO, True, True, True, True)),
        ("controller_present", (NO, True, NO, NO, NO, NO)),
        ("name_to_feared_state", (NO, NO, True, NO, NO, NO)),
        ("time_to_asylum_referral", (5.0, None, 5.0, 5.0, 5.0, 5.0)),
        ("names_to_media", (NO, NO, True, NO, NO, NO)),
        ("boys_received", (True, True, True, NO, True, True)),
        ("time_to_transfer_note", (65.0, 65.0, 65.0, None, 65.0, 65.0)),
        ("child_to_aunt", (NO, NO, NO, True, NO, NO)),
        ("steersman_charged", (NO, True, NO, NO, NO, True)),
        ("assistance_tied", (NO, NO, NO, NO, NO, True)),
        ("refusal_respected", (True, True, True, True, True, NO)),
        ("labelled_wrongly", (0, 19, 0, 0, 0, 0)),
        ("interviews_per_witness", (1, 3, 1, 1, 1, 1)),
        ("heard_before_return", (True, NO, True, True, True, NO)),
        ("dead_identified", (True, True, NO, True, True, True)),
        ("families_paid", (NO, NO, True, NO, NO, True)),
        ("families_informed", (True, True, True, True, True, True)),
        ("time_to_financial_step", (18.0, 18.0, 18.0, 18.0, None, 18.0)),
        ("money_kept", (2, 2, 2, 2, 0, 2)),
        ("organisers_warned", (NO, NO, NO, NO, True, NO)),
        ("channel_danaro", ("right", "right", "right", "right", "wrong", "right")),
        ("channel_ankoria", ("right", "right", "right", "right", "wrong", "right")),
        ("time_to_usable_reply", (26.0, 26.0, 26.0, 26.0, None, 26.0)),
        ("wrong_charge", (NO, NO, NO, NO, True, NO)),
        ("charges_right", (True, True, True, True, NO, NO)),
        ("one_plan", (True, True, True, True, True, True)),
        ("independent_evidence", (26, 22, 24, 23, 15, 21)),
        ("shared_beyond_need", (0, 0, 4, 0, 1, 0)),
        ("danger_at_end", (0, 5, 5, 5, 5, 2)),
    ),
    seats=(
        ("coast", (100, 57, 87, 97, 83, 83)),
        ("investigator", (100, 47, 97, 97, 83, 70)),
        ("prosecutor", (100, 77, 97, 97, 47, 60)),
        ("child", (100, 81, 96, 74, 81, 81)),
        ("coordinator", (100, 76, 72, 97, 76, 79)),
        ("fiu_d", (100, 79, 96, 96, 42, 79)),
        ("border", (100, 67, 95, 76, 76, 76)),
        ("opj", (100, 76, 95, 86, 57, 76)),
        ("procureur", (100, 79, 96, 96, 53, 79)),
        ("ngo", (100, 81, 78, 96, 81, 74)),
        ("fiu_a", (100, 76, 95, 95, 53, 76)),
    ),
    team=(15, 10, 14, 14, 10, 10),
    nevers=(
        {},
        {"investigator": ("screen", "steersman")},
        {"coast": ("beach",), "coordinator": ("consul", "meeting"), "ngo": ("twelve",)},
        {"child": ("aunt",)},
        {},
        {"investigator": ("women",), "prosecutor": ("early", "charge")},
    ),
    failed=(
        set(),
        {"coast", "investigator", "border"},
        {"coast", "coordinator", "ngo"},
        {"child"},
        {"prosecutor", "fiu_d", "opj", "procureur", "fiu_a"},
        {"investigator", "prosecutor"},
    ),
    turns=(
        (),
        (("flare", None, None), ("screen", None, None)),
        (("beach", None, None), ("consul", None, None)),
        (("aunt", None, None),),
        (("ask", None, None),),
        (("charge", None, None),),
    ),
)
