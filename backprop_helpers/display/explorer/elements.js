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

/** A text as texts and symbols, which are what has a "_" in it. */
export function withSymbols(text) {
  const parts = text.split(/([^\s\w]_\w+|\b[a-z]_\w+)/);
  return parts.filter(Boolean).map((part) => (/^._/.test(part) ? symbol(part) : part));
}

/** A symbol such as δ_x as markup, with its index below the line. */
export function symbol(text) {
  const [letter, below] = text.split('_');
  return make('i', {}, letter, ...(below ? [make('sub', {}, below)] : []));
}

/** Write a property only where it differs; say whether it did. */
export function put(element, key, value) {
  if (element[key] === value) return false;
  element[key] = value;
  return true;
}
