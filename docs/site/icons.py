"""The few of Font Awesome's icons that the pages show, as a style; the theme's script holds some 2,000 of them."""

import re
from urllib.parse import quote

CLASSES = re.compile(r'class="(?:fa-solid|fas|fab|fa-brands) fa-([\w-]+)')
_ICON = r'[{{,]"?{}"?:\[(\d+),(\d+),\[[^\[\]]*\],"\w+","([^"]+)"\]'
_STYLE = """\
:is(.fa-solid, .fas, .fab, .fa-brands)::before {
  content: "";
  display: inline-block;
  width: 1.25em;
  height: 1em;
  vertical-align: -.125em;
  background: currentColor;
  mask: var(--icon) center / contain no-repeat;
}
.fa-lg { font-size: 1.25em; }
"""


def style_of(pages, script):
    """Return the style of all icons on the pages, out of Font Awesome's script.

    Parameters
    ----------
    pages, script : str

    Raises
    ------
    LookupError
        If the script has no such icon.
    """
    names = sorted(set(CLASSES.findall(pages)))
    licence = "/* Icons of Font Awesome Free, https://fontawesome.com, CC BY 4.0 */\n"
    return licence + _STYLE + "".join(f'.fa-{name} {{ --icon: url("{_drawn(name, script)}"); }}\n' for name in names)


def _drawn(name, script):
    found = re.search(_ICON.format(re.escape(name)), script) or _renamed(name, script)
    if not found:
        raise LookupError(f"Font Awesome's script has no icon {name}")
    width, height, path = found.groups()
    icon = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
    return "data:image/svg+xml," + quote(icon, safe=" =:/'")


def _renamed(name, script):
    """Return an icon that has the name besides its own."""
    return re.search(rf'\[(\d+),(\d+),\[[^\[\]]*"{re.escape(name)}"[^\[\]]*\],"\w+","([^"]+)"\]', script)
