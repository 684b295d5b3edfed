// What a widget has to know of Jupyter, and what takes Jupyter's place where there is none.

import { make } from './elements.js';

export const PATIENCE = 2000; // milliseconds in which Python answers

/** Jupyter tries its own keys on what has the focus before it looks around it. */
export function keepKeys(el) {
  el.addEventListener('focusin', ({ target }) => (target.dataset.lmSuppressShortcuts = 'true'));
}

/**
 * What puts a widget in the place of the picture that stands in for it, without Python: in a stored
 * notebook or a page made of one, where no view comes that hides the picture.
 */
export const standing = (render) => (place, style, values) => {
  const model = {
    get: (name) => values[name],
    set: (name, value) => (values[name] = value),
    save_changes() {},
    on() {},
    off() {},
  };
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    const el = make('div');
    render({ model, el });
    place.replaceChildren(make('style', {}, style), el);
  });
  setTimeout(() => observer.observe(place), PATIENCE);
};
