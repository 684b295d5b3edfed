// The marks: what was judged of each stage, as a sign beside its name and as a line of its own.

import { make, put } from '../explorer/elements.js';
import { counted } from '../explorer/numbers.js';

/** A stage's sign by its verdict, and the look of it. */
const SIGNS = {
  right: ['✓', 'right'],
  rounded: ['≈', 'right'],
  'not given': ['…', 'open'],
};
const OTHERS = ['✗', 'wrong'];
const OUTDATED = ' It was right given numbers that you have changed since: work it out again.';

/** What is right given one's own numbers stands in brackets. */
function signOf({ verdict, followed }) {
  const [sign, look] = SIGNS[verdict] ?? OTHERS;
  return [followed && look === 'right' ? `(${sign})` : sign, look];
}

export class Marks {
  constructor(sheet) {
    Object.assign(this, { sheet, told: {}, outdated: new Set() });
  }

  /** Take over what Python says of some stages. */
  take(told) {
    this.told = told;
    this.paint();
  }

  /** A number has changed: what was said of its stage, and of what comes after it, may not hold. */
  dropFrom(stage) {
    const { stages } = this.sheet;
    const after = stages.slice(stages.indexOf(stage)).map(({ id }) => id);
    const followed = (id) => this.told[id]?.followed && this.isRight({ id });
    this.outdated = new Set([...this.outdated, ...after.filter(followed)]);
    this.outdated.delete(stage.id);
    const kept = Object.entries(this.told).filter(([id]) => !after.includes(id));
    if (kept.length === Object.keys(this.told).length) return;
    this.told = Object.fromEntries(kept);
    this.paint();
  }

  paint() {
    const { stages, lines } = this.sheet;
    for (const { id, mark } of stages) {
      const [sign, look] = this.told[id] ? signOf(this.told[id]) : ['', ''];
      put(mark, 'textContent', sign);
      put(mark, 'className', `mark ${look}`.trim());
    }
    const judged = stages.filter(({ id }) => this.told[id]);
    lines.replaceChildren(...judged.map((stage) => this.line(stage)));
  }

  line({ id, name }) {
    const [sign, look] = signOf(this.told[id]);
    const mark = make('b', { className: `mark ${look}`, ariaHidden: 'true' }, sign);
    return make('li', {}, mark, ' ', make('b', {}, `${name}: `), this.messageOf({ id }));
  }

  messageOf({ id }) {
    const wasRight = this.told[id] && this.outdated.has(id) && this.lookOf({ id }) === 'wrong';
    return (this.told[id]?.message ?? '') + (wasRight ? OUTDATED : '');
  }

  lookOf({ id }) {
    return signOf(this.told[id])[1];
  }

  isRight(stage) {
    return this.lookOf(stage) === 'right';
  }

  summary() {
    const told = this.sheet.stages.filter(({ id }) => this.told[id]);
    const wrong = told.find((stage) => this.lookOf(stage) === 'wrong');
    const first = wrong ? ` The first that went wrong: ${wrong.name}.` : '';
    const [right, many] = [told.filter((stage) => this.isRight(stage)).length, told.length];
    return many ? `Of ${counted(many, 'stage')} judged, right: ${right}.${first}` : '';
  }
}
