"""Opens the first lesson in JupyterLab, in the reader's own copy: ``python -m reader``; flags are JupyterLab's."""

import os
import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

from reader.copies import bring_up_to_date

HERE = Path(__file__).resolve().parent


def main(*flags):
    """Bring the reader's lessons up to date, say what that changed, and become JupyterLab."""
    mine = HERE.parent / "my_lessons"
    for line in bring_up_to_date(HERE.parent / "notebooks", mine):
        print(line, flush=True)
    settings = [str(HERE), os.environ.get("JUPYTER_CONFIG_PATH")]  # labconfig: no question whether it may fetch news
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, settings))
    LabApp.launch_instance([str(mine / "00_the_question.ipynb"), *flags])


if __name__ == "__main__":
    main(*sys.argv[1:])
