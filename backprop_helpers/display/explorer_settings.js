// The settings: what the layers are set to, and what a field of theirs says.

/** What the layers are set to, in the form in which it is asked for. */
export function settingsOf({ stages }) {
  const titled = stages.filter(({ title }) => title);
  const set = titled.filter(({ settings }) => Object.keys(settings).length);
  const settings = Object.fromEntries(set.map((stage) => [stage.title, stage.settings]));
  return { ...settings, order: titled.map(({ title }) => title) };
}

/** A number, several, or the text itself, of which Python says what would fit. */
export function settingOf(text) {
  const numbers = text.split(/[,×\s]+/).filter(Boolean).map(Number);
  if (!numbers.length || numbers.some(Number.isNaN)) return text;
  return numbers.length === 1 ? numbers[0] : numbers;
}
