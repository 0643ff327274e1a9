"""Chuẩn 2016-2020 theo thu nhập và thiếu hụt. Each class boundary and each indicator's threshold, from both sides."""

from __future__ import annotations

from collections.abc import Callable

STANDARD = "vn-2016-2020"


def test_income_at_the_poor_line_is_poor_whatever_the_deprivations(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class | subtype
        rural |               0 |            0 | poor  | N1
        rural |         700_000 |            0 | poor  | N1
        rural |         700_000 |           10 | poor  | N1
        rural |         700_000 |            ? | poor  | N1
        urban |         900_000 |            0 | poor  | N1
        urban |         900_000 |            3 | poor  | N1
    """)  # fmt: skip


def test_income_between_the_lines_needs_three_deprivations(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class     | subtype
        rural |         700_001 |            0 | near_poor |
        rural |         700_001 |            2 | near_poor |
        rural |         700_001 |            3 | poor      | N2
        rural |       1_000_000 |            2 | near_poor |
        rural |       1_000_000 |            3 | poor      | N2
        rural |       1_000_000 |           10 | poor      | N2
        urban |         900_001 |            0 | near_poor |
        urban |         900_001 |            3 | poor      | N2
        urban |       1_300_000 |            2 | near_poor |
        urban |       1_300_000 |            3 | poor      | N2
    """)  # fmt: skip


def test_above_the_minimum_line_deprivations_play_no_part(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class    | subtype
        rural |       1_000_001 |            9 | average  |
        rural |       1_500_000 |            0 | average  |
        rural |       1_500_001 |           10 | not_poor |
        urban |       1_300_001 |            ? | average  |
        urban |       1_950_000 |           10 | average  |
        urban |       1_950_001 |            0 | not_poor |
    """)  # fmt: skip


def test_a_class_is_given_only_where_the_unknown_cannot_change_it(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class        | subtype | missing
        rural |         800_000 |         3..5 | poor         | N2      |
        rural |         800_000 |         1..2 | near_poor    |         |
        rural |         800_000 |         2..3 | undetermined |         | was_treated_12m
        ?     |         700_000 |         0..2 | poor         | N1      |
        ?     |         900_000 |            3 | poor         |         |
        ?     |         900_000 |            2 | undetermined |         | area
        ?     |       1_000_000 |            0 | near_poor    |         |
        ?     |       1_400_000 |            ? | average      |         |
        ?     |       1_600_000 |            ? | undetermined |         | area
        rural |               ? |            3 | undetermined |         | income_per_head
    """)  # fmt: skip


def test_points_by_circular_14_2018(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | b1_points | b2_points | class     | subtype | way
        rural |       120 |         0 | poor      | N1      | points
        rural |       120 |       100 | poor      | N1      | points
        rural |       121 |        30 | poor      | N2      | points
        rural |       121 |        29 | near_poor |         | points
        rural |       150 |        30 | poor      | N2      | points
        rural |       150 |         0 | near_poor |         | points
        rural |       151 |       100 | not_poor  |         | points
        urban |       140 |         0 | poor      | N1      | points
        urban |       141 |        30 | poor      | N2      | points
        urban |       141 |        20 | near_poor |         | points
        urban |       175 |        30 | poor      | N2      | points
        urban |       176 |       100 | not_poor  |         | points
    """)  # fmt: skip


def test_points_win_over_facts_each_for_its_own_part(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | b1_points | b2_points | deprivations | class        | way
        rural |         500_000 |       160 |         ? |            9 | not_poor     | mixed
        rural |       1_200_000 |       160 |         0 |            0 | not_poor     | points
        rural |       3_000_000 |       130 |         ? |            3 | poor         | mixed
        rural |       3_000_000 |       130 |        20 |            9 | near_poor    | points
        rural |         800_000 |         ? |        30 |            0 | poor         | mixed
        rural |         800_000 |         ? |         ? |            2 | near_poor    | facts
        rural |               ? |         ? |        30 |            0 | undetermined | mixed
    """)  # fmt: skip


def test_points_are_left_aside_on_request(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | b1_points | b2_points | deprivations | class    | way
        rural |         500_000 |       160 |         0 |            0 | poor     | facts
        rural |       1_200_000 |       100 |       100 |            0 | average  | facts
    """, guidance="facts")  # fmt: skip


def test_points_with_unknown_parts(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | b1_points | b2_points | deprivations | class        | missing
        ?     |               ? |       120 |         ? |            ? | poor         |
        ?     |               ? |       130 |        20 |            ? | undetermined | area
        ?     |               ? |       160 |        30 |            ? | undetermined | area
        ?     |               ? |       176 |         ? |            ? | not_poor     |
        ?     |               ? |       145 |        30 |            ? | poor         |
        rural |               ? |       130 |         ? |         2..3 | undetermined | was_treated_12m
    """)  # fmt: skip


