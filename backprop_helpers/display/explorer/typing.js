// The typing: one editor, for a changed input and for an answer.

import { forOneNumber, judge } from './judging.js';
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
    const before = explorer.value(cell);
    const start = asking ? '' : inFull(before);
    this.edit = { cell, asking, before, start, wrong: '', moment: explorer.history.now() };
    view.openEditor(cell, text ?? start, asking, text === undefined);
    if (asking) explorer.say(`${explorer.note} ${ASK}`.trim());
    else if (text !== undefined) this.type(text);
  }

  type(text) {
    if (!this.edit || this.edit.asking) return;
    const { explorer, view } = this;
    const { cell, before } = this.edit;
    const wrong = complaint(text) || explorer.changes.set([[cell.node, parse(text)]]);
    this.edit.wrong = wrong;
    view.markEditor(Boolean(wrong));
    const kept = `${nameOf(cell)} stays ${explorer.words.number(cell.node)}`;
    if (wrong) explorer.say(`${wrong} ${kept}; Esc brings back ${inFull(before)}.`);
    else explorer.hush();
  }

  /** Take back what was typed; where nothing was, the last change. */
  undo() {
    const { explorer, view } = this;
    const { start } = this.edit;
    if (view.editor.value === start) {
      this.close(false);
      explorer.press('undo');
    } else {
      view.editor.value = start;
      view.markEditor(false);
      this.type(start);
    }
  }

  /** Leave the editor. What cannot be read is given up, and an answer stays unjudged. */
  close(keep) {
    if (!this.edit) return;
    const { explorer, view } = this;
    const { cell, asking, before, wrong, moment } = this.edit;
    this.edit = null;
    view.closeEditor();
    if (!asking && keep && !wrong) this.keep(cell, before, moment);
    else if (!asking) explorer.changes.set([[cell.node, before]]);
    explorer.repaint();
    explorer.say(wrong && keep ? `${wrong} ${nameOf(cell)} is ${inFull(before)} again.` : '');
  }

  keep(cell, before, moment) {
    if (this.explorer.value(cell) !== before) this.explorer.changes.remember(moment);
  }

  /** Have Python judge, which knows the mistakes; the page does itself where no Python answers. */
  judge() {
    const { explorer, view } = this;
    const { edit } = this;
    const text = view.editor.value;
    const alone = () => judge(text, forOneNumber(explorer.value(edit.cell)));
    explorer.onAnswer(edit.cell, text, alone, (told) => this.edit === edit && this.tell(told));
  }

  tell({ verdict, words }) {
    const { explorer, view } = this;
    const { cell } = this.edit;
    if (verdict === 'right' || verdict === 'rounded') {
      explorer.hidden.delete(cell.node);
      this.close(true);
    } else {
      view.markEditor(true);
      view.editor.select();
    }
    explorer.say(words);
  }
}
