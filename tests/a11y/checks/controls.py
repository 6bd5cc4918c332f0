"""Forms: labels, groups, errors that are tied to their fields, and help for those who let a machine fill them in."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.a11y.markup import by_id, classes, each, fields_of, tag_of, text_of
from tests.a11y.recording import Sight

# What a field for the reader's own data must say of itself, by its name (1.3.5).
PURPOSES = {
    "email": {"username", "email"},
    "password": {"current-password", "new-password"},
    "current": {"current-password"},
    "repeated": {"new-password"},
}
# What holds a word; a drawing beside it is silent.
COLOURED = ("state-", "feedback-", "tag-")
STATES = {"span", "strong", "p", "div", "li", "td", "dd"}
GROUPED = {"radio", "checkbox"}


def have_labels(sight: Sight, tree: Element) -> Iterator[str]:
    """Every field has a label in words on the page."""
    labels = {one.get("for"): text_of(one) for one in each(tree, "label")}
    inside = {field for one in each(tree, "label") if text_of(one) for field in fields_of(one)}
    for field in fields_of(tree):
        named = labels.get(field.get("id")) or field.get("aria-label") or field.get("aria-labelledby")
        if not named and field not in inside:
            yield f"the field {field.get('name') or field.get('id')} has no label"


def are_grouped_under_their_question(sight: Sight, tree: Element) -> Iterator[str]:
    """Choices that belong together stand in a fieldset whose legend is the question."""
    within = {
        field
        for group in each(tree, "fieldset")
        if any(text_of(one) for one in each(group, "legend"))
        for field in fields_of(group)
    }
    named: dict[str, list[Element]] = {}
    for field in fields_of(tree):
        if field.get("type") in GROUPED:
            named.setdefault(field.get("name", ""), []).append(field)
    for name, fields in named.items():
        if len(fields) > 1 and not all(field in within for field in fields):
            yield f"the choices of {name} have no question around them"


def say_their_purpose(sight: Sight, tree: Element) -> Iterator[str]:
    """Fields for the reader's own data can be filled in by the browser."""
    for field in fields_of(tree):
        kind, purpose = field.get("type", ""), field.get("autocomplete", "")
        if kind == "password" and purpose not in {"current-password", "new-password"}:
            yield f"the password {field.get('name')} says {purpose or 'nothing'}"
        if kind == "email" and purpose not in PURPOSES["email"]:
            yield f"the address {field.get('name')} says {purpose or 'nothing'}"


def let_a_password_be_pasted(sight: Sight, tree: Element) -> Iterator[str]:
    """A password can come from its keeper, and no puzzle stands in the way."""
    for field in fields_of(tree):
        if field.get("type") == "password" and {"onpaste", "readonly", "maxlength"} & set(field.attrib):
            yield f"the password {field.get('name')} does not take what is pasted"
        if "captcha" in (field.get("name") or "").lower():
            yield "a puzzle before signing in"


def tell_what_is_wrong(sight: Sight, tree: Element) -> Iterator[str]:
    """A refused form says at its top what is wrong, as an alert, and each line leads to a field that says it too."""
    summaries = [one for one in tree.iter() if "data-error-summary" in one.attrib]
    if sight.sent and sight.status == 422 and not sight.template.startswith("errors/") and not summaries:
        yield "the refused form has no summary of what is wrong"
    for summary in summaries:
        if not any(one.get("role") == "alert" for one in summary.iter()):
            yield "the summary of what is wrong is not read out"
        yield from _leads_to_the_field(summary, by_id(tree))


def _leads_to_the_field(summary: Element, ids: dict[str, Element]) -> Iterator[str]:
    for link in each(summary, "a"):
        field = ids.get(link.get("href", "#")[1:])
        if not text_of(link):
            yield "an error that says nothing"
        if field is None:
            yield f"‘{text_of(link)}’ leads to {link.get('href')}, which is not there"


def say_their_own_error(sight: Sight, tree: Element) -> Iterator[str]:
    """A field that is wrong says so itself, and is tied to the sentence about it."""
    ids = by_id(tree)
    for field in fields_of(tree):
        if field.get("aria-invalid") != "true":
            continue
        told = [text_of(ids[one]) for one in field.get("aria-describedby", "").split() if one in ids]
        if not any(told):
            yield f"the field {field.get('name')} is wrong and is tied to no sentence"
    for one in tree.iter():
        for name in one.get("aria-describedby", "").split():
            if name not in ids:
                yield f"{one.tag} is described by {name}, which is not there"


def ask_once(sight: Sight, tree: Element) -> Iterator[str]:
    """What was filled in on the page before is carried along, not asked for again; nothing is asked twice."""
    for form in each(tree, "form"):
        asked = [field.get("name") for field in fields_of(form) if field.get("type") not in GROUPED]
        yield from {f"{name} is asked for twice" for name in asked if name and asked.count(name) > 1}
        steps = [
            one for one in each(form, "input") if one.get("name") == "step" and one.get("value") == "save"
        ]
        if steps and any(field.get("type") not in GROUPED for field in fields_of(form)):
            yield "the confirmation asks for something again"


def say_their_state(sight: Sight, tree: Element) -> Iterator[str]:
    """Where a state has a colour it has a word too."""
    for one in tree.iter():
        coloured = any(name.startswith(COLOURED) for name in classes(one))
        said = text_of(one) or one.get("aria-label")
        if tag_of(one) in STATES and coloured and not said:
            yield f"{one.tag}.{one.get('class')} says nothing"
