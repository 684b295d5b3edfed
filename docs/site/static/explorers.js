// Puts each explorer in the place of its picture, and answers it where a notebook's Python would.

'use strict';

{
  const folder = new URL('explorers/', document.currentScript.src);
  const waiting = new Map();
  const loaded = new Map();
  const elsewhere =
    'This page has no such setting. JupyterLab has them all: the rocket at the top opens it';

  /** Load a script once; a page that was opened from a disk may not fetch, nor import modules. */
  function load(file) {
    if (!loaded.has(file)) {
      const script = Object.assign(document.createElement('script'), { src: new URL(file, folder) });
      loaded.set(file, new Promise((resolve) => (script.onload = script.onerror = resolve)));
      document.head.append(script);
    }
    return loaded.get(file);
  }

  const values = (name, what) => waiting.get(`${name}, ${what}`);
  const take = (name, what, given) => waiting.set(`${name}, ${what}`, given);

  /** Settings as one text, in the same order whatever the order of the layers. */
  function keyOf(settings) {
    const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
    const inOrder = ([title, value]) => [title, Array.isArray(value) ? value : sorted(value)];
    return JSON.stringify(sorted(settings).map(inOrder));
  }

  /** Numbers from their steps. */
  function sums(steps) {
    let sum = 0;
    return steps.map((step) => (sum += step));
  }

  /** An explorer's data as Python had them, before it said places as steps. */
  function unpacked({ nodes, arrays, ...others }) {
    const last = {};
    const places = ([operation, ...steps]) => {
      if (operation === 'input' || operation === 'constant') return [operation, ...steps];
      last[operation] = steps.map((step, k) => step + (last[operation]?.[k] ?? 0));
      return [operation, ...last[operation]];
    };
    const counted = (array) => ({ ...array, cells: sums(array.cells) });
    return { ...others, nodes: nodes.map(places), arrays: arrays.map(counted) };
  }

  const shapeOf = (value) => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);

  /** Inputs as they stand, but for those that have another shape now. */
  function kept(before, after) {
    const fits = (name) => `${shapeOf(before[name])}` === `${shapeOf(after[name])}`;
    const entries = Object.entries(after);
    return Object.fromEntries(entries.map(([name, value]) => [name, fits(name) ? before[name] : value]));
  }

  /** What the explorer takes for a notebook's model. */
  class Model {
    constructor(name, start) {
      const values = { ...start, _data: unpacked(start._data) };
      Object.assign(this, { name, values, heard: new Map(), asked: null });
    }

    get(key) {
      return this.values[key];
    }

    set(key, value) {
      if (key === 'settings') this.asked = value;
      else this.values[key] = value;
    }

    on(event, handler) {
      this.heard.set(event, handler);
    }

    off(event) {
      this.heard.delete(event);
    }

    save_changes() {
      if (this.asked) load(`${this.name}-settings.js`).then(() => this.answer());
    }

    answer() {
      const { asked } = this;
      this.asked = null;
      if (!asked || keyOf(asked) === keyOf(this.values.settings)) return;
      const found = values(this.name, 'others')?.[keyOf(asked)] ?? { problem: elsewhere };
      if (found.problem) this.heard.get('msg:custom')?.({ problem: found.problem });
      else this.show(asked, found);
    }

    show(settings, { _data, state }) {
      const { values } = this;
      Object.assign(values, { settings, _data: unpacked(_data), state: kept(values.state, state) });
      this.heard.get('change:_data')?.();
      this.heard.get('change:state')?.();
    }
  }

  async function show(place) {
    const name = place.dataset.explorer;
    await Promise.all([load('explorer.js'), load(`${name}.js`)]);
    const start = values(name, 'start');
    if (!start || !window.course.explorer) return;
    const el = document.createElement('div');
    window.course.explorer.render({ model: new Model(name, start), el });
    place.replaceChildren(el);
    if (start.hasOthers) place.addEventListener('focusin', () => load(`${name}-settings.js`));
  }

  const near = new IntersectionObserver(
    (seen) => {
      for (const { target } of seen.filter((each) => each.isIntersecting)) {
        near.unobserve(target);
        show(target);
      }
    },
    { rootMargin: '600px' },
  );
  for (const place of document.querySelectorAll('.living')) near.observe(place);
  window.course = { take };
}
