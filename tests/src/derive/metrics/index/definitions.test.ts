// CX index definitions over HTTP: templates, versions, and what is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FIELDS = 'id key version name description aggregation createdAt components { metric weight worst best where }';
const SAVE = `mutation ($input: SaveCxIndexInput!) { saveCxIndex(input: $input) { ${FIELDS} } }`;
const LIST = `query ($versions: Boolean) { cxIndexDefinitions(versions: $versions) { ${FIELDS} } }`;

const nps = { metric: 'NPS', weight: 1 };
const input = (components: readonly object[], more: object = {}) => ({ key: 'own', name: 'Own', components, ...more });

interface Definition {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly components: readonly object[];
}
async function save(given: object): Promise<Definition> {
  const { data, errors } = await server.ask(SAVE, { input: given });
  expect(errors).toBeUndefined();
  return data!.saveCxIndex as unknown as Definition;
}
async function list(versions?: boolean): Promise<Definition[]> {
  const { data, errors } = await server.ask(LIST, { versions });
  expect(errors).toBeUndefined();
  return data!.cxIndexDefinitions as unknown as Definition[];
}

describe('templates', () => {
  it('are listed like saved ones', async () => {
    const all = await list();
    expect(all.map(({ key, version }) => `${key} ${version}`).sort()).toEqual([
      'acsi 1',
      'cxi 1',
      'default 1',
      'txr 1',
    ]);
    expect(all.find(({ key }) => key === 'acsi')!.components).toEqual(
      ['CSAT_MEAN', 'EXPECTATIONS_MEAN', 'IDEAL_MEAN'].map(metric => ({
        metric,
        weight: 1,
        worst: 1,
        best: 10,
        where: { scale: '1..10' },
      })),
    );
  });

  it('keep the rules of what is saved', async () => {
    for (const { id, version, ...template } of await list()) {
      const { createdAt, ...given } = template as Record<string, unknown>;
      const saved = await save({ ...given, key: `copy-of-${template.key}` });
      expect(saved.components).toEqual(template.components);
      expect([saved.version, version]).toEqual([1, 1]);
      expect(id).not.toBe(saved.id);
    }
  });

  it('are followed by version 2 when saved under their key, and stay readable', async () => {
    const saved = await save(input([nps], { key: 'txr' }));
    expect(saved.version).toBe(2);
    expect((await list()).filter(({ key }) => key === 'txr').map(({ version }) => version)).toEqual([2]);
    const all = (await list(true)).filter(({ key }) => key === 'txr');
    expect(all.map(({ version }) => version)).toEqual([2, 1]);
    for (const each of all) {
      const { data } = await server.ask(
        `query ($id: ID!) { node(id: $id) { __typename id ... on CxIndexDefinition { k: key version components { metric } } } }`,
        { id: each.id },
      );
      expect(data!.node).toMatchObject({
        __typename: 'CxIndexDefinition',
        id: each.id,
        k: 'txr',
        version: each.version,
        components: each.components.map(component => ({ metric: (component as { metric: string }).metric })),
      });
    }
  });
});

