// The widget: the explorer in a notebook; its state is the model's, sent once the page has changed.

import { Explorer } from './explorer.js';
import { PATIENCE, keepKeys, standing } from './jupyter.js';

/** Shows a model's data in an element, anew when it changes, and tells both sides of changes. */
class Connection {
  constructor(model, element) {
    Object.assign(this, { model, element, explorer: null, sending: 0, waiting: 0 });
    Object.assign(this, { asked: null, number: 0 });
    this.heard = {
      'change:_data': () => this.show(),
      'change:state': () => this.receive(),
      'msg:custom': ({ problem, judged }) => (judged ? this.hear(judged) : this.refuse(problem)),
    };
    this.show();
    this.receive();
    for (const [event, handler] of Object.entries(this.heard)) model.on(event, handler);
  }

  stop() {
    clearTimeout(this.waiting);
    for (const [event, handler] of Object.entries(this.heard)) this.model.off(event, handler);
    this.explorer.stop();
  }

  show() {
    clearTimeout(this.waiting);
    const before = this.explorer;
    before?.stop();
    const focused = before?.view.focused;
    this.explorer = new Explorer(this.element, this.model.get('_data'), {
      onChange: (state) => this.sendState(state),
      onSettings: (settings) => this.sendSettings(settings),
      onAnswer: (...answer) => this.ask(...answer),
      before,
    });
    if (focused) this.explorer.view.focusAsIn(focused);
  }

  /** What the page is about to send is newer than what the model holds. */
  receive() {
    if (!this.sending) this.explorer.changes.load(this.model.get('state'));
  }

  send(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  sendState(state) {
    clearTimeout(this.sending);
    this.sending = setTimeout(() => {
      this.sending = 0;
      this.send('state', state);
    });
  }

  sendSettings(settings) {
    clearTimeout(this.sending);
    this.sending = 0;
    this.model.set('state', this.explorer.changes.state());
    this.send('settings', settings);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.takeBack(), PATIENCE);
  }

  /** Have Python judge a prediction, or the page itself if that does not answer. */
  ask({ array, k }, text, judge, tell) {
    this.number += 1;
    clearTimeout(this.asked?.timer);
    const timer = setTimeout(() => this.hear(judge()), PATIENCE);
    this.asked = { number: this.number, tell, timer };
    const state = this.explorer.changes.state();
    const answer = { number: this.number, array: array.name, place: k, text, state };
    if (this.model.send) this.model.send({ answer });
    else this.hear(judge());
  }

  hear(judged) {
    const { asked } = this;
    if (!asked || (judged.number ?? asked.number) !== asked.number) return;
    clearTimeout(asked.timer);
    this.asked = null;
    asked.tell(judged);
  }

  refuse(problem) {
    clearTimeout(this.waiting);
    this.explorer.settings.refuse(problem);
  }

  /** Nothing has answered: no kernel runs, or another one than that which made the explorer. */
  takeBack() {
    this.model.set('settings', this.explorer.settings.shown);
    this.explorer.settings.takeBack();
  }
}

function render({ model, el }) {
  el.classList.add('explorer');
  keepKeys(el);
  const connection = new Connection(model, el);
  return () => connection.stop();
}

export default { render, stand: standing(render) };
