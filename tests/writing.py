"""An author's own server, `elearn content preview`, at work."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def previewing(content: Path) -> Iterator[str]:
    """The command on a free port, until the end of the block; its address. It may say nothing but that."""
    process = subprocess.Popen(
        [sys.executable, "-m", "elearn", "content", "preview", "--port", "0"],
        env={**os.environ, "ELEARN_CONTENT_DIR": str(content)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found, first
        yield found.group()
    finally:
        process.terminate()
        rest = process.stderr.read()
        process.wait(10)
        process.stderr.close()
    assert rest == ""
