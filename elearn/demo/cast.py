"""Those with a demo account, and the workplace around the learner, with a case of every sort."""

from datetime import timedelta

from elearn.demo.files import BASE, CAST
from elearn.demo.names import DOMAIN
from elearn.demo.register import Employment, Person, Register

HOME = "OMS-EXG"
LONG_AGO = "2024-12-31"


def day(offset: int) -> str:
    return (BASE + timedelta(days=offset)).isoformat()


def seat_cast(register: Register) -> None:
    """First of all, so that their numbers stay the same whatever else changes."""
    nurse, manager = "Undersköterska", "Enhetschef"
    _account(register, "larande", ("Saga", "Lindvall"), Employment(HOME, nurse, "2019-09-02"))
    _account(
        register,
        "chef",
        ("Amir", "Hosseini"),
        Employment(HOME, manager, "2016-04-01", level="chef", role="chef"),
    )
    _account(
        register,
        "stallforetradare",
        ("Karin", "Öberg"),
        Employment(HOME, nurse, "2014-01-15", role="ställföreträdare"),
    )
    _account(register, "hr", ("Petra", "Åkesson"), Employment("KLF-HR", "HR-strateg", "2011-05-02"))
    _account(
        register, "redaktor", ("Samira", "Norén"), Employment("KLF-UTV", "Planeringsledare", "2018-08-20")
    )
    _account(
        register, "admin", ("Tomasz", "Kowalski"), Employment("KLF-IT-S", "Systemförvaltare", "2020-02-03")
    )
    _account(register, "revisor", ("Ingrid", "Stenberg"), Employment("REV-K", "Yrkesrevisor", "2009-10-01"))
    _account(
        register, "hr-bolag", ("Jonas", "Wikström"), Employment("VIDINGEHEM-S", "HR-partner", "2017-03-13")
    )
    _account(register, "politiker", ("Margareta", "Falk"))
    _colleagues(register)
    register.settle(*register.persons)


def _account(register: Register, account: str, name: tuple[str, str], *employments: Employment) -> None:
    source, _ = CAST[account]
    person = register.add(source, *employments, name=name)
    person.email, person.language = f"{account}@{DOMAIN}", "sv"


def _colleagues(register: Register) -> None:
    nurse, aide = "Undersköterska", "Vårdbiträde"

    def add(*employments: Employment, name: tuple[str, str] | None = None) -> Person:
        return register.add("hr", *employments, name=name)

    add(Employment(HOME, nurse, "1998-06-01", absent_from=day(-140), absent_to=day(90)))
    add(Employment(HOME, aide, "2021-01-11", absent_from=day(-6), absent_to=day(8)))
    add(Employment(HOME, nurse, day(-75)))  # 90 days are over in 15
    add(Employment(HOME, nurse, day(-98)))  # 90 days were over 8 days ago
    add(Employment(HOME, aide, day(-12)))
    add(Employment(HOME, aide, "2023-06-05", form="timavlönad", extent=""))
    add(Employment(HOME, aide, "2024-06-10", form="timavlönad", extent="")).email = ""
    twice = add(Employment(HOME, nurse, "2015-02-01", extent="50"))
    elsewhere = register.address(twice.given, twice.family)
    twice.employments.append(Employment("OMS-H1-01", nurse, "2022-09-01", extent="50", email=elsewhere))
    hidden = add(Employment(HOME, nurse, "2017-11-01"))
    hidden.given, hidden.family, hidden.email, hidden.protected = "", "", "", True
    add(Employment(HOME, nurse, "2022-03-01"), name=("Nasrin", "Rahimi")).language = "en"
    add(
        Employment("OMS-B1-01", nurse, "2013-08-15", day(-61)),
        Employment(HOME, nurse, day(-60)),
    )
    add(Employment(HOME, aide, "2026-02-01", day(20), form="visstid"))
    again = add(Employment(HOME, nurse, "2026-03-01"))
    before = add(Employment(HOME, aide, "2018-05-02", LONG_AGO), name=(again.given, again.family))
    before.key, before.email = again.key, again.email
    add(Employment(HOME, "Aktiveringspedagog", "2020-10-01", extent="75"), name=("Siobhán", "O'Brien"))
    add(Employment(HOME, nurse, "2003-01-07"), name=("Mirjana", "van der Meer"))
    add(Employment(HOME, nurse, "2007-09-03", day(-32)))
    add(Employment(HOME, aide, day(14)))
