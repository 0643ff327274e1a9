"""Chuẩn 2022-2025 (và 2026): nghèo cần cả thu nhập lẫn thiếu hụt. Each boundary, from both sides."""

from __future__ import annotations

from collections.abc import Callable

STANDARD = "vn-2022-2025"


def test_poverty_needs_income_and_three_deprivations(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class     | subtype
        rural |               0 |            0 | near_poor |
        rural |       1_500_000 |            2 | near_poor |
        rural |       1_500_000 |            3 | poor      |
        rural |       1_500_000 |           12 | poor      |
        rural |       1_500_001 |           12 | average   |
        rural |       2_250_000 |            0 | average   |
        rural |       2_250_001 |           12 | not_poor  |
        urban |       2_000_000 |            2 | near_poor |
        urban |       2_000_000 |            3 | poor      |
        urban |       2_000_001 |            3 | average   |
        urban |       3_000_000 |            0 | average   |
        urban |       3_000_001 |            0 | not_poor  |
    """)  # fmt: skip


def test_the_unknown_leaves_a_class_only_where_it_cannot_change_it(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | deprivations | class        | missing
        rural |       1_000_000 |         3..7 | poor         |
        rural |       1_000_000 |         0..2 | near_poor    |
        rural |       1_000_000 |         2..3 | undetermined | is_stunted
        ?     |       1_500_000 |            3 | poor         |
        ?     |       1_800_000 |            3 | undetermined | area
        ?     |       2_100_000 |            ? | average      |
        ?     |       2_500_000 |            ? | undetermined | area
        ?     |       3_000_001 |            ? | not_poor     |
        rural |               ? |            1 | undetermined | income_per_head
    """)  # fmt: skip


def test_points_by_circular_07_2021(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | b1_points | b2_points | class     | way
        rural |       140 |        30 | poor      | points
        rural |       140 |        29 | near_poor | points
        rural |         0 |         0 | near_poor | points
        rural |       141 |       120 | not_poor  | points
        urban |       175 |        30 | poor      | points
        urban |       175 |        20 | near_poor | points
        urban |       176 |       120 | not_poor  | points
        urban |       140 |        30 | poor      | points
    """)  # fmt: skip


def test_points_win_and_average_is_by_income_only(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        area  | income_per_head | b1_points | b2_points | deprivations | class     | way
        rural |       2_000_000 |       150 |         0 |            0 | not_poor  | points
        rural |       2_000_000 |         ? |         ? |            0 | average   | facts
        rural |       2_000_000 |       140 |         ? |            3 | poor      | mixed
        rural |       1_000_000 |         ? |        30 |            0 | poor      | mixed
    """)  # fmt: skip


def test_employment(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.employment     | deprived
        15    | unemployed       | yes
        14    | unemployed       | no
        40    | wage_no_contract | yes
        40    | wage_contract    | no
        40    | own_work         | no
        40    | not_working      | no
        40    | ?                | ?
        10    | ?                | no
    """, indicator="job")  # fmt: skip


def test_dependants_are_more_than_half_of_the_members(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.receives_social_allowance | m.is_disabled | m2.age | m2.receives_social_allowance | m2.is_disabled | m3.age | m3.receives_social_allowance | m3.is_disabled | deprived
        15    | no                          | no            | 15     | no                           | no             | 40     | no                           | no             | yes
        15    | no                          | no            | 16     | no                           | no             | 40     | no                           | no             | no
        60    | yes                         | no            | 15     | no                           | no             | 40     | no                           | no             | yes
        59    | yes                         | no            | 15     | no                           | no             | 40     | no                           | no             | no
        59    | yes                         | yes           | 15     | no                           | no             | 40     | no                           | no             | yes
        70    | no                          | yes           | 15     | no                           | no             | 40     | no                           | no             | no
        15    | no                          | no            | 40     | yes                          | ?              | 40     | no                           | no             | ?
        15    | no                          | no            | 10     | no                           | no             | ?      | ?                            | ?              | yes
    """, indicator="dependents")  # fmt: skip  # noqa: E501


