"""Runs Lighthouse over the main kinds of page and prints the median of three for each score."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))

from tests.browser.conftest import FLAGS, find_chromium  # noqa: E402
from tests.house.server import started  # noqa: E402

PAGES = [
    "/",
    "/treatments/",
    "/treatments/mesotherapy/",
    "/conditions/",
    "/questions/",
    "/request/",
]
ROUNDS = 3


def scores(address: str, chromium: str) -> dict[str, int]:
    command = [
        "node", str(BASE_DIR / "tools/lighthouse/node_modules/lighthouse/cli/index.js"), address,
        "--quiet", "--output=json", "--no-enable-error-reporting",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]  # fmt: skip
    env = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=env, timeout=180
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * part["score"]) for name, part in categories.items()}


def main() -> None:
    chromium = find_chromium() or sys.exit("no Chromium found: install it, or name it in CHROMIUM")
    with tempfile.TemporaryDirectory() as var, started(var) as server:
        for page in PAGES:
            rounds = [
                scores(f"http://127.0.0.1:{server.port}{page}", chromium) for _ in range(ROUNDS)
            ]
            medians = {name: median(each[name] for each in rounds) for name in rounds[0]}
            print(page, *[f"{name} {score:.0f}" for name, score in medians.items()])  # noqa: T201


if __name__ == "__main__":
    main()
