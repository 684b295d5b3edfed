"""Small files of JSON in which collecting and marking write down what they did."""

import json
import os


def read_record(path):
    """Return what a file holds, {} where there is none or a damaged one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}


def write_record(path, content):
    """Write a file as a whole, or leave the one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(path)
