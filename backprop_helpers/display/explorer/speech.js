// The speech: a line of the page as a voice should read it, which would skip or misread the signs.

import { MINUS } from './numbers.js';

const SPOKEN = [
  [/δ_(\w+)/g, 'delta $1'],
  [/∂E\/∂(\w+)/g, 'gradient $1'],
  [/(\w)′/g, '$1 after the step'],
  [/η/g, 'eta'],
  [/_/g, ' '],
  [/(\w|\))\[/g, '$1 ['],
  [/²/g, ' squared'],
  [/³/g, ' cubed'],
  [/[⁴-⁹]/g, (power) => ` to the power ${'⁴⁵⁶⁷⁸⁹'.indexOf(power) + 4}`],
  [/·/g, ' times '],
  [/ ?\/ ?/g, ' over '],
  [/>=/g, ' is at least '],
  [/<=/g, ' is at most '],
  [/>/g, ' is greater than '],
  [/</g, ' is less than '],
  [/=/g, ' equals '],
  [/\+/g, ' plus '],
  [new RegExp(MINUS, 'g'), ' minus '],
  [/…/g, ' and so on'],
  [/ +/g, ' '],
];

export const inSpeech = (line) =>
  SPOKEN.reduce((text, [sign, words]) => text.replace(sign, words), line).trim();
