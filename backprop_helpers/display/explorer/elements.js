// The elements: how one is made.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && key !== 'style') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** A symbol such as δ_x as markup, with its index below the line. */
export function symbol(text) {
  const [letter, below] = text.split('_');
  return make('i', {}, letter, ...(below ? [make('sub', {}, below)] : []));
}
