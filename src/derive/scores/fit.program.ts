// A program of its own that fits the lifetime models: seconds of computing, during which others must be answered.
import { type CustomerHistory, fitLifetime } from './lifetime/fit.ts';

// Ctrl-C goes to all programs of a terminal: the one that started this one ends it.
process.on('SIGINT', () => undefined);
process.on('message', customers => {
  process.send!(fitLifetime(customers as CustomerHistory[]), () => process.disconnect());
});
