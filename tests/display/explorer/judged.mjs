// What a page says of answers, asked by test_judging.py: pairs of a text and its question on standard input.

import { readFileSync } from 'node:fs';
import { judge } from './judging.js';

const { questions, typed } = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(typed.map(([id, text]) => judge(text, questions[id]))));