def test_points_in_the_census_at_the_end_of_2015(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | b1_points | b2_points | class        | subtype | missing
        rural |       109 |         0 | poor         | N1      |
        rural |       110 |        30 | poor         | N2      |
        rural |       110 |        29 | undetermined | N3      |
        rural |       135 |        30 | poor         | N2      |
        rural |       135 |         0 | undetermined | N3      |
        rural |       136 |        30 | undetermined | N4      |
        rural |       136 |        20 | undetermined |         |
        rural |       165 |        30 | undetermined | N4      |
        rural |       166 |       100 | not_poor     |         |
        urban |       109 |         0 | undetermined |         | cut_offs
        urban |       166 |         0 | undetermined |         | cut_offs
        ?     |       109 |         0 | undetermined |         | area
    """, guidance="census-2015")  # fmt: skip


def test_adult_education(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.birth_year | m.highest_education | m.attends_school | deprived
        15    | 2001         | primary             | no               | yes
        14    | 2002         | none                | no               | no
        30    | 1986         | primary             | no               | yes
        31    | 1985         | none                | no               | no
        20    | 1996         | lower_secondary     | no               | no
        20    | 1996         | primary             | yes              | no
        20    | 1996         | ?                   | no               | ?
        20    | 1996         | ?                   | yes              | no
        ?     | ?            | none                | no               | ?
        ?     | ?            | higher              | ?                | no
    """, indicator="edu_adult")  # fmt: skip


def test_age_and_birth_year_stand_in_for_each_other(spec: Callable[..., None]) -> None:
    """Without a year of the review, 2016 counts: those of 15 to 30 were born in 1986 or later."""
    table = """
        m.age | m.birth_year | m.highest_education | m.attends_school | deprived
        30    | ?            | none                | no               | yes
        31    | ?            | none                | no               | no
        ?     | 2001         | none                | no               | yes
        ?     | 2002         | none                | no               | no
        ?     | 1986         | none                | no               | yes
    """
    spec(STANDARD, table, indicator="edu_adult")
    spec(STANDARD, """
        m.age | m.birth_year | m.highest_education | m.attends_school | deprived
        34    | ?            | none                | no               | yes
        35    | ?            | none                | no               | no
        ?     | 2005         | none                | no               | yes
        ?     | 2006         | none                | no               | no
    """, indicator="edu_adult", review_year=2020)  # fmt: skip


def test_child_school_attendance(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.attends_school | m2.age | m2.attends_school | deprived
        5     | no               | 40     | no                | yes
        4     | no               | 40     | no                | no
        14    | no               | 40     | no                | yes
        15    | no               | 40     | no                | no
        10    | yes              | 12     | no                | yes
        10    | yes              | 12     | ?                 | ?
        10    | no               | 12     | ?                 | yes
    """, indicator="edu_child")  # fmt: skip


def test_access_to_health_care(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.was_seriously_ill_12m | m.was_treated_12m | deprived
        yes                     | no                | yes
        yes                     | yes               | no
        no                      | ?                 | no
        yes                     | ?                 | ?
        ?                       | yes               | no
        ?                       | no                | ?
    """, indicator="health_access")  # fmt: skip


def test_health_insurance(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.has_health_insurance | m2.age | m2.has_health_insurance | deprived
        6     | no                     | 40     | yes                     | yes
        5     | no                     | 40     | yes                     | no
        40    | yes                    | 41     | ?                       | ?
        40    | no                     | 41     | ?                       | yes
        ?     | no                     | 41     | yes                     | ?
    """, indicator="health_ins")  # fmt: skip


def test_quality_of_the_house(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        house_grade    | deprived
        permanent      | no
        semi_permanent | no
        temporary      | yes
        simple         | yes
        ?              | ?
    """, indicator="house_quality")  # fmt: skip


def test_floor_area_per_head_below_8_square_metres(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        persons | floor_area | deprived
        1       |          8 | no
        1       |       7.99 | yes
        4       |         32 | no
        4       |      31.99 | yes
        0       |        100 | ?
        3       |          ? | ?
    """, indicator="house_area")  # fmt: skip


def test_water_source(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        water_source         | deprived
        tap                  | no
        drilled_well         | no
        protected_dug_well   | no
        protected_spring     | no
        rainwater            | no
        bottled              | no
        unprotected_dug_well | yes
        unprotected_spring   | yes
        surface              | yes
        other                | yes
        ?                    | ?
    """, indicator="water")  # fmt: skip


def test_hygienic_latrine(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        toilet_type     | deprived
        septic          | no
        semi_septic     | no
        pour_flush      | no
        ventilated_pit  | no
        seat_pit        | no
        double_vault    | no
        other           | yes
        none            | yes
        ?               | ?
    """, indicator="toilet")  # fmt: skip


def test_use_of_telecommunications(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.uses_phone | m.uses_internet | m2.uses_phone | m2.uses_internet | deprived
        no           | no              | no            | no               | yes
        no           | yes             | no            | no               | no
        no           | no              | yes           | no               | no
        no           | no              | ?             | no               | ?
        yes          | ?               | ?             | ?                | no
    """, indicator="telecom")  # fmt: skip


def test_information_assets(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        has_tv | has_radio | has_computer | hears_loudspeaker | deprived
        no     | no        | no           | no                | yes
        yes    | no        | no           | no                | no
        no     | yes       | no           | no                | no
        no     | no        | yes          | no                | no
        no     | no        | no           | yes               | no
        no     | no        | ?            | no                | ?
        yes    | ?         | ?            | ?                 | no
    """, indicator="info_asset")  # fmt: skip
