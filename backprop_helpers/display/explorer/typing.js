// The typing: one editor, for a changed input and for an answer.

import { judge } from './judging.js';
import { nameOf } from './names.js';
import { complaint, inFull, parse } from './numbers.js';

const ASK =
  'Type your answer; it is judged to the digits you give. Enter checks it, Esc leaves it.';

export class Typing {
  constructor(explorer) {
    Object.assign(this, { explorer, view: explorer.view, edit: null });
  }

  open(cell, text) {
    const { explorer, view } = this;
    this.close(true);
    const asking = explorer.hidden.has(cell.node);
    this.edit = { cell, asking, before: explorer.value(cell) };
    const start = text ?? (asking ? '' : inFull(explorer.value(cell)));
    view.openEditor(cell, start, asking, text === undefined);
    if (asking) explorer.say(ASK);
    else if (text !== undefined) this.type(text);
  }

  type(text) {
    if (!this.edit || this.edit.asking) return;
    const { explorer, view } = this;
    const { cell, before } = this.edit;
    const wrong = complaint(text);
    view.markEditor(Boolean(wrong));
    if (wrong) {
      const kept = `${nameOf(cell)} stays ${explorer.words.number(cell.node)}`;
      explorer.say(`${wrong} ${kept}; Esc brings back ${inFull(before)}.`);
    } else {
      explorer.note = '';
      if (!explorer.changes.set([[cell.node, parse(text)]])) explorer.paint();
    }
  }

  /** Leave the editor. What cannot be read is given up, and an answer stays unjudged. */
  close(keep, refocus = false) {
    if (!this.edit) return;
    const { explorer, view } = this;
    const { cell, asking, before } = this.edit;
    const unreadable = keep && !asking && complaint(view.editor.value);
    this.edit = null;
    explorer.note = unreadable ? `${unreadable} ${nameOf(cell)} is ${inFull(before)} again.` : '';
    const readable = view.closeEditor();
    if (!asking && keep && readable) explorer.changes.remember(cell, before);
    else if (!asking) explorer.changes.set([[cell.node, before]]);
    explorer.repaint();
    if (refocus) view.focusOn(cell);
  }

  judge() {
    const { explorer, view } = this;
    const { cell } = this.edit;
    const { right, words } = judge(explorer.words, cell, view.editor.value);
    if (right) {
      explorer.hidden.delete(cell.node);
      this.close(true, true);
    } else {
      view.markEditor(true);
      view.editor.select();
    }
    explorer.say(words);
  }
}
