// Who keeps the desks of the sandbox's story: found from what connectors say, and refused when it is not clear.
import { expect, it } from 'vitest';
import type { Desk, SandboxPart } from '../../../../connectors/kit/sandbox-part.ts';
import { loadSandboxParts } from '../../../../src/run/find-connectors.ts';
import { desksOf } from '../../../../src/run/sandbox/desks.ts';
import { startSandbox } from '../../../../src/run/sandbox/sandbox.ts';
import { NOW } from './rows.ts';

function part(of?: Desk): SandboxPart {
  const desk = of && { of, contact: 'contact', personId: String, companyId: String };
  return { ...(desk && { desk }), start: () => Promise.reject(new Error('is never started')) };
}

it('are kept by the connectors that say so; guests keep none', () => {
  const parts = new Map([
    ['letters', part('marketing')],
    ['guest', part()],
    ['phones', part('service')],
  ]);
  expect(desksOf(parts)).toMatchObject({ marketing: { key: 'letters' }, service: { key: 'phones' } });
});

it.each([
  ['no one', [], /one connector that keeps its service desk; found: none/],
  ['two', ['one', 'two'], /service desk; found: one, two/],
] as const)('cannot be kept by %s', (_, keepers, why) => {
  const service = keepers.map(key => [key, part('service')] as const);
  expect(() => desksOf(new Map([['letters', part('marketing')], ...service]))).toThrow(why);
});

it('are what the sandbox runs, under the names of their connectors', async () => {
  const parts = await loadSandboxParts();
  const keepers = [...parts].filter(([, { desk }]) => desk).map(([key]) => key);
  const sandbox = await startSandbox({ epoch: NOW, people: 60, everyMs: 0 });
  try {
    expect(sandbox.connections.map(({ connector, key }) => [connector, key])).toEqual(keepers.map(key => [key, key]));
    const sources = new Set(sandbox.world.people.flatMap(({ records }) => records.map(({ source }) => source)));
    expect([...sources].sort()).toEqual(keepers.toSorted());
    for (const { config } of sandbox.connections) expect(JSON.stringify(config)).toContain('http://127.0.0.1:');
  } finally {
    await sandbox.stop();
  }
});
