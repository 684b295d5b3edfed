// The widget to enter a calculation: its numbers are the model's, and Python judges them.

import { PATIENCE, keepKeys, standing } from '../explorer/jupyter.js';
import { inSpeech } from '../explorer/speech.js';
import { Marks } from './marks.js';
import { Pen } from './pen.js';
import { Sheet } from './sheet.js';

const UNANSWERED =
  'Python does not answer, so nothing is judged yet; what you typed is kept. In Jupyter, run the ' +
  'cells above, then this one.';
const AGAIN = 'Your numbers of last time stand here again. Clear empties the cells.';

class Entry {
  constructor(model, element) {
    this.model = model;
    this.data = model.get('_data');
    this.touched = [];
    this.sheet = new Sheet(element, this.data);
    this.marks = new Marks(this.sheet);
    this.pen = new Pen(this.sheet, {
      changed: (stages) => this.change(stages),
      kept: () => this.judgeWhatIsComplete(),
      judge: () => this.judge(this.sheet.stages.filter(({ id }) => id in this.sheet.typed())),
      show: () => this.askFor({ show: this.stage.id }),
      arrive: () => this.paintHere(),
      say: (text) => this.say(text),
    });
    this.heard = {
      'change:typed': () => this.receive(),
      'change:_told': () => this.hear(),
      'msg:custom': () => this.await(),
    };
    this.begin();
    for (const [event, handler] of Object.entries(this.heard)) model.on(event, handler);
    const resized = ([{ contentRect }]) => this.sheet.measure(contentRect.width);
    this.observer = new ResizeObserver(resized);
    this.observer.observe(element);
  }

  /** Begin with what the notebook knows, or with what this browser remembers of the same sheet. */
  begin() {
    const typed = this.model.get('typed');
    const remembered = Object.keys(typed).length ? null : this.remembered();
    this.turn = this.model.get('_told').turn ?? 0;
    this.sheet.write(remembered ?? typed);
    this.pen.known = this.sheet.typed();
    this.marks.take(this.model.get('_told').stages ?? {});
    this.paintHere();
    if (!remembered) return;
    this.say(AGAIN);
    this.send();
  }

  stop() {
    clearTimeout(this.sending);
    clearTimeout(this.waiting);
    for (const [event, handler] of Object.entries(this.heard)) this.model.off(event, handler);
    this.pen.stop();
    this.observer.disconnect();
  }

  /** The stage at which one is: the first, if nowhere. */
  get stage() {
    return this.pen.at?.array ?? this.sheet.stages[0];
  }

  change(stages) {
    this.touched.push(...stages);
    for (const stage of stages) this.marks.dropFrom(stage);
    this.paintHere();
    this.say('');
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.send());
  }

  send(more = {}) {
    clearTimeout(this.sending);
    this.sending = 0;
    const typed = this.sheet.typed();
    this.remember(typed);
    const told = { ...this.model.get('_told'), stages: this.marks.told };
    for (const [name, value] of Object.entries({ typed, _told: told, ...more }))
      this.model.set(name, value);
    this.model.save_changes();
  }

  /** The notebook has other numbers; what the page is about to send is newer. */
  receive() {
    const typed = this.model.get('typed');
    if (this.sending || JSON.stringify(typed) === JSON.stringify(this.sheet.typed())) return;
    this.pen.keep();
    this.sheet.write(typed);
    for (const stage of this.sheet.stages) this.marks.dropFrom(stage);
    this.pen.keep();
  }

  judgeWhatIsComplete() {
    const complete = this.sheet.stages.filter((stage) => this.sheet.isComplete(stage));
    if (complete.some(({ id }) => !(id in this.marks.told))) this.judge(complete);
  }

  judge(stages) {
    if (stages.length) this.askFor({ stages: stages.map(({ id }) => id) });
    else this.say('There is nothing to judge yet.');
  }

  askFor(what) {
    this.turn += 1;
    this.touched = [];
    this.send({ _asked: { turn: this.turn, ...what } });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say(UNANSWERED), PATIENCE);
  }

  /** Python has heard what it is asked. */
  await() {
    if (!this.waiting) return;
    clearTimeout(this.waiting);
    this.say('Python is judging.');
  }

  /** Python has judged; what was changed meanwhile is another number than that which it judged. */
  hear() {
    const { turn, stages, shown } = this.model.get('_told');
    if (turn !== this.turn || !this.waiting) return;
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.marks.take(stages);
    for (const stage of this.touched) this.marks.dropFrom(stage);
    this.paintHere();
    if (shown) this.show(shown);
    else this.say(this.marks.summary());
  }

  show(text) {
    this.sheet.shown.hidden = false;
    this.sheet.shown.textContent = text;
    this.say(`The right numbers of ${this.stage.name} stand beneath.`);
  }

  say(text) {
    this.sheet.note.textContent = text;
    this.sheet.tell(inSpeech(text));
  }

  /** Write where one is, and what was said of that stage. */
  paintHere() {
    const { sheet, stage, marks } = this;
    const at = `${stage.name}, stage ${sheet.stages.indexOf(stage) + 1} of ${sheet.stages.length}`;
    sheet.here.textContent = `${at}. ${marks.messageOf(stage)}`;
  }

  // What this browser remembers of a sheet, by the sheet's key
  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.data.key));
    } catch {
      return null;
    }
  }

  remember(typed) {
    try {
      if (Object.keys(typed).length) localStorage.setItem(this.data.key, JSON.stringify(typed));
      else localStorage.removeItem(this.data.key);
    } catch {
      // a page that may not remember keeps its numbers in the notebook
    }
  }
}

function render({ model, el }) {
  el.classList.add('explorer', 'entry');
  keepKeys(el);
  const entry = new Entry(model, el);
  return () => entry.stop();
}

export default { render, stand: standing(render) };
