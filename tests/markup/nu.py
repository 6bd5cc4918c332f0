"""The Nu HTML checker, asked once about a whole folder of pages."""

import json
import subprocess
from pathlib import Path

JAR = Path(__file__).resolve().parents[2] / ".ci/html/node_modules/vnu-jar/build/dist/vnu.jar"
# Sections within sections are deep for a schema that is evaluated recursively.
STACK = "-Xss16m"


def check(folder: Path) -> dict[str, list[str]]:
    """What is wrong with the files of a folder, by their names; warnings count."""
    if not JAR.exists():
        raise AssertionError("The HTML checker is not there yet: `make a11y` fetches it.")
    command = ["java", STACK, "-jar", str(JAR), "--format", "json", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stderr)["messages"]:
        said = f"{message['message']} Line {message.get('lastLine')}: {message.get('extract', '').strip()}"
        found.setdefault(Path(message["url"]).name, []).append(said)
    return found
