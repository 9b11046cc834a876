// Sends many requests, each three times, some at a time, and checks what comes back.
import type { Random } from '../../../src/run/sandbox/random.ts';
import { changesOf, codesOf, disagreementOf, faultsOf, isComparable, SLOW_MS } from './faults.ts';
import { Findings } from './findings.ts';
import type { Hunted } from './hunted.ts';
import type { Request } from './requests.ts';
import { httpSender, type Sender, type Sent, socketSender } from './sender.ts';

const AT_ONCE = 8;
const SOCKETS = 4;
const TIMES = 3;
/** What is open now has another age a moment later. */
const GROWS_OLDER = /\bbacklog\b/;

export interface Tally {
  requests: number;
  overSocket: number;
  slow: string[];
  slowestMs: number;
  /** How many answers had each code. */
  readonly codes: Map<string, number>;
}

export interface Hunt {
  readonly findings: Findings;
  readonly tally: Tally;
  /** `isCalm`: nothing is written meanwhile, so that equal requests have equal answers. */
  run(groups: readonly (readonly Request[])[], isCalm: boolean): Promise<void>;
  close(): void;
}

/** `overSocket` is the share of requests that go over WebSocket too. */
export function createHunt(hunted: Hunted, random: Random, overSocket = 0.25): Hunt {
  const findings = new Findings();
  const tally: Tally = { requests: 0, overSocket: 0, slow: [], slowestMs: 0, codes: new Map() };
  const http = httpSender(hunted);
  const sockets = Array.from({ length: SOCKETS }, () => socketSender(hunted));

  const send = async (sender: Sender, request: Request): Promise<Sent> => {
    const answer = await sender.send(request);
    tally.requests += 1;
    if (sender !== http) tally.overSocket += 1;
    tally.slowestMs = Math.max(tally.slowestMs, answer.ms);
    const codes = codesOf(answer);
    tally.codes.set(codes, (tally.codes.get(codes) ?? 0) + 1);
    if (answer.ms > SLOW_MS) tally.slow.push(`${Math.round(answer.ms)} ms: ${request.about}`);
    for (const fault of faultsOf(answer, id => logged(hunted, id))) findings.add(fault, request.about, shown(request));
    return answer;
  };

  async function runOne(request: Request, isCalm: boolean): Promise<Sent> {
    const answers: Sent[] = [];
    const isEvent = request.operation === 'subscription';
    if (!isEvent) for (let n = 0; n < TIMES; n++) answers.push(await send(http, request));
    if (isEvent || random.chance(overSocket)) {
      const other: Sent[] = [];
      const socket = random.pick(sockets);
      for (let n = 0; n < TIMES; n++) other.push(await send(socket, request));
      const [here, there] = [answers[0], other[0]!];
      if (here && isCalm && isComparable(here) && isComparable(there) && codesOf(here) !== codesOf(there))
        findings.add(
          { kind: 'other code over WebSocket', sign: `${codesOf(here)} / ${codesOf(there)}` },
          request.about,
          shown(request),
        );
      answers.push(...other.filter(() => isEvent));
    }
    const isSteady = isCalm && !GROWS_OLDER.test(shown(request));
    if (isSteady) for (const fault of changesOf(answers)) findings.add(fault, request.about, shown(request));
    return answers[0]!;
  }

  async function runGroup(requests: readonly Request[], isCalm: boolean): Promise<void> {
    const sent: { request: Request; answer: Sent }[] = [];
    for (const request of requests) sent.push({ request, answer: await runOne(request, isCalm) });
    if (!isCalm) return;
    const shortest = sent.map(({ request }) => shown(request)).sort((a, b) => a.length - b.length)[0];
    for (const fault of disagreementOf(sent)) {
      const codes = sent.map(({ request, answer }) => `${request.about.split('(').at(-1)} ${codesOf(answer)}`);
      findings.add(fault, `${requests[0]!.group}: ${codes.join(', ')}`, shortest!);
    }
  }

  return {
    findings,
    tally,
    async run(groups, isCalm) {
      const queue = groups.values();
      // All of them draw from one iterator.
      const walk = async () => {
        for (const group of queue) {
          if (hunted.death() !== null) return;
          await runGroup(group, isCalm);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, walk));
    },
    close() {
      http.close();
      for (const socket of sockets) socket.close();
    },
  };
}

function shown({ document, variables }: Request): string {
  return variables ? `${document} with ${variables}` : document;
}

/** What the log says of an internal error: its message and where in our code it came up. */
function logged(hunted: Hunted, id: string): string {
  const line = hunted.log.find(one => one.id === id);
  if (!line) return `nothing in the log under ${id}`;
  const { name = '', message = '', stack = '' } = line.error ?? {};
  const place = stack.split('\n').find(at => /\/(src|schema|connectors)\//.test(at)) ?? '';
  const file = /\/((?:src|schema|connectors)\/[^)]*)/.exec(place)?.[1] ?? '';
  return `${name}: ${message} (${file})`;
}
