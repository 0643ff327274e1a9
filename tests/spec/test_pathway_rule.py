"""Biến động hộ nghèo: thoát nghèo, tái nghèo, phát sinh mới, vẫn nghèo. The rule of pathways, one table a sentence."""

from __future__ import annotations

from collections.abc import Callable


def test_who_was_poor_a_year_ago_stays_leaves_or_is_gone(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | 2016 | 2017      | pathway
        poor      | poor | poor      | stay
        near_poor | poor | poor      | stay
        poor      | poor | near_poor | exit
        poor      | poor | average   | exit
        poor      | poor | not_poor  | exit
        poor      | poor | .         | left
    """)


def test_newly_poor_was_never_poor_before(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | 2016      | 2017 | pathway
        near_poor | near_poor | poor | new
        average   | not_poor  | poor | new
        near_poor | poor      | poor | stay
    """)


def test_off_the_list_a_year_ago_was_not_poor_then(pathway_spec: Callable[..., None]) -> None:
    """A yearly review covers last year's list and those who apply: whoever was not reviewed was not listed."""
    pathway_spec("""
        2015 base | 2016 | 2017      | pathway
        not_poor  | .    | poor      | new
        near_poor | .    | poor      | new
        poor      | .    | poor      | relapse
        poor      | poor | poor      | stay
        not_poor  | .    | near_poor |
    """)


def test_relapse_is_to_be_poor_again_however_long_ago_it_was(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | 2016      | 2017      | 2018 | pathway
        poor      | near_poor | near_poor | poor | relapse
        poor      | not_poor  | .         | poor | relapse
        not_poor  | poor      | average   | poor | relapse
        poor      | not_poor  | poor      | poor | stay
        not_poor  | near_poor | near_poor | poor | new
    """)


def test_who_was_not_there_in_the_base_round_joined_and_is_not_newly_poor(pathway_spec: Callable[..., None]) -> None:
    """Moved in or split off: the report's "other increase". Seen once, it is followed like any other."""
    pathway_spec("""
        2015 base | 2016     | 2017 | pathway
        .         | .        | poor | joined
        .         | not_poor | poor | new
        .         | poor     | poor | stay
        not_poor  | .        | poor | new
    """)


def test_without_a_base_round_nobody_is_said_to_have_joined(pathway_spec: Callable[..., None]) -> None:
    """Lists alone tell that a household was not poor, not whether it was there."""
    pathway_spec("""
        2016 | 2017    | pathway
        poor | average | exit
        .    | poor    | new
    """)


def test_a_base_round_of_the_year_itself_says_nothing_of_the_year_before(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2016 | 2017 base | pathway
        poor | poor      | stay
        .    | poor      | new
        .    | not_poor  |
    """)


def test_an_undetermined_class_on_either_side_leaves_the_way_undetermined(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base    | 2016         | 2017         | pathway
        poor         | poor         | undetermined | undetermined
        not_poor     | undetermined | poor         | undetermined
        poor         | undetermined | poor         | undetermined
        undetermined | not_poor     | poor         | new
        undetermined | .            | poor         | new
        poor         | undetermined | average      |
        not_poor     | average      | undetermined |
    """)


def test_the_first_review_has_no_pathways(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | pathway
        poor      |
        not_poor  |
    """)


def test_after_a_year_without_a_review_nothing_is_said(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | 2017 | pathway
        poor      | poor |
        not_poor  | poor |
    """)


def test_the_near_poor_have_pathways_of_their_own(pathway_spec: Callable[..., None]) -> None:
    pathway_spec("""
        2015 base | 2016      | 2017      | pathway
        near_poor | near_poor | poor      | exit
        near_poor | poor      | near_poor | relapse
        poor      | poor      | near_poor | new
        .         | .         | near_poor | joined
        poor      | poor      | poor      |
    """, of="near_poor")  # fmt: skip
