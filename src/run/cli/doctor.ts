// `cxgraph doctor`: looks at everything that must be right, and says what to do where it is not.
import type { Config } from '../../base/config.ts';
import { UserError } from '../../base/errors.ts';
import { createLog } from '../../base/log.ts';
import { pendingMigrations } from '../../base/tables/migrate.ts';
import { listConnections } from '../../ingest/sync/connections.ts';
import { testConnection } from '../../ingest/sync/test-connection.ts';
import { diagnose } from '../../serve/diagnosis/diagnose.ts';
import type { Finding as Diagnosed } from '../../serve/diagnosis/finding.ts';
import { loadConnectors } from '../find-connectors.ts';
import type { Console } from './console.ts';
import { checkDatabase, checkDataFolder, checkNode, checkPort, type Finding } from './findings.ts';
import { createRuntime, type Runtime } from './runtime.ts';

/** Changes nothing. Exit code: 0 when all is well. */
export async function doctor(config: Config, out: Console): Promise<number> {
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    const level = finding.ok ? (finding.isNotice ? 'notice ' : 'ok     ') : 'problem';
    out.line(`${level}  ${finding.what.padEnd(14)}${finding.what.length < 14 ? '' : ' '}${finding.says}`);
    if (level.trim() !== 'ok' && finding.remedy) out.line(`${' '.repeat(23)}→ ${finding.remedy}`);
  };
  tell(checkNode(process.versions.node));
  tell(checkDataFolder(config));
  const database = await checkDatabase(config);
  tell(database);
  tell(await checkPort(config, database.running));
  if (database.url) await lookInside(config, database.url, database.running, tell);
  return findings.every(finding => finding.ok) ? 0 : 1;
}

async function lookInside(
  config: Config,
  url: string,
  running: boolean,
  tell: (finding: Finding) => void,
): Promise<void> {
  const runtime = await createRuntime(config, url, await loadConnectors(), createLog('silent'));
  try {
    const pending = await attempt(
      'migrations',
      () => pendingMigrations(runtime.orm),
      names =>
        names.length === 0
          ? { ok: true, says: 'all tables are up to date' }
          : { ok: false, says: `${names.length} to run: ${names.join(', ')}`, remedy: 'run "npm run migrate"' },
    );
    tell(pending);
    if (!pending.ok) return;
    const context = runtime.context();
    for (const finding of await diagnose(context, null))
      if (!LOOKED_AT.has(finding.subject)) tell(shown(config, finding));
    await lookAtConnections(runtime, running, tell);
  } finally {
    await runtime.close();
  }
}

async function lookAtConnections(runtime: Runtime, running: boolean, tell: (finding: Finding) => void): Promise<void> {
  const ctx = runtime.context();
  for (const connection of await listConnections(ctx)) {
    const what = connection.key;
    // The simulated CRMs live in the server.
    if (!running && JSON.stringify(connection.config).includes('//127.0.0.1:'))
      tell({ what, ok: true, says: 'simulated; it is there while the server runs' });
    else if (connection.paused) tell({ what, ok: true, says: 'paused' });
    else
      tell(
        await attempt(
          what,
          () => testConnection(ctx, connection.id),
          check => ({
            ok: check.ok,
            says: [check.message, ...check.missingPermissions].join(' '),
            remedy: 'give new credentials with the mutation updateConnection, or look at the source’s own status',
          }),
        ),
      );
  }
}

/** The server itself was found before. */
const LOOKED_AT = new Set(['database']);

function shown(config: Config, { level, subject, message, remedy }: Diagnosed): Finding {
  const what = subject === 'queue' && config.redisUrl ? 'redis' : subject;
  return { what, ok: level !== 'PROBLEM', isNotice: level === 'NOTICE', says: message, remedy };
}

async function attempt<T>(
  what: string,
  work: () => Promise<T>,
  finding: (value: T) => Omit<Finding, 'what'>,
): Promise<Finding> {
  try {
    return { what, ...finding(await work()) };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return {
      what,
      ok: false,
      says,
      remedy: error instanceof UserError ? undefined : 'CXGRAPH_LOG_LEVEL=debug tells more',
    };
  }
}
