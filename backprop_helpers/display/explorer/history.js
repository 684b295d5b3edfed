// The history: what stood before each change, the layers' settings included, and the way there.

export class History {
  constructor(explorer) {
    Object.assign(this, { explorer, past: [], future: [], awaited: null });
    this.start = this.now();
  }

  /** The layers' settings, and the inputs' values by name. */
  now() {
    const { settings, changes } = this.explorer;
    return { settings: settings.shown, state: changes.state() };
  }

  remember(before) {
    this.past = [...this.past, before];
    this.future = [];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  /** Whether everything stands as it did at the start. */
  get isAtStart() {
    const { settings, changes } = this.explorer;
    return settings.areShown(this.start.settings) && changes.areUndone();
  }

  undo() {
    const [past, future] = [this.past.slice(0, -1), [...this.future, this.now()]];
    this.goTo(this.past.at(-1), past, future);
  }

  redo() {
    const [past, future] = [[...this.past, this.now()], this.future.slice(0, -1)];
    this.goTo(this.future.at(-1), past, future);
  }

  reset() {
    if (!this.isAtStart) this.goTo(this.start, [...this.past, this.now()], []);
  }

  /** Other settings are asked for, and the numbers come back when they are there. */
  goTo(moment, past, future) {
    const { settings, changes } = this.explorer;
    if (!moment) return;
    if (!settings.areShown(moment.settings)) {
      this.awaited = { moment, past, future };
      settings.onSettings(moment.settings);
      return;
    }
    Object.assign(this, { past, future, awaited: null });
    changes.show(moment.state);
  }

  /** The explorer is another: its layers have other settings. Say whether these were awaited. */
  moveTo(explorer) {
    const { awaited } = this;
    const before = this.now();
    Object.assign(this, { explorer, awaited: null });
    const wasAwaited = Boolean(awaited) && explorer.settings.areShown(awaited.moment.settings);
    if (wasAwaited) this.goTo(awaited.moment, awaited.past, awaited.future);
    else this.remember(before);
    return wasAwaited;
  }
}
