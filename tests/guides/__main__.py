"""The command: `make screenshots`. Goes through every guide in docs/guider and takes the pictures anew."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.guides import administrator, editor, hr, learner, manager
from tests.guides.studio import Studio, open_studio

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# In this order, for what the learner does is seen by others.
TOURS: tuple[Callable[[Studio], None], ...] = (
    learner.tour,
    manager.tour,
    hr.tour,
    editor.tour,
    administrator.tour,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.guides", description=__doc__)
    parser.add_argument(
        "--into", type=Path, default=PICTURES, metavar="FOLDER", help="default: docs/pictures"
    )
    into: Path = parser.parse_args().into
    with TemporaryDirectory(prefix="elearn-pictures-") as folder, open_studio(Path(folder)) as studio:
        for tour in TOURS:
            tour(studio)
        taken = sorted(Path(folder).glob("*.png"))
        changed = [path.name for path in taken if _take_over(path, into / path.name)]
        gone = sorted({path.name for path in into.glob("*.png")} - {path.name for path in taken})
    for name in gone:
        (into / name).unlink()
    size = sum(path.stat().st_size for path in into.glob("*.png"))
    sys.stdout.write(
        f"{len(taken)} pictures, {size // 1000} kB; changed: {', '.join(changed + gone) or 'none'}\n"
    )


def _take_over(taken: Path, into: Path) -> bool:
    """Put a picture in its place; whether it is another one than what was there."""
    into.parent.mkdir(parents=True, exist_ok=True)
    new = taken.read_bytes()
    if into.exists() and into.read_bytes() == new:
        return False
    into.write_bytes(new)
    return True


if __name__ == "__main__":
    main()
