"""What the page loads: its modules, joined into the one that anywidget takes, and its style in the roles' colours."""

import json
import re
from base64 import b64encode
from graphlib import TopologicalSorter
from gzip import compress
from pathlib import Path

from ...maths.numerals import DECIMALS, DIGITS, PLAIN
from ...practice.diagnosis import NOT_GIVEN, digits, evidence, reading, roundings, slips, text, words
from ...tracing.notation import ROLES
from ...tracing.remarks import ARITHMETIC, REASONS, SENTENCES
from ...tracing.terms import OPENED, TARGET
from ...tracing.writing import LISTED

JUDGEMENTS = words.SENTENCES | words.OF_ARRAYS | {"not given": NOT_GIVEN.message}
FOLDER = Path(__file__).parent
STYLES = ("page", "network", "grids", "pictures", "pointing", "explanation", "narrow")  # what comes later counts
_IMPORT = re.compile(r"^import \{[^{}]*\} from '[./\w]*/(\w+)\.js';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)
_CAPTION = "A picture of the explorer. In Jupyter, run the cells above, then this one: every number explains itself."


def modules(*others):
    """Return the texts of the page's modules by their names, those of other folders that use them among them.

    "notation" is made of what Python's explanations use.
    """
    notation = {"DECIMALS": DECIMALS, "DIGITS": DIGITS, "PLAIN": PLAIN, "LISTED": LISTED}
    notation |= {"OPENED": OPENED, "TARGET": TARGET}
    notation |= _judging()
    notation |= {"ARITHMETIC": sorted(ARITHMETIC), "SENTENCES": SENTENCES, "REASONS": REASONS}
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in notation.items()]
    paths = [path for folder in (FOLDER, *others) for path in sorted(folder.glob("*.js"))]
    return {"notation": "".join(lines)} | {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _judging():
    """Return what an answer is read and judged by."""
    names = {
        digits: ["CLOSE", "SLACK"],
        evidence: ["BOUND", "ZERO"],
        reading: ["FURTHEST"],
        roundings: ["LIKELY"],
        text: ["WRAPPED", "WRAPPERS", "WRITTEN", "SAME", "SPACE", "DEEPEST", "LONGEST"],
        words: ["SHOWN"],
    }
    values = {name: getattr(room, name) for room, its in names.items() for name in its}
    return values | {"BLANK": sorted(text.BLANK), "FACTORS": [*slips.FACTORS.items()], "JUDGEMENTS": JUDGEMENTS}


def module(entrance="widget", *others):
    """Return a module and all that it needs as one, each after those that it imports, without imports and exports."""
    texts = modules(*others)
    imports, waiting = {}, [entrance]
    while waiting:
        name = waiting.pop()
        imports[name] = _IMPORT.findall(texts[name])
        waiting += [other for other in imports[name] if other not in imports]
    order = TopologicalSorter(imports).static_order()
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", texts[name])) for name in order)


def style():
    """Return the page's style; a role's colour is ``var(--kernel)`` there, on a light page and on a dark one."""
    colours = "\n".join(
        f"  --{role.replace(' ', '-')}: light-dark({look.colour}, {look.on_dark});" for role, look in ROLES.items()
    )
    parts = [(FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    return "\n".join([f".explorer {{\n{colours}\n}}\n", *parts])


def stand_in(picture, values, code=None, look=None, caption=_CAPTION):
    """Return a picture in HTML, and a script that puts the explorer with these values in its place.

    A page that does not trust its notebook shows the picture and leaves out the script and the style. Another widget
    has a module, a style and a caption of its own.
    """
    packed = _packed(code or module(), look or style(), values)
    return f"""\
<style>.jp-OutputArea-child:has(.stand-in) + * :is(.jupyter-widgets, .jp-OutputArea-output):not(:has(*))
{{display: none}}</style>
<div class="stand-in">{picture}<p>{caption}</p><script>{{
  const place = document.currentScript.closest(".stand-in");
  const packed = Uint8Array.from(atob("{packed}"), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  if (place) new Response(unpacked).json().then(async ([code, look, values]) => {{
    const page = await import(URL.createObjectURL(new Blob([code], {{type: "text/javascript"}})));
    page.default.stand(place, look, values);
  }});
}}</script></div>"""


def _packed(*parts):
    """Return plain data as a text that a page unpacks: the graph of a digit alone has 80,000 nodes."""
    return b64encode(compress(json.dumps(parts, ensure_ascii=False).encode(), mtime=0)).decode()
