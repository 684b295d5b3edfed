// The settings: stride, padding, the order of the layers and so on, which need another graph.

import { MINUS, inFull } from './numbers.js';

const UNANSWERED =
  'This needs Python, which does not answer: in Jupyter, run the cells above, then this one.';

/** What a field shows of a setting: a number, or several. */
export const written = (setting) => [setting].flat().map(inFull).join(', ');

/** What a field says: a number, several, or its text, of which Python says what would fit. */
export function read(text) {
  const tidy = text.replaceAll(MINUS, '-');
  const numbers = tidy.split(/[,×\s]+/).filter(Boolean).map(Number);
  if (!numbers.length || numbers.some(Number.isNaN)) return text;
  return numbers.length === 1 ? numbers[0] : numbers;
}

/** What the layers are set to, in the form in which it is asked for. */
function settingsOf({ stages }) {
  const titled = stages.filter(({ title }) => title);
  const set = titled.filter(({ settings }) => Object.keys(settings).length);
  const settings = Object.fromEntries(set.map((stage) => [stage.title, stage.settings]));
  return { ...settings, order: titled.map(({ title }) => title) };
}

export class Settings {
  /** `onSettings` is called with the settings that are asked for. */
  constructor(explorer, onSettings) {
    Object.assign(this, { explorer, onSettings, shown: settingsOf(explorer.data) });
  }

  areShown(settings) {
    return JSON.stringify(settings) === JSON.stringify(this.shown);
  }

  /** Ask for what the fields say, and for an order of the layers. */
  ask(order = this.explorer.view.order) {
    const settings = { ...structuredClone(this.shown), order };
    for (const { title, name, input } of this.explorer.view.fields)
      settings[title][name] = read(input.value);
    if (!this.areShown(settings)) return this.onSettings(settings);
    this.explorer.view.markFields();
    return this.explorer.say('');
  }

  refuse(problem) {
    this.explorer.history.awaited = null;
    this.explorer.view.markFields();
    this.explorer.say(`${problem}. The last settings that fit are kept.`);
  }

  /** Show the settings that are kept, where no Python answers. */
  takeBack() {
    this.explorer.history.awaited = null;
    this.explorer.view.writeFields();
    this.explorer.say(UNANSWERED);
  }
}
