// The boxes under exercises and predictions: what is typed is judged on the page, and shown as text only.

import { judge } from '../../../backprop_helpers/display/explorer/judging.js';

for (const form of document.querySelectorAll('form.answer')) wake(form);

function wake(form) {
  const question = JSON.parse(form.querySelector('script').textContent);
  const status = form.querySelector('[role=status]');
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  if (question.words) offerWords(form, question.words, status);
  else takeNumbers(form, question, status);
}

/** Buttons of which one is right; each tells its verdict. */
function offerWords(form, words, status) {
  const told = new Map(words);
  form.addEventListener('click', ({ target }) => {
    const word = target.closest('button')?.value;
    if (told.has(word)) say(status, `${word}: ${told.get(word)}`);
  });
}

function takeNumbers(form, question, status) {
  const field = form.querySelector('textarea');
  const links = linksOf(form, question);
  form.addEventListener('submit', () => say(status, judge(field.value, question).words, links));
  field.addEventListener('input', () => say(status, ''));
  field.addEventListener('keydown', (event) => {
    const isLine = question.shape.length > 1 && !event.ctrlKey && !event.metaKey;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isLine) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** The addresses of what sentences name: of each lesson's heading, in the order in which they come. */
function linksOf(form, { lessons }) {
  const anchors = form.nextElementSibling?.querySelectorAll('a') ?? [];
  return new Map([...anchors].map(({ href }, k) => [lessons[k][0], href]));
}

/** Say a sentence, in which the names of lessons are links. */
function say(status, words, links = new Map()) {
  const parts = [];
  let rest = words;
  while (rest) {
    const [name, at] = firstOf([...links.keys()], rest);
    if (at) parts.push(rest.slice(0, at));
    if (name) parts.push(Object.assign(document.createElement('a'), { href: links.get(name), textContent: name }));
    rest = rest.slice(at + name.length);
  }
  status.replaceChildren(...parts);
}

/** The first name in a text and where it stands; no name and the text's end where there is none. */
function firstOf(names, text) {
  const places = names.map((name) => [name, text.indexOf(name)]).filter(([, at]) => at >= 0);
  places.sort(([one, at], [other, behind]) => at - behind || other.length - one.length);
  return places[0] ?? ['', text.length];
}
