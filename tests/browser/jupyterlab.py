"""A real JupyterLab in a real Chromium, on copies of the lessons and away from the reader's own settings."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

LESSONS = Path(__file__).parents[2] / "notebooks"
TOKEN = "lessons"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTEBOOK = "jupyterapp.shell.currentWidget"


def missing():
    """Return why the lessons cannot be opened in a browser here, or None."""
    if find_spec("playwright") is None:
        return "Playwright is not installed (make test EXTRAS=browser installs it)"
    if CHROMIUM is None:
        return "neither Chromium nor Chrome is installed"
    return None


@contextmanager
def jupyterlab(theme="JupyterLab Light", lessons=LESSONS):
    """Serve a copy of the lessons, or of another folder of notebooks; give the address of JupyterLab."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(lessons, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
        with served(home, theme) as address:
            yield address


@contextmanager
def served(home, theme="JupyterLab Light"):
    """Serve the folder notebooks of a folder that takes JupyterLab's settings too; give the address of JupyterLab."""
    setting(home, "apputils-extension", "themes", theme=theme)
    setting(home, "apputils-extension", "notification", fetchNews="false", checkForUpdates=False)
    setting(home, "notebook-extension", "tracker", windowingMode="none")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = start(home, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", server)
        yield f"http://127.0.0.1:{port}/lab"
    finally:
        stop(server)


def setting(home, extension, plugin, **values):
    file = home / "settings" / "@jupyterlab" / extension / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values), encoding="utf-8")


def start(home, port):
    folders = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    environment = os.environ | {f"JUPYTER_{name}_DIR": str(home / folder) for name, folder in folders.items()}
    options = {
        "ServerApp.root_dir": home / "notebooks",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": TOKEN,
        "LabApp.user_settings_dir": home / "settings",
        "LabApp.workspaces_dir": home / "workspaces",
    }
    flags = ["--no-browser", "--allow-root", "--expose-app-in-browser"]
    command = [sys.executable, "-m", "jupyterlab", *flags, *(f"--{name}={value}" for name, value in options.items())]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def wait_for(address, server, seconds=60):
    end = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < end:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not answer in {seconds} seconds")


def stop(server, seconds=30):
    """End a server, by force where it does not end in time."""
    server.terminate()
    try:
        server.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def chromium():
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def open_lesson(browser, address, name, width=1280, height=900, lessons=LESSONS):
    """Open a lesson and return its page, once all cells are there and the kernel is ready."""
    cells = len(json.loads((lessons / name).read_text(encoding="utf-8"))["cells"])
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}/tree/{name}?token={TOKEN}&reset")
    page.wait_for_function(f"document.querySelectorAll('.jp-NotebookPanel .jp-Cell').length == {cells}")
    wait_until_idle(page)
    return page


def run_all_cells(page):
    """Run all cells, and wait for the last output."""
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    wait_until_idle(page)


def wait_until_idle(page):
    """Wait until the notebook's kernel has nothing to do; JupyterLab and the kernel may still be starting."""
    idle = f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status == 'idle'"
    page.wait_for_function(f"window.jupyterapp && {idle}", timeout=60_000)
