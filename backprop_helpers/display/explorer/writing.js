// The writing: a number of the graph in pieces, its terms and factors in order, with the brackets
// that the arithmetic needs. The rules are those of Python's tracing/writing.py.

import { LISTED } from './notation.js';
import { spoken } from './names.js';
import { MINUS } from './numbers.js';

const POWERS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** How strongly a sign between two operands binds, and how strongly each of them must. */
const BETWEEN = { '/': [2, 2, 4] };
for (const sign of ['<', '<=', '>', '>=', '==', '!=']) BETWEEN[sign] = [0, 0.5, 0.5];

/** The terms of a sum, each with its sign; `leaf` makes pieces of what stands alone. */
export function writeTerms(terms, shown, leaf) {
  return shown.slice(0, LISTED).map(({ node, times, root }, k) => {
    const between = times < 0 ? MINUS : '+';
    const sign = k ? `${between} ` : between.replace('+', '');
    const factor = Math.abs(times) === 1 ? [] : [`${Math.abs(times)}·`];
    const level = factor.length ? 3 : Number(Boolean(sign)) || 0.5;
    return { sign, pieces: [...factor, ...write(terms, node, leaf, level, root)] };
  });
}

export function writeSum(terms, shown, leaf, level = 0) {
  const [first] = shown;
  if (!first) return ['0'];
  if (shown.length === 1 && first.times === 1)
    return write(terms, first.node, leaf, level, first.root);
  const written = writeTerms(terms, shown, leaf);
  const pieces = written.flatMap(({ sign, pieces }, k) => [(k ? ' ' : '') + sign, ...pieces]);
  if (shown.length > LISTED) pieces.push(' + …');
  return level > 1 ? ['(', ...pieces, ')'] : pieces;
}

/** A number as the operation that made it; a `root` is opened although it has a name. */
export function write(terms, node, leaf, level = 0, root = false) {
  const bracketed = (strength, pieces) => (strength < level ? ['(', ...pieces, ')'] : pieces);
  if (!terms.operands(node).length || (!root && terms.standsAlone(node))) {
    const pieces = leaf(node);
    return bracketed(spoken(pieces).startsWith(MINUS) ? 0.5 : 4, pieces);
  }
  if (terms.summands(node, node).length)
    return writeSum(terms, terms.decompose(node).terms, leaf, level);
  const operation = terms.operation(node);
  if (operation === '*') return bracketed(3, writeProduct(terms, node, leaf));
  if (operation in BETWEEN) return bracketed(...writeBetween(terms, node, leaf));
  const given = operation === 'max' ? terms.chain(node) : terms.operands(node);
  const parts = given.map((each) => write(terms, each, leaf));
  return [`${operation}(`, ...joined(', ', parts), ')'];
}

function writeBetween(terms, node, leaf) {
  const operation = terms.operation(node);
  const [strength, ...levels] = BETWEEN[operation];
  const parts = terms.operands(node).map((each, k) => write(terms, each, leaf, levels[k]));
  return [strength, joined(` ${operation} `, parts)];
}

/** Factors; the same one several times is a power. */
function writeProduct(terms, node, leaf) {
  const factors = terms.factors(node);
  const parts = [...new Set(factors)].map((factor) => {
    const power = factors.filter((other) => other === factor).length;
    const raised = power > 1 ? [[...String(power)].map((digit) => POWERS[digit]).join('')] : [];
    return [...write(terms, factor, leaf, power > 1 ? 4 : 3), ...raised];
  });
  return joined('·', parts);
}

const joined = (between, parts) => parts.flatMap((part, k) => (k ? [between, ...part] : part));
