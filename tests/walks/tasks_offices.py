"""What editors, administrators, auditors, elected members and contact persons come to do."""

from tests.walks import offices, preparing
from tests.walks.task import Task

EDITOR = "editor"
REVIEWER = "reviewer"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
ELECTED = "elected member"
CONTACT = "contact person"

TASKS = (
    Task(EDITOR, "see a module as a reader sees it", "frida", "/", offices.preview, "Mål"),
    Task(
        EDITOR,
        "see what has changed between versions",
        "frida",
        "/redaktion",
        offices.see_versions,
        "Vad har ändrats?",
    ),
    Task(
        EDITOR,
        "see how questions are answered",
        "frida",
        "/redaktion",
        offices.see_answers,
        "Så svarade man:",
    ),
    Task(
        REVIEWER,
        "find what cites a source",
        "frida",
        "/redaktion",
        offices.find_a_source,
        "Granska innehållet",
    ),
    Task(
        ADMINISTRATOR,
        "give a role, after a mistake, and take it back",
        "erik",
        "/admin",
        offices.give_and_take_a_role,
        "Rollen är återkallad.",
        forms=(
            "accounts.grant_role",
            "accounts.revoke_role",
        ),
    ),
    Task(AUDITOR, "read the trail", "gustav", "/", offices.read_the_trail, "Granskning"),
    Task(
        ELECTED,
        "read the published figures",
        "ivar",
        "/",
        offices.read_the_published_figures,
        "Hur långt har vi kommit?",
    ),
    Task(
        CONTACT,
        "give somebody more time",
        "gustav",
        "/hr/arenden",
        offices.give_more_time,
        "Påminnelserna börjar inte igen förrän",
        forms=("completions_way.postpone",),
        before=preparing.case("karl"),
    ),
    Task(
        CONTACT,
        "register that it is done",
        "gustav",
        "/hr/arenden/{}",
        offices.register,
        "Det är registrerat. Ärendet är avslutat och borttaget.",
        forms=("completions_way.register",),
        before=preparing.case("ivar"),
    ),
    Task(
        CONTACT,
        "refuse a certificate",
        "gustav",
        "/hr/arenden/{}",
        offices.refuse,
        "Intyget räknas inte, och filen är borttagen.",
        forms=("completions_way.refuse",),
        before=preparing.case("styrbjorn", handed_in=True),
    ),
    Task(
        CONTACT,
        "open a case by its number",
        "gustav",
        "/hr/arenden",
        offices.open_by_number,
        "Skyddad uppgift",
        forms=("completions_way.open_by_number",),
        before=preparing.case("petra", number=True),
    ),
)
