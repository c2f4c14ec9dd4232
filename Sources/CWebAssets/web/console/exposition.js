// Prometheus' text format, as far as the engine writes it.

/** `[{name, labels, value}]`. */
export function samples(text) {
  return text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const [, name, inner = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const labels = Object.fromEntries([...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]));
    return { name, labels, value: Number(value) };
  }).filter(({ name }) => name);
}
