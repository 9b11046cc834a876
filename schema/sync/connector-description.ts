// A connector as users see it.
import type { Context } from '../../src/base/context/context.ts';
import { configFields } from '../../src/ingest/sync/config-fields.ts';
import type { Connector } from './connector.ts';

/** Also of what has no connector: records made through this API, or a source whose connector was taken out. */
export function describeConnector(ctx: Pick<Context, 'connectors'>, key: string): Connector {
  const connector = ctx.connectors.get(key);
  if (!connector) {
    const description =
      key === 'api' ? 'What applications recorded through this API.' : 'This connector is not installed.';
    return { key, name: key, description, configFields: [], streams: [] };
  }
  return {
    key,
    name: connector.name,
    description: connector.description,
    configFields: configFields(connector),
    streams: connector.streams.map(stream => stream.name),
  };
}
