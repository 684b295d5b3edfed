"""What the tests of the explorer share."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from backprop_helpers.display.explorer import page


@pytest.fixture(scope="module")
def in_node(tmp_path_factory, oracle):
    """Run a script beside the page's modules by Node, with data as JSON; return the JSON that it prints."""
    if (node := shutil.which("node")) is None:
        oracle.not_asked("Node", "it is not installed")
        pytest.skip("Node is not installed")
    folder = tmp_path_factory.mktemp("modules")
    for name, text in page.modules().items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}')

    def run(script, data):
        shutil.copy(Path(__file__).with_name(script), folder)
        asked = {"input": json.dumps(data), "capture_output": True, "encoding": "utf-8"}
        done = subprocess.run([node, script], cwd=folder, **asked)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
