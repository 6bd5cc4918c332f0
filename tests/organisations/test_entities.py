"""Which units are legal entities of their own."""

from elearn.organisations.entities import Entities
from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree

UNITS: tuple[tuple[str, Kind, str | None, str | None], ...] = (
    ("G", Kind.GROUP, None, None),
    ("F", Kind.ADMINISTRATION, "G", "Kommunen"),
    ("F1", Kind.DEPARTMENT, "F", "Kommunen"),
    ("F2", Kind.DEPARTMENT, "F", None),
    ("FX", Kind.EXTERNAL_PROVIDER, "F", None),
    ("FD", Kind.DEPARTMENT, "F", "Stiftelsen"),
    ("N", Kind.COMMITTEE, "G", "Kommunen"),
    ("J", Kind.JOINT_COMMITTEE, "G", None),
    ("B", Kind.COMPANY, "G", "Bolaget AB"),
    ("B1", Kind.DEPARTMENT, "B", "Bolaget AB"),
    ("S", Kind.BOARD, "B", None),
    ("D", Kind.COMPANY, "B", None),
    ("D1", Kind.WORKPLACE, "D", None),
    ("V", Kind.ASSOCIATION, "G", None),
    ("T", Kind.WORKPLACE, "G", "Bolaget AB"),
)


def tree() -> Tree:
    ids = {code: number for number, (code, *_rest) in enumerate(UNITS, start=1)}
    return Tree(
        Node(
            id=ids[code],
            code=code,
            name=code,
            kind=kind,
            parent_id=ids[parent] if parent else None,
            legal_entity=entity,
            responsible_code=None,
            counts_in_group=True,
        )
        for code, kind, parent, entity in UNITS
    )


def test_every_unit_belongs_to_one() -> None:
    units = tree()
    entities = Entities(units)
    heads = {code: units[entities.head(units.by_code[code].id)].code for code, *_rest in UNITS}
    own = {"FX": "FX", "FD": "FD", "B": "B", "B1": "B", "S": "B", "D": "D", "D1": "D", "V": "V", "T": "T"}
    assert heads == dict.fromkeys(("G", "F", "F1", "F2", "N", "J"), "G") | own


def test_the_group_itself_is_not_listed_among_them() -> None:
    assert {node.code for node in Entities(tree()).heads()} == {"FX", "FD", "B", "D", "V", "T"}
