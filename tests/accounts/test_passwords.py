"""What a password may be, and that only the right one is right."""

import pytest

from elearn.accounts.passwords import Weakness, hash_password, hasher, is_outdated, verify, weakness

CHEAP = hasher({"time_cost": 1, "memory_cost": 8, "parallelism": 1})


def test_the_right_password_is_right_and_another_is_not() -> None:
    stored = hash_password("tre ord som passar", CHEAP)
    assert verify(stored, "tre ord som passar", CHEAP)
    assert not verify(stored, "tre ord som passer", CHEAP)


def test_nobody_has_a_password_that_is_right() -> None:
    assert not verify(None, "the password of nobody", CHEAP)


def test_what_is_no_hash_refuses_every_password() -> None:
    assert not verify("not a hash", "tre ord som passar", CHEAP)


def test_the_same_characters_typed_on_another_machine_are_the_same_password() -> None:
    stored = hash_password("pa\u030a en gro\u0308n a\u0308ng", CHEAP)
    assert verify(stored, "på en grön äng", CHEAP)


def test_a_password_longer_than_any_is_not_cut_to_one_that_fits() -> None:
    stored = hash_password("a" * 200, CHEAP)
    assert verify(stored, "a" * 200, CHEAP)
    assert not verify(stored, "a" * 201, CHEAP)


def test_hashes_are_argon2id_with_the_parameters_of_rfc_9106() -> None:
    assert hash_password("tre ord som passar", hasher()).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_with_other_parameters_is_outdated() -> None:
    assert is_outdated(hash_password("tre ord som passar", CHEAP), hasher())
    assert not is_outdated(hash_password("tre ord som passar", CHEAP), CHEAP)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("elva tecken", Weakness.SHORT),
        ("x" * 201, Weakness.LONG),
        ("Password1234!", Weakness.COMMON),
        ("L0senord-2026", Weakness.COMMON),
        ("Sommaren2026", Weakness.COMMON),
        ("Hösten 2026!!", Weakness.COMMON),
        ("VäxjöKommun26", Weakness.COMMON),
        ("123456789012", Weakness.COMMON),
        ("210987654321", Weakness.COMMON),
        ("qwertyuiopåa", Weakness.COMMON),
        ("abcabcabcabcabc", Weakness.COMMON),
        ("zzzzzzzzzzzzzz", Weakness.COMMON),
        ("alice.alm2026", Weakness.OWN),
        ("AliceAlm12345", Weakness.OWN),
        ("alice korrekt häst batteri", None),
        ("demo-elearn-2026", None),
        ("tre ord som passar", None),
        ("vinter korrekt häst", None),
    ],
)
def test_only_a_password_that_is_hard_to_guess_is_taken(password: str, found: Weakness | None) -> None:
    assert weakness(password, ["alice.alm@exempel.example", "Alice", "Alm", "5"]) is found


def test_a_number_that_stands_in_a_password_by_chance_is_no_weakness() -> None:
    assert weakness("blå5 katt springer", ["5"]) is None
