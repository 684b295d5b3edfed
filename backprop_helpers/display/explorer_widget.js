// The widget: the explorer in a notebook; its state is the model's, sent once the page has changed.

import { Explorer } from './explorer.js';

function render({ model, el }) {
  el.classList.add('explorer');
  el.dataset.lmSuppressShortcuts = 'true'; // JupyterLab's own keys, wherever they are listened for
  let explorer = null;
  let sending = 0;
  const send = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const onChange = (state) => {
    clearTimeout(sending);
    sending = setTimeout(() => send('state', state));
  };
  const onSettings = (settings) => {
    clearTimeout(sending);
    model.set('state', explorer.state());
    send('settings', settings);
  };
  const show = () => {
    const before = explorer;
    before?.stop();
    const control = before?.view.focusedControl();
    explorer = new Explorer(el, model.get('_data'), { onChange, onSettings, before });
    explorer.view.controls[control]?.focus();
  };
  const receive = () => explorer.load(model.get('state'));
  const hear = ({ problem }) => explorer.refuse(problem);
  const heard = { 'change:_data': show, 'change:state': receive, 'msg:custom': hear };
  show();
  receive();
  for (const [event, handler] of Object.entries(heard)) model.on(event, handler);
  return () => {
    for (const [event, handler] of Object.entries(heard)) model.off(event, handler);
    explorer.stop();
  };
}

export default { render };
