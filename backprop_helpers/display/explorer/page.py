"""What the page loads: its modules, joined into the one that anywidget takes, and its style in the roles' colours."""

import json
import re
from graphlib import TopologicalSorter
from pathlib import Path

from ...tracing.notation import DECIMALS, LARGE, ROLES
from ...tracing.remarks import ARITHMETIC, REASONS, SENTENCES
from ...tracing.terms import OPENED, TARGET
from ...tracing.writing import LISTED

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r"^import \{[^{}]*\} from '\./(\w+)\.js';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)
_CAPTION = "A picture of the explorer. In Jupyter, run the cells above, then this one: every number explains itself."


def modules():
    """Return the texts of the page's modules by their names; "notation" is made of what Python's explanations use."""
    notation = {"DECIMALS": DECIMALS, "LARGE": LARGE, "LISTED": LISTED, "OPENED": OPENED, "TARGET": TARGET}
    notation |= {"ARITHMETIC": sorted(ARITHMETIC), "SENTENCES": SENTENCES, "REASONS": REASONS}
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in notation.items()]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.js"))}
    return {"notation": "".join(lines)} | texts


def module():
    """Return the page's modules as one, each after those that it imports, without the imports and exports between."""
    texts = modules()
    order = TopologicalSorter({name: _IMPORT.findall(text) for name, text in texts.items()}).static_order()
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", texts[name])) for name in order)


def style():
    """Return the page's style; a role's colour is ``var(--kernel)`` there, on a light page and on a dark one."""
    colours = "\n".join(
        f"  --{role.replace(' ', '-')}: light-dark({look.colour}, {look.on_dark});" for role, look in ROLES.items()
    )
    return f".explorer {{\n{colours}\n}}\n\n{(FOLDER / 'explorer.css').read_text(encoding='utf-8')}"


def stand_in(picture, values):
    """Return a picture in HTML, and a script that puts the explorer with these values in its place.

    A page that does not trust its notebook shows the picture and leaves out the script and the style.
    """
    code, look, values = map(_in_a_script, (module(), style(), values))
    return f"""\
<style>.jp-OutputArea-child:has(.stand-in) + * .jupyter-widgets:not(:has(*)) {{display: none}}</style>
<div class="stand-in">{picture}<p>{_CAPTION}</p><script>{{
  const place = document.currentScript.closest(".stand-in");
  const module = URL.createObjectURL(new Blob([{code}], {{type: "text/javascript"}}));
  if (place) import(module).then((page) => page.default.stand(place, {look}, {values}));
}}</script></div>"""


def _in_a_script(value):
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
