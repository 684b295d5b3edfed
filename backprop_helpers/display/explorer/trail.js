// The trail: stepping into a sum, from number to number, and back.

export class Trail {
  constructor(explorer) {
    Object.assign(this, { explorer, steps: [] });
  }

  get last() {
    return this.steps.at(-1);
  }

  /** Whether a cell belongs to the sum of the last step, or the last step to the cell's. */
  leadsTo(cell) {
    const { graph, predicting } = this.explorer;
    if (!this.last) return false;
    if (predicting) return graph.reaches(this.last.node).has(cell.node);
    const { operands } = graph.sumOf(this.last);
    return operands.has(cell.node) || graph.uses(this.last.node).has(cell.node);
  }

  /** The steps before a cell. */
  to(cell) {
    if (this.last === cell) return this.steps.slice(0, -1);
    return this.leadsTo(cell) ? this.steps : [];
  }

  stepTo(cell) {
    const known = this.steps.indexOf(cell);
    if (known >= 0) this.steps.length = known + 1;
    else this.steps = this.leadsTo(cell) ? [...this.steps, cell] : [cell];
    this.explorer.paint();
  }

  stepInto(cell) {
    const { explorer } = this;
    Object.assign(explorer, { focus: null, hover: null });
    this.stepTo(cell);
    explorer.view.focusOnSum(cell);
  }

  back() {
    const left = this.steps.pop();
    if (!left) return this.explorer.lookAtAll();
    this.explorer.hover = null;
    this.explorer.view.focusOn(this.last ?? left);
    return this.explorer.paint();
  }

  backTo(step) {
    this.steps.length = step + 1;
    this.explorer.hover = null;
    this.explorer.view.focusOn(this.last);
    this.explorer.paint();
  }

  clear() {
    this.steps = [];
  }
}
