// The code: the present state as Python that calculates the same numbers with the package.

const identifier = (name) => name.replaceAll(' ', '_');

const assignment = ([name, values]) =>
  `${identifier(name)} = ${Array.isArray(values) ? `np.array(${list(values)})` : values}`;

/** Nested lists as Python writes them, the innermost ones on a line each. */
function list(values, indent = '') {
  if (!Array.isArray(values[0])) return `[${values.join(', ')}]`;
  const inside = `${indent}    `;
  const lines = values.map((part) => `${inside}${list(part, inside)},\n`);
  return `[\n${lines.join('')}${indent}]`;
}

function call({ layer, parameters, settings }) {
  const passed = Object.entries(parameters).map(([own, name]) => `${own}=${identifier(name)}`);
  const written = (value) => (Array.isArray(value) ? `(${value.join(', ')})` : value);
  const set = Object.entries(settings).map(([name, value]) => `${name}=${written(value)}`);
  return `    ${layer}(${[...passed, ...set].join(', ')}),`;
}

/** The state as Python, then the layers, then both ways through them. */
export function codeOf(state, { stages, arrays, loss }) {
  const classes = [...new Set(stages.map(({ layer }) => layer))];
  const [{ given }] = stages;
  const delta = arrays.find(({ input, kind }) => input && kind === 'delta');
  const [imported, calls] = delta ? waysOfAPart(given, delta.name) : waysOfANetwork(given, loss);
  return [
    'import numpy as np',
    `from backprop_helpers import ${[...classes, ...imported].join(', ')}`,
    '',
    ...Object.entries(state).map(assignment),
    '',
    'layers = [',
    ...stages.map(call),
    ']',
    ...calls,
    '',
  ].join('\n');
}

const waysOfANetwork = (first, loss) => [
  ['Network', loss],
  [
    `network = Network(layers, ${loss})`,
    `network.forward(${identifier(first)})`,
    'network.backward(target)  # then layers[0].gradients and so on; network.step(learning_rate)',
  ],
];

const waysOfAPart = (first, last) => [
  [],
  [
    `x, delta = ${identifier(first)}, ${identifier(last)}`,
    'for layer in layers:',
    '    x = layer.forward(x)',
    'for layer in reversed(layers):',
    '    delta = layer.backward(delta)  # and layer.gradients',
  ],
];
