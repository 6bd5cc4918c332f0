"""Whatever the tree and whoever the people: the states add up, and a unit is the union of what is below it."""

import random
from datetime import date, timedelta
from uuid import UUID

import pytest

from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree
from elearn.reports.figures import FEWEST_WITH_PROTECTED, Tally, place_now, place_then, tally_up
from elearn.reports.members import Member
from elearn.requirements.queries import Place
from elearn.requirements.standing import Done, Obligation, State

ON = date(2026, 3, 1)
KINDS = (Kind.ADMINISTRATION, Kind.COMPANY, Kind.DEPARTMENT, Kind.WORKPLACE, Kind.COMMITTEE)
MODULES = ("a", "b", "c")


def a_tree(dice: random.Random, size: int) -> Tree:
    """Unit 1 is the root; every other hangs below one that was there before it."""
    return Tree(
        Node(
            id=number,
            code=f"U{number}",
            name=f"Enhet {number}",
            kind=dice.choice(KINDS) if number > 1 else Kind.GROUP,
            parent_id=dice.randrange(1, number) if number > 1 else None,
            legal_entity=None,
            responsible_code=None,
            counts_in_group=dice.random() < 0.9,
        )
        for number in range(1, size + 1)
    )


# What makes each state come about.
DONE = {
    State.COMPLETED: [Done(ON, None)],
    State.EXPIRED: [Done(ON, ON - timedelta(days=1))],
    State.OVERDUE: [],
    State.DUE: [],
}


def an_obligation(module: str, state: State) -> Obligation:
    due_on = ON - timedelta(days=1) if state is State.OVERDUE else ON
    return Obligation(module=module, requirement_id=1, due_on=due_on, valid_months=24, recommended=False)


def a_member(dice: random.Random, number: int, units: int) -> Member:
    places = {Place(dice.randint(1, units), "employee") for _ in range(dice.choice((1, 1, 1, 2, 3)))}
    states = {
        module: dice.choice(list(State)) for module in dice.sample(MODULES, dice.randint(0, len(MODULES)))
    }
    return Member(
        person_id=UUID(int=number),
        on=ON,
        places=frozenset(places),
        employments=len(places),
        start=ON,
        held=dice.random() < 0.1,
        absent=dice.random() < 0.1,
        protected=dice.random() < 0.1,
        obligations=[an_obligation(module, state) for module, state in states.items()],
        done={module: DONE[state] for module, state in states.items()},
    )


def counts_in(tree: Tree, unit: int, place: int) -> bool:
    """Whether somebody in a place counts in a unit: it is below it, and nothing between it and the root keeps it out."""
    path = list(tree.upward(place))
    if unit != 1:
        return unit in path
    return all(tree[above].counts_in_group for above in path if above != 1)


@pytest.mark.parametrize("seed", range(40))
def test_a_unit_is_the_union_of_what_is_below_it_and_its_states_add_up(seed: int) -> None:
    dice = random.Random(seed)
    tree = a_tree(dice, dice.randint(1, 15))
    members = [a_member(dice, number, len(tree.nodes)) for number in range(dice.randint(0, 160))]
    tallies = tally_up(members, place_then(tree), tree)
    for unit in tree.nodes:
        inside = [m for m in members if any(counts_in(tree, unit, place.unit_id) for place in m.places)]
        shows = tree[unit].kind in {Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY}
        if not shows or len(inside) < FEWEST_WITH_PROTECTED:
            inside = [member for member in inside if not member.protected]
        tally = tallies.get(unit, Tally())
        assert tally.people == len(inside)
        for module in MODULES:
            count = tally.count(module)
            asked = [m for m in inside if module in {state.obligation.module for state in m.states}]
            assert count.required == len(asked)
            assert count.required == count.completed + count.expired + count.overdue + count.due
            assert count.held == sum(member.held for member in asked)
            assert count.absent == sum(member.absent for member in asked)
        assert max(tally.finished, tally.overdue, tally.expired) <= tally.asked <= tally.people


@pytest.mark.parametrize("seed", range(20))
def test_the_root_is_the_same_wherever_people_are_placed(seed: int) -> None:
    dice = random.Random(seed)
    then, now = a_tree(dice, 12), a_tree(dice, 12)
    members = [a_member(dice, number, 12) for number in range(150)]
    today = {member.person_id: {dice.randint(1, 12) for _ in range(dice.randint(0, 2))} for member in members}
    before = tally_up(members, place_then(then), then)
    after = tally_up(members, place_now(then, now, today), now)
    assert after[1] == before[1]
    gone = [m for m in members if not today[m.person_id] and not m.protected]
    in_group = [m for m in gone if any(counts_in(then, 1, place.unit_id) for place in m.places)]
    assert after[None].people == len(in_group)