describe('saveCxIndex', () => {
  it('makes a version of a change, and none of what is there already', async () => {
    const first = await save(input([nps]));
    const again = await save(input([nps], { aggregation: 'ARITHMETIC', description: '  ' }));
    expect(again).toEqual(first);
    const second = await save(input([nps], { aggregation: 'GEOMETRIC' }));
    expect([first.version, second.version]).toEqual([1, 2]);
    const third = await save(input([nps]));
    expect(third.version).toBe(3);
  });

  it('takes the ends of the scale, of either direction, and of the one scale that is counted', async () => {
    const { components } = await save(
      input(
        [
          nps,
          { metric: 'REOPEN_RATE', weight: 1 },
          { metric: 'CES_MEAN', weight: 1, where: { scale: '1..5 low', channel: ['PHONE', 'EMAIL', 'PHONE'] } },
          { metric: 'RESOLUTION_TIME', weight: 2, worst: 86_400, best: 60 },
        ],
        { key: 'ends' },
      ),
    );
    expect(components).toEqual([
      { metric: 'NPS', weight: 1, worst: -100, best: 100, where: null },
      { metric: 'REOPEN_RATE', weight: 1, worst: 100, best: 0, where: null },
      { metric: 'CES_MEAN', weight: 1, worst: 5, best: 1, where: { channel: ['EMAIL', 'PHONE'], scale: '1..5 low' } },
      { metric: 'RESOLUTION_TIME', weight: 2, worst: 86_400, best: 60, where: null },
    ]);
  });

  it('gives versions without gap or double to those who save at the same time', async () => {
    const saved = await Promise.all(
      [1, 2, 3, 4, 5].map(weight => save(input([nps, { metric: 'CSAT', weight }], { key: 'busy' }))),
    );
    expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['a bad key', input([nps], { key: 'Not a key' }), 'key'],
    ['no name', input([nps], { name: ' ' }), 'name'],
    ['no component', input([]), 'components'],
    ['too many', input(Array.from({ length: 21 }, (_, i) => ({ ...nps, where: { survey: `s${i}` } }))), 'components'],
    [
      'all weights 0',
      input([
        { metric: 'NPS', weight: 0 },
        { metric: 'CSAT', weight: 0 },
      ]),
      'components',
    ],
    ['a weight of 0', input([nps, { metric: 'CSAT', weight: 0 }]), 'components.1.weight'],
    ['a weight below 0', input([nps, { metric: 'CSAT', weight: -1 }]), 'components.1.weight'],
    [
      'the same twice',
      input([nps, { metric: 'CSAT', weight: 1 }, { metric: 'NPS', weight: 3 }]),
      'components.2.metric',
    ],
    [
      'the same twice in other words',
      input([
        { ...nps, where: { channel: ['EMAIL', 'CHAT'] } },
        { ...nps, where: { channel: ['CHAT', 'EMAIL'] } },
      ]),
      'components.1.metric',
    ],
    ['no end', input([{ metric: 'RESOLUTION_TIME', weight: 1 }]), 'components.0.worst'],
    ['no end of many scales', input([{ metric: 'CSAT_MEAN', weight: 1 }]), 'components.0.worst'],
    ['equal ends', input([{ metric: 'NPS', weight: 1, worst: 5, best: 5 }]), 'components.0.best'],
    ['an end off the scale', input([{ metric: 'CSAT', weight: 1, best: 150 }]), 'components.0.best'],
    [
      'an end off the one scale',
      input([{ metric: 'CSAT_MEAN', weight: 1, best: 10, where: { scale: '1..5' } }]),
      'components.0.best',
    ],
    ['an account that is none', input([{ ...nps, where: { account: 'acme' } }]), 'components.0.where.account'],
    ['an unknown survey', input([nps, { ...nps, where: { survey: 'none' } }]), 'components.1.where.survey'],
    [
      'a filter that the metric does not know',
      input([{ metric: 'CHURN_RATE', weight: 1, where: { channel: ['EMAIL'] } }]),
      'components.0.where.channel',
    ],
  ])('refuses %s', async (_, given, field) => {
    const { errors } = await server.ask(SAVE, { input: given });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(errors![0]!.message.length).toBeGreaterThan(20);
  });

  it('refuses an unknown metric', async () => {
    const { errors } = await server.ask(SAVE, { input: input([{ metric: 'LUCK', weight: 1 }]) });
    expect(errors?.[0]?.message).toContain('LUCK');
  });

  it('is for analysts', async () => {
    const viewer = await startTestServer({ role: 'VIEWER' });
    try {
      const { errors } = await viewer.ask(SAVE, { input: input([nps]) });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    } finally {
      await viewer.close();
    }
  });
});
