"""Cases with choices: scenes that a reader walks through. Nothing of the walk leaves the page. Pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from elearn.texts import Id, Text, Value


class Choice(Value):
    """Something a reader could do. `says` why it is safe, or its risk in one calm sentence; `next` only after a safe one."""

    text: Text
    safe: bool = False
    says: Text
    next: Id | None = None


class Scene(Value):
    """A situation and what could be done."""

    id: Id
    text: Text
    choices: tuple[Choice, ...]


class Case(Value):
    """A case that begins with its first scene and goes on where a safe choice leads."""

    id: Id
    title: Text
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]

    def scene(self, scene_id: str) -> Scene:
        return next(scene for scene in self.scenes if scene.id == scene_id)

    @model_validator(mode="after")
    def _leads_on(self) -> "Case":
        """Every scene can be left by a safe choice, a choice leads to a later scene, and every scene can be reached."""
        place = {scene.id: number for number, scene in enumerate(self.scenes)}
        if len(place) < len(self.scenes):
            raise ValueError("två scener har samma id")
        for scene in self.scenes:
            if {choice.safe for choice in scene.choices} != {True, False}:
                raise ValueError(
                    f"scenen ”{scene.id}” behöver minst ett val med safe: true och minst ett utan"
                )
            for choice in scene.choices:
                _check_way(scene.id, choice, place)
        reached = {choice.next for scene in self.scenes for choice in scene.choices}
        if lost := [scene.id for scene in self.scenes[1:] if scene.id not in reached]:
            raise ValueError(f"inget val leder till scenen ”{lost[0]}”")
        return self


def _check_way(scene_id: str, choice: Choice, place: Mapping[str, int]) -> None:
    if choice.next is None:
        return
    if not choice.safe:
        raise ValueError(f"bara ett val med safe: true leder vidare; rätta next i scenen ”{scene_id}”")
    if place.get(choice.next, -1) <= place[scene_id]:
        raise ValueError(f"next: {choice.next} i scenen ”{scene_id}” ska vara en senare scen")