def test_exactly_half_is_not_deprived(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.receives_social_allowance | m2.age | m2.receives_social_allowance | deprived
        10    | no                          | 40     | no                           | no
        10    | no                          | 10     | no                           | yes
    """, indicator="dependents")  # fmt: skip


def test_nutrition(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.is_stunted | m.is_underweight | deprived
        15    | yes          | no               | yes
        15    | no           | yes              | yes
        16    | yes          | yes              | no
        3     | no           | no               | no
        3     | no           | ?                | ?
        3     | yes          | ?                | yes
    """, indicator="nutrition")  # fmt: skip


def test_health_insurance(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.has_health_insurance | deprived
        6     | no                     | yes
        5     | no                     | no
        90    | yes                    | no
        6     | ?                      | ?
    """, indicator="health_ins")  # fmt: skip


def test_adult_education(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.attends_school | m.has_job_training_certificate | m.highest_education | deprived
        16    | no               | no                             | primary             | yes
        15    | no               | no                             | none                | no
        16    | no               | no                             | lower_secondary     | no
        17    | no               | no                             | lower_secondary     | no
        18    | no               | no                             | lower_secondary     | yes
        18    | no               | no                             | upper_secondary     | no
        30    | no               | no                             | vocational          | no
        30    | no               | no                             | primary             | yes
        31    | no               | no                             | none                | no
        25    | yes              | no                             | none                | no
        25    | no               | yes                            | none                | no
        25    | no               | ?                              | none                | ?
        ?     | no               | no                             | lower_secondary     | ?
        ?     | no               | no                             | upper_secondary     | no
    """, indicator="edu_adult")  # fmt: skip


def test_children_attend_the_level_of_their_age_or_a_higher_one(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.age | m.attends_school | m.school_level  | deprived
        2     | no               | ?               | no
        3     | no               | ?               | yes
        3     | yes              | preschool       | no
        5     | yes              | preschool       | no
        6     | yes              | preschool       | yes
        6     | yes              | primary         | no
        11    | yes              | primary         | no
        11    | yes              | lower_secondary | no
        12    | yes              | primary         | yes
        12    | yes              | lower_secondary | no
        15    | no               | ?               | yes
        15    | yes              | upper_secondary | no
        16    | no               | ?               | no
        10    | yes              | ?               | ?
        4     | yes              | ?               | no
    """, indicator="edu_child")  # fmt: skip


def test_two_of_three_structures_not_durable(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        durable_walls | durable_pillars | durable_roof | deprived
        yes           | yes             | yes          | no
        no            | yes             | yes          | no
        no            | no              | yes          | yes
        no            | yes             | no           | yes
        yes           | no              | no           | yes
        no            | no              | no           | yes
        no            | ?               | yes          | ?
        no            | ?               | no           | yes
        ?             | yes             | yes          | no
    """, indicator="house_quality")  # fmt: skip


def test_floor_area_per_head_below_8_square_metres(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        persons | floor_area | deprived
        2       |         16 | no
        2       |       15.9 | yes
    """, indicator="house_area")  # fmt: skip


def test_water_source(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        water_source         | deprived
        tap                  | no
        bottled              | no
        unprotected_dug_well | yes
        surface              | yes
    """, indicator="water")  # fmt: skip


def test_hygienic_latrine(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        toilet_type  | deprived
        double_vault | no
        other        | yes
        none         | yes
    """, indicator="toilet")  # fmt: skip


def test_internet_use(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        m.uses_internet | m2.uses_internet | deprived
        no              | no               | yes
        no              | yes              | no
        no              | ?                | ?
    """, indicator="telecom")  # fmt: skip


def test_means_of_access_to_information(spec: Callable[..., None]) -> None:
    spec(STANDARD, """
        has_tv | has_radio | has_computer | has_phone | has_smartphone | has_laptop | has_tablet | deprived
        no     | no        | no           | no        | no             | no         | no         | yes
        yes    | no        | no           | no        | no             | no         | no         | no
        no     | yes       | no           | no        | no             | no         | no         | no
        no     | no        | yes          | no        | no             | no         | no         | no
        no     | no        | no           | yes       | no             | no         | no         | no
        no     | no        | no           | no        | yes            | no         | no         | no
        no     | no        | no           | no        | no             | yes        | no         | no
        no     | no        | no           | no        | no             | no         | yes        | no
        no     | no        | no           | no        | no             | no         | ?          | ?
    """, indicator="info_asset")  # fmt: skip
