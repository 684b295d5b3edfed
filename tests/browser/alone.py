"""The explorer on a page of its own, without JupyterLab: Python answers its model in the test's own process."""

import json

PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorer</title>
<style>html {{ color-scheme: {scheme}; background: {paper} }} body {{ margin: 12px }}\n{style}</style>
<main><div id="explorer"></div><p id="blank" style="height: 300px">A blank page.</p></main>
<script type="module">{module}</script>"""

PAPER = {"light": "#fff", "dark": "#111"}

MODEL = """
class Model {
  constructor(values) { Object.assign(this, { values, heard: new Map(), unsent: {} }); }
  get(name) { return this.values[name]; }
  set(name, value) { this.unsent[name] = this.values[name] = value; }
  on(event, handler) { this.heard.set(event, handler); }
  off(event) { this.heard.delete(event); }
  save_changes() {
    const changes = JSON.stringify(this.unsent);
    this.unsent = {};
    this.sent = window.askPython(changes).then((answer) => this.hear(JSON.parse(answer)));
  }
  hear({ values, messages }) {
    const changed = Object.keys(values).filter((name) =>
      JSON.stringify(values[name]) !== JSON.stringify(this.values[name]));
    Object.assign(this.values, values);
    for (const name of changed) this.heard.get(`change:${name}`)?.();
    for (const message of messages) this.heard.get('msg:custom')(message);
  }
}
"""


def cell(root, name, row=0, column=0):
    """Return the locator of a cell of an explorer."""
    grid = f'.grid:is([aria-label="{name}"], [aria-label^="{name}, "])'
    return root.locator(f"{grid} .row:nth-child({row + 1}) .cell:nth-child({column + 1})")


class Alone:
    """A page with an explorer.

    Attributes
    ----------
    page, explorer : Playwright's page, and the widget in Python
    root : Playwright's locator of the explorer
    problems : list of what the console complained about
    """

    names = ("_data", "state", "settings")  # of what both sides share

    def __init__(self, browser, explorer, width=1280, height=900, scheme="light", **options):
        self.explorer, self.said, self.problems = explorer, [], []
        self.page = browser.new_page(viewport={"width": width, "height": height}, **options)
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.expose_function("askPython", self._answer)
        object.__setattr__(explorer, "send", self.said.append)
        self.page.set_content(
            PAGE.format(scheme=scheme, paper=PAPER[scheme], style=explorer._css, module=self._script())
        )
        self.root = self.page.locator("#explorer")
        self.root.locator(".cell").first.wait_for()

    def _script(self):
        values = json.dumps(json.dumps(self._values())).replace("</", "<\\/")
        start = f"window.model = new Model(JSON.parse({values}));"
        return f"{self.explorer._esm}\n{MODEL}\n{start}\nrender({{ model, el: document.getElementById('explorer') }});"

    def _values(self):
        return {name: getattr(self.explorer, name) for name in self.names}

    def _answer(self, changes):
        """Take over what the page sends, and return what then is another than that."""
        sent = json.loads(changes)
        self.said.clear()
        self.explorer.set_state(sent)
        others = {name: value for name, value in self._values().items() if name not in sent or value != sent[name]}
        return json.dumps({"values": others, "messages": self.said})

    def hear(self):
        """Let the page hear what Python has set."""
        self.page.evaluate("values => model.hear({ values, messages: [] })", self._values())

    def settle(self):
        """Wait until Python has answered."""
        self.page.wait_for_timeout(20)
        self.page.evaluate("model.sent")

    def cell(self, name, row=0, column=0):
        return cell(self.root, name, row, column)

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def type_into(self, cell, text, end="Enter"):
        cell.focus()
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        if end:
            self.page.keyboard.press(end)

    @property
    def sum(self):
        return " ".join(self.root.locator(".sum").inner_text().split())

    @property
    def remark(self):
        return self.root.locator(".remark").inner_text()

    def numbers(self):
        """Return every number of the page as it is printed."""
        return self.root.evaluate("root => [...root.querySelectorAll('.cell')].map(cell => cell.textContent)")
