// The surroundings of one benchmark: a database and the programs it starts, none of which outlives it.
import { type BenchServer, startBenchServer } from './database.ts';
import { type Program, startProgram } from './program.ts';

export interface Bench {
  readonly server: BenchServer;
  /** See `startProgram`; it is stopped at the end, if not before. */
  start(path: string): Promise<Program>;
}

export async function inBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const server = await startBenchServer();
  const programs: Program[] = [];
  // Programs end by themselves when this one does; the database is made to outlive whoever started it.
  const interrupted = () => server.kill();
  process.once('exit', interrupted);
  try {
    return await work({
      server,
      async start(path) {
        const program = await startProgram(path);
        programs.push(program);
        return program;
      },
    });
  } finally {
    await Promise.allSettled(programs.map(program => program.stop()));
    await server.close();
    process.off('exit', interrupted);
  }
}
