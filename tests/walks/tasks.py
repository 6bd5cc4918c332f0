"""The tasks of every role: where each begins, and what its person sees when it is done.

Every one is walked twice: with the keyboard alone, and with a pointer where no script runs.
"""

from tests.walks import tasks_hr, tasks_leading, tasks_learning, tasks_offices
from tests.walks.task import Task

TASKS: tuple[Task, ...] = (
    *tasks_learning.TASKS,
    *tasks_leading.TASKS,
    *tasks_hr.TASKS,
    *tasks_offices.TASKS,
)
ROLES = tuple(dict.fromkeys(task.role for task in TASKS))
