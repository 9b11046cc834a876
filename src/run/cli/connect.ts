// `cxgraph connect`: makes a connection, asks for what is missing, and tries it.
import type { Connector } from '../../../connectors/contract.ts';
import type { Config } from '../../base/config.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput } from '../../base/errors.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { type ConfigField, configFields } from '../../ingest/sync/config-fields.ts';
import { type ConnectInput, connect, listConnections, updateConnection } from '../../ingest/sync/connections.ts';
import { findConnector } from '../../ingest/sync/find-connection.ts';
import { testConnection } from '../../ingest/sync/test-connection.ts';
import type { Console } from './console.ts';
import type { Ask } from './prompt.ts';
import { withRuntime } from './session.ts';

export interface ConnectOptions {
  readonly key?: string;
  readonly name?: string;
  /** `field=value` each. */
  readonly config?: readonly string[];
}

/** Exit code: 0 when the source let us in. `ask` is null where nobody can answer. */
export function connectCommand(
  config: Config,
  out: Console,
  connectorKey: string,
  options: ConnectOptions,
  ask: Ask | null,
): Promise<number> {
  return withRuntime(config, async ({ runtime }) => {
    const ctx = runtime.context();
    const connector = findConnector(ctx, connectorKey);
    const values = await completeConfig(connector, parsePairs(connector, options.config ?? []), ask);
    const connection = await connectOrCorrect(ctx, {
      connector: connector.key,
      key: options.key ?? connector.key,
      name: options.name ?? connector.name,
      config: values,
    });
    const check = await testConnection(ctx, connection.id);
    out.line(`${connection.key}: ${check.message}${check.account ? ` Account: ${check.account}.` : ''}`);
    for (const missing of check.missingPermissions) out.line(`  missing: ${missing}`);
    if (check.ok) out.line(`Sync it: npx cxgraph sync run ${connection.key} --follow`);
    else out.line(`Correct it: npx cxgraph connect ${connector.key} --key ${connection.key} --config …`);
    return check.ok ? 0 : 1;
  });
}

/** One that the source has not let in, or no longer does, is waiting for just this. */
async function connectOrCorrect(ctx: Context, input: ConnectInput): Promise<Connection> {
  const found = (await listConnections(ctx)).find(one => one.key === input.key && one.connector === input.connector);
  if (!found || (found.account !== null && found.status !== 'UNAUTHORIZED')) return connect(ctx, input);
  return updateConnection(ctx, found.id, { config: input.config });
}

/** Values that read as numbers or booleans in JSON are those, where the connector takes no text there. */
export function parsePairs(connector: Connector, pairs: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw badInput('config', `"${pair.slice(0, 20)}" is not of the form field=value.`);
    const [field, text] = [pair.slice(0, at), pair.slice(at + 1)];
    values[field] = typed(connector, field, text);
  }
  return values;
}

async function completeConfig(
  connector: Connector,
  values: Record<string, unknown>,
  ask: Ask | null,
): Promise<Record<string, unknown>> {
  const complete = { ...values };
  if (!ask) return complete;
  for (const field of configFields(connector)) {
    // Optional ones that are no secret have a good default; an optional secret may be the one that is needed.
    if (complete[field.key] !== undefined || (!field.required && !field.secret)) continue;
    const answer = await ask(question(field), field.secret);
    if (answer !== '') complete[field.key] = typed(connector, field.key, answer);
  }
  return complete;
}

function question(field: ConfigField): string {
  return `${field.label}${field.required ? '' : ' (optional)'}${field.description ? `\n  ${field.description}` : ''}\n> `;
}

function typed(connector: Connector, field: string, text: string): unknown {
  const issueOf = (value: unknown): boolean => {
    const parsed = connector.config.safeParse({ [field]: value });
    return (
      parsed.success || !parsed.error.issues.some(issue => issue.path[0] === field && issue.code === 'invalid_type')
    );
  };
  if (issueOf(text) || !/^(true|false|-?\d+(\.\d+)?)$/.test(text)) return text;
  return JSON.parse(text);
}
