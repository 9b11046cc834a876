// Starts the sandbox: the fakes of all connectors over one living world, and the connections that reach them.
import type { FakeClock } from '../../../connectors/kit/fake-server.ts';
import type { Hands, RunningPart, SandboxPart } from '../../../connectors/kit/sandbox-part.ts';
import type { World } from '../../../connectors/kit/story/world.ts';
import { loadConnectors, loadSandboxParts } from '../find-connectors.ts';
import { desksOf } from './desks.ts';
import { LivingClock } from './live/clock.ts';
import { type Living, startLiving } from './live.ts';
import { createWorld } from './world.ts';

export interface SandboxOptions {
  /**
   * When this sandbox was first started, ms. Keep it with the installation: the same epoch and seed give the same
   * world after every restart, with all that has happened since.
   */
  readonly epoch: number;
  readonly seed?: number;
  /** How many different people; default 3,000. */
  readonly people?: number;
  /** Milliseconds between events in the first hour; later they slow down. 0 lets nothing happen. Default 5,000. */
  readonly everyMs?: number;
  /** Default: the machine's clock. */
  readonly clock?: FakeClock;
  /** By connector. Default: free ones. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Also the connectors that keep no desk of the story. Default: not. */
  readonly guests?: boolean;
}

/** What `connect` takes. */
export interface SandboxConnection {
  readonly connector: string;
  readonly key: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
}

export interface Sandbox {
  readonly world: World;
  readonly living: Living | null;
  /** By connector. */
  readonly parts: ReadonlyMap<string, RunningPart>;
  readonly connections: readonly SandboxConnection[];
  /** Closes all servers and ends all events. */
  stop(): Promise<void>;
}

const MAX_TICKS = 20_000;
/** Requests that a fake remembers. */
const LOG_LIMIT = 1000;

/** Listens on 127.0.0.1 only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { epoch, seed = 1, people = 3000, everyMs = 5000 } = options;
  const clock = new LivingClock(options.clock);
  const found = await loadSandboxParts();
  const desks = desksOf(found);
  const world = createWorld({ seed, people, now: epoch, desks });
  const wanted = [...found].filter(([, part]) => part.desk || options.guests);
  const parts = await startAll(wanted, world, clock, options.ports ?? {});
  const hands = new Map<string, Hands>();
  for (const [key, part] of parts) if (part.hands) hands.set(key, part.hands);
  const schedule = { epoch, everyMs, maxTicks: MAX_TICKS };
  const living = everyMs > 0 ? startLiving(world, desks, hands, clock, schedule) : null;
  return {
    world,
    living,
    parts,
    connections: await connectionsTo(parts),
    async stop() {
      living?.stop();
      await closeAll(parts);
    },
  };
}

async function startAll(
  wanted: readonly (readonly [string, SandboxPart])[],
  world: World,
  clock: LivingClock,
  ports: Readonly<Record<string, number>>,
): Promise<ReadonlyMap<string, RunningPart>> {
  const running = new Map<string, RunningPart>();
  try {
    for (const [key, part] of wanted) {
      const started = await part.start(world, { clock, port: ports[key] });
      started.server.logLimit = LOG_LIMIT;
      running.set(key, started);
    }
  } catch (error) {
    // A port may be taken: nothing must be left listening.
    await closeAll(running);
    throw error;
  }
  return running;
}

async function closeAll(parts: ReadonlyMap<string, RunningPart>): Promise<void> {
  await Promise.all([...parts.values()].map(part => part.close()));
}

async function connectionsTo(parts: ReadonlyMap<string, RunningPart>): Promise<SandboxConnection[]> {
  const connectors = await loadConnectors();
  return [...parts].map(([key, { config }]) => ({
    connector: key,
    key,
    name: `${connectors.get(key)!.name} (sandbox)`,
    config,
  }));
}
