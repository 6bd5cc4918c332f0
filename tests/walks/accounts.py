"""The walks to an account, and around in it."""

from tests.staging import PASSWORD, email_of
from tests.walks.walking import Walk

NEW = "tre ord som ingen gissar"


def sign_in_and_out(walk: Walk) -> None:
    walk.write("email", email_of("karl"))
    walk.write("password", "fel lösenord")
    walk.send("/logga-in")
    walk.sees("Det finns ett problem")
    walk.write("email", email_of("karl"))
    walk.write("password", PASSWORD)
    walk.send("/logga-in")
    walk.sees("Välkommen")
    walk.send("/logga-ut")


def change_language(walk: Walk) -> None:
    walk.send("/sprak", "[value=en]")
    walk.sees("Welcome")
    walk.send("/sprak", "[value=sv]")


def ask_for_a_link(walk: Walk) -> None:
    walk.follow("main a[href='/losenord']")
    walk.write("email", email_of("vera"))
    walk.send("/losenord")


def use_a_link(walk: Walk) -> None:
    choose_a_password(walk, f"/losenord/{walk.given}")


def use_a_code(walk: Walk) -> None:
    walk.write("name", "hr/10")
    walk.write("code", walk.given)
    choose_a_password(walk, "/losenord/kod")


def choose_a_password(walk: Walk, address: str) -> None:
    walk.write("password", NEW)
    walk.write("again", NEW)
    walk.send(address)


def change_the_password(walk: Walk) -> None:
    walk.follow("main a[href='/installningar/losenord']")
    walk.write("current", PASSWORD)
    choose_a_password(walk, "/installningar/losenord")


def end_other_sessions(walk: Walk) -> None:
    walk.send("/installningar/inloggningar/avsluta", "[value=others]")


def turn_the_shortcut_off(walk: Walk) -> None:
    walk.send("/installningar/genvag", "[value=off]")
    walk.sees("Ditt val är sparat.")
    walk.send("/installningar/genvag", "[value=on]")


def read_own_reminders(walk: Walk) -> None:
    walk.follow("/installningar")
    walk.follow("main a[href='/installningar/paminnelser']")
