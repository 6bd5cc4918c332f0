"""What the cast does and sees, so that every page of every role comes up with something on it."""

from tests.a11y.recording import Story
from tests.a11y.stories.editors import be_the_editor, look_after_the_service, write_a_module
from tests.a11y.stories.errors import meet_every_error
from tests.a11y.stories.hr import (
    do_the_work_of_hr,
    export_figures,
    hand_in_files,
    meet_what_belongs_to_others,
    require_modules,
)
from tests.a11y.stories.learners import do_it_another_way, learn, meet_in_a_group
from tests.a11y.stories.managers import lead_a_unit
from tests.a11y.stories.visitors import read_without_signing_in, sign_in

STORIES: tuple[Story, ...] = (
    read_without_signing_in,
    sign_in,
    learn,
    do_it_another_way,
    meet_in_a_group,
    lead_a_unit,
    do_the_work_of_hr,
    require_modules,
    hand_in_files,
    export_figures,
    meet_what_belongs_to_others,
    be_the_editor,
    write_a_module,
    look_after_the_service,
    meet_every_error,
)
