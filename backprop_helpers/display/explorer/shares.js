// The shares: probabilities that add up to 1, what an input is taken for, and what would be right.

import { nameOf } from './names.js';

export class Shares {
  constructor(graph, words) {
    const { arrays } = graph;
    const array = arrays.find(({ shares }) => shares);
    Object.assign(this, { graph, words, label: arrays.find(({ kind }) => kind === 'target') });
    this.cells = array ? graph.cells.slice(array.first, array.first + array.size) : [];
  }

  value({ node }) {
    return this.graph.values[node];
  }

  /** The share of the class that the label names, if there is one. */
  get right() {
    return this.cells[this.graph.values[this.label?.cells[0]]];
  }

  get largest() {
    const larger = (one, other) => (this.value(other) > this.value(one) ? other : one);
    return this.cells.reduce(larger);
  }

  inWords(cell) {
    return `${nameOf(cell)} = ${this.words.number(cell.node)}`;
  }

  /** For what an input is taken, in a sentence; none while anything is hidden. */
  verdict() {
    if (!this.cells.length || this.words.hidden.size) return '';
    const { largest, right } = this;
    if (largest === right) return `Taken for ${right.k}, which is right: ${this.inWords(right)}.`;
    const wrong = `Taken for ${largest.k}: ${this.inWords(largest)}`;
    return `${wrong}; right is ${right.k}: ${this.inWords(right)}.`;
  }
}
