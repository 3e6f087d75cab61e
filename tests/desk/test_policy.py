"""Knows what a company and a house may choose."""

from dataclasses import fields

import pytest

from hauspost.desk.policy import KEYS, Policy, PolicyFault, overruled, read_policy, read_policy_text


def test_every_key_of_the_policy_can_be_read_and_every_default_is_allowed() -> None:
    assert sorted(KEYS) == sorted(field.name for field in fields(Policy))
    for field in fields(Policy):
        assert read_policy(field.name, field.default) == field.default


def test_a_house_overrules_single_keys_in_a_table_s_words() -> None:
    choices = [
        ("strict_commands", "ja"),
        ("hold_minutes", "5"),
        ("contact_release", "Notfall"),
        ("sending", "aus"),
    ]
    policy = overruled(Policy(), choices)
    assert policy.strict_commands is True
    assert (policy.hold_minutes, policy.contact_release, policy.sending) == (5, "emergency", "off")
    assert policy.fold_minutes == Policy().fold_minutes


def test_a_choice_that_a_later_version_no_longer_knows_changes_nothing() -> None:
    assert overruled(Policy(), [("colour", "blue"), ("hold_minutes", "soon")]) == Policy()


@pytest.mark.parametrize(
    "key,value,sentence",
    [
        ("sending", "never", 'must be "off", "managers" or "on", not "never"'),
        ("sending", True, 'must be "off", "managers" or "on", not true'),
        ("hold_minutes", -1, "must be a whole number from 0 to 1440, not -1"),
        ("hold_minutes", True, "must be a whole number from 0 to 1440, not true"),
        ("hold_minutes", "3", 'must be a whole number from 0 to 1440, not "3"'),
        ("strict_commands", "maybe", 'must be true or false, not "maybe"'),
        ("office_hours", "9 to 5", 'must read like "Mo-Fr 8-17", not "9 to 5"'),
        ("board_digest", "daily", 'must be "off", "weekly" or "monthly", not "daily"'),
        ("digest_hour", 24, "must be a whole number from 0 to 23, not 24"),
        ("storm_minutes", 0, "must be a whole number from 1 to 1440, not 0"),
        ("quiet_hours", "25-7", 'must read like "20-7", not "25-7"'),
        ("amounts", "net", 'must be "gross", not "net"'),
    ],
)
def test_a_value_that_is_not_allowed_is_told_with_what_is(key: str, value: object, sentence: str) -> None:
    with pytest.raises(PolicyFault) as fault:
        read_policy(key, value)
    assert str(fault.value) == sentence


@pytest.mark.parametrize("hours", ["Mo-Fr 8-17", "Mo-Do 8:30-16:15", "mo-su 7 – 20", "Di 9-12"])
def test_office_hours_name_days_and_hours(hours: str) -> None:
    assert read_policy("office_hours", hours) == hours


def test_a_cell_that_only_looks_like_a_number_is_none() -> None:
    with pytest.raises(PolicyFault, match='not "²"'):
        read_policy_text("hold_minutes", "²")
