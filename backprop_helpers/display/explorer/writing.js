// The writing: a term of the graph in pieces, with the brackets that the arithmetic needs.

import { MINUS } from './numbers.js';

const POWERS = ['', '', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** How strongly a sign between two operands binds, and how strongly each of them must. */
const BETWEEN = {
  '+': { sign: '+', level: 1, left: 1, right: 1 },
  '-': { sign: MINUS, level: 1, left: 1, right: 2 },
  '/': { sign: '/', level: 2, left: 2, right: 3 },
};
for (const sign of ['<', '<=', '>', '>=', '==', '!='])
  BETWEEN[sign] = { sign, level: 0, left: 1, right: 1 };

/**
 * A term in pieces; `leaf` makes them of a cell or constant. What binds less than `inside` stands
 * in brackets; a `root` is opened although it has a name.
 */
export function write(graph, node, leaf, inside = 0, root = false) {
  const [operation, ...operands] = graph.nodes[node];
  const part = (operand, level) => write(graph, operand, leaf, level);
  const bracketed = (level, pieces) => (level < inside ? ['(', ...pieces, ')'] : pieces);
  if (!root && graph.isLeaf(node)) return leaf(node, inside);
  if (operation === 'where') return part(graph.taken(node), inside);
  if (operation === 'neg') return bracketed(2, [MINUS, ...part(operands[0], 2)]);
  if (operation === '*') return bracketed(2, writeProduct(graph, node, part));
  if (!(operation in BETWEEN)) return writeCall(graph, node, part);
  const { sign, level, left, right } = BETWEEN[operation];
  const [one, other] = [part(operands[0], left), part(operands[1], right)];
  return bracketed(level, [...one, ` ${sign} `, ...apart(other)]);
}

/** What stands after a sign: brackets round it if it begins with one itself. */
function apart(pieces) {
  return String(pieces[0]).startsWith(MINUS) ? ['(', ...pieces, ')'] : pieces;
}

/** A function and what it is given: exp(a), max(a, b, c). */
function writeCall(graph, node, part) {
  const [operation, ...operands] = graph.nodes[node];
  const isChain = operation === 'max' || operation === 'min';
  const given = isChain ? graph.chain(node, operation) : operands;
  const pieces = given.map((each) => part(each, 0));
  return [`${operation}(`, ...joined(', ', pieces), ')'];
}

/** Factors of later arrays stand first, as in δ·o; brackets last; equal ones are a power. */
function writeProduct(graph, node, part) {
  const order = (factor) => graph.named.get(factor)?.array.order ?? -1;
  const factors = graph.chain(node, '*').sort((one, other) => order(other) - order(one));
  const writeFactor = (factor) => {
    const power = factors.filter((other) => other === factor).length;
    return power > 1 ? [...part(factor, 3), POWERS[power] ?? `^${power}`] : part(factor, 2);
  };
  const [first, ...others] = [...new Set(factors)].map(writeFactor);
  return joined('·', [first, ...others.map(apart)]);
}

const joined = (between, parts) => parts.flatMap((part, k) => (k ? [between, ...part] : part));
