// Decides who a request comes from.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Config, isLoopback } from '../config.ts';
import { UserError } from '../errors.ts';

export type Role = 'VIEWER' | 'ANALYST' | 'OPERATOR' | 'ADMIN';

/** Who asks. Jobs run as the system, with role ADMIN. */
export interface Viewer {
  readonly name: string;
  readonly role: Role;
}

/** What a request tells about who sent it; header values as they came. */
export interface Caller {
  readonly authorization?: string;
  readonly remoteAddress?: string;
  readonly host?: string;
  readonly origin?: string;
  /** Names of the headers by which proxies tell that they pass a request on. */
  readonly forwardedBy?: readonly string[];
}

const FORWARDING = /^(forwarded|via|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-forwarded(-.*)?)$/;

const ADMIN: Viewer = Object.freeze({ name: 'admin', role: 'ADMIN' });
/** Hashes of equal length can be compared in constant time, and the salt keeps them from being prepared. */
const salt = randomBytes(32);

/** Throws UNAUTHENTICATED. */
export function viewerOf(config: Pick<Config, 'adminKey' | 'databaseUrl'>, caller: Caller): Viewer {
  if (config.adminKey !== null) {
    const key = /^Bearer +(\S+)$/i.exec(caller.authorization ?? '')?.[1];
    if (key !== undefined && timingSafeEqual(digest(key), digest(config.adminKey))) return ADMIN;
    throw refused('Send the header "Authorization: Bearer <CXGRAPH_ADMIN_KEY>".');
  }
  if (config.databaseUrl !== null) throw refused('Set CXGRAPH_ADMIN_KEY, and send it as a bearer token.');
  if (!isLoopback(bare(caller.remoteAddress ?? '')))
    throw refused('Without CXGRAPH_ADMIN_KEY only this machine is let in.');
  // Behind a proxy on this machine everybody seems to be on this machine.
  if (caller.forwardedBy?.length)
    throw refused(
      `A proxy passed this request on ("${caller.forwardedBy[0]}"), so it may be anybody's: set CXGRAPH_ADMIN_KEY, and send it as a bearer token.`,
    );
  // A web page elsewhere may point a name of its own at 127.0.0.1, or send forms here: its browser then tells on it.
  if (!isLoopback(hostname(caller.host ?? '')))
    throw refused('Open it as http://localhost or http://127.0.0.1, or set CXGRAPH_ADMIN_KEY.');
  if (caller.origin !== undefined && originHost(caller.origin) !== caller.host)
    throw refused('Requests from other web sites are refused.');
  return ADMIN;
}

/** Which of a request's headers say that it was passed on; header names are in small letters. */
export function forwardedBy(headers: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(headers).filter(name => FORWARDING.test(name));
}

function refused(message: string): UserError {
  return new UserError('UNAUTHENTICATED', message);
}

function digest(key: string): Buffer {
  return createHash('sha256').update(salt).update(key).digest();
}

/** IPv4 that came over an IPv6 socket. */
function bare(address: string): string {
  return address.replace(/^::ffff:/i, '');
}

function hostname(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
