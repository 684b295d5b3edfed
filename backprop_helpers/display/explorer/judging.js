// The judging: a result that the reader typed, to the digits given.

import { agreesTo, complaint, counted, decimalsTyped, figure, parse } from './numbers.js';

/** Judge a text as the number of a cell: whether it is right, and what to say. */
export function judge(words, cell, text) {
  const value = words.graph.values[cell.node];
  const answer = parse(text);
  if (answer === null) return { right: false, words: complaint(text) };
  const decimals = decimalsTyped(text);
  if (agreesTo(decimals, answer, value)) return praise(value, answer, decimals);
  if (agreesTo(decimals, answer, -value))
    return { right: false, words: 'The size is right, the sign is not.' };
  const missing = termLeftOut(words, cell, decimals, answer);
  if (missing) return { right: false, words: `That is the sum without ${missing}.` };
  const known = `${text.trim()} is not it, to ${counted(decimals, 'decimal')}.`;
  return { right: false, words: `${known} Try again, or leave it with Esc.` };
}

/** An answer that agrees is right if it has two digits, or all of them. */
function praise(value, answer, decimals) {
  const right = answer === value || Math.abs(answer) * 10 ** decimals >= 9.5;
  const given = `Right: ${figure(value)}, and you gave ${counted(decimals, 'decimal')}.`;
  return { right, words: right ? given : 'Right so far; give at least two of its digits.' };
}

/** The term without which the sum would be the answer, written with names. */
function termLeftOut(words, cell, decimals, answer) {
  const { graph } = words;
  const value = graph.values[cell.node];
  const part = (term) => term.times * graph.values[term.node];
  const isMissing = (term) =>
    part(term) !== 0 && part(term) !== value && agreesTo(decimals, answer, value - part(term));
  const term = graph.sumOf(cell).terms.find(isMissing);
  return term && words.inNames(term.node, term.root);
}
