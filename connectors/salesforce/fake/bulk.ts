// Bulk API 2.0 query jobs: create, poll, read in pages of CSV, abort, delete.
import type { FakeRow } from '../../kit/fake-rows.ts';
import type { FakeClock, FakeReply, FakeRequest } from '../../kit/fake-server.ts';
import { notFound, WireError } from './errors.ts';
import type { Org } from './org.ts';
import { type Prepared, prepare, render, rowsOf, total, type WireRecord } from './query.ts';

export interface BulkSwitches {
  /** Objects the Bulk API refuses. */
  readonly refused: Set<string>;
  /** Polls until a job is complete. */
  pollsNeeded: number;
  /** Rows of one results page, whatever was asked for. */
  maxRows: number;
  /** So many of the next jobs end as Failed. */
  failNext: number;
  /** The header that names the next page is left out. */
  hideLocator: boolean;
}

interface Job {
  readonly id: string;
  readonly prepared: Prepared;
  readonly operation: string;
  readonly version: string;
  readonly createdDate: string;
  readonly records: number;
  readonly fails: boolean;
  polls: number;
  aborted: boolean;
  /** Last row of the page before the one a locator names. */
  readonly starts: Map<string, FakeRow>;
}

export class BulkJobs {
  readonly switches: BulkSwitches = {
    refused: new Set(),
    pollsNeeded: 1,
    maxRows: 250_000,
    failNext: 0,
    hideLocator: false,
  };
  private readonly jobs = new Map<string, Job>();
  private issued = 0;

  constructor(
    private readonly org: Org,
    private readonly clock: FakeClock,
  ) {}

  /** Ids of jobs nobody has deleted. */
  get kept(): string[] {
    return [...this.jobs.keys()];
  }

  forgetAll(): void {
    this.jobs.clear();
  }

  /** `path` is what follows `/jobs/query`. */
  answer(request: FakeRequest, path: string, version: string): FakeReply {
    if (request.method === 'POST') return { status: 200, body: this.view(this.create(request.body, version)) };
    const [, id = '', part] = path.split('/');
    const job = this.jobs.get(id);
    if (!job) throw notFound();
    if (part === 'results') return this.results(job, request.query, version);
    if (request.method === 'DELETE') {
      this.jobs.delete(id);
      return { status: 204 };
    }
    if (request.method === 'PATCH') job.aborted = true;
    else job.polls += 1;
    return { status: 200, body: this.view(job) };
  }

  private create(body: string, version: string): Job {
    const { query, operation } = JSON.parse(body) as { query: string; operation: string };
    const prepared = prepare(this.org, query, operation === 'queryAll');
    const object = prepared.query.from;
    if (this.switches.refused.has(object))
      throw new WireError(400, 'INVALIDENTITY', `Entity '${object}' is not supported by the Bulk API.`);
    for (const name of prepared.query.fields ?? [])
      if (this.org.field(object, name)?.type === 'address')
        throw new WireError(400, 'INVALIDENTITY', 'Selecting compound data not supported in Bulk Query');
    this.issued += 1;
    const fails = this.switches.failNext > 0;
    if (fails) this.switches.failNext -= 1;
    const job: Job = {
      id: `750FK${String(this.issued).padStart(10, '0')}AAA`,
      prepared,
      operation,
      version,
      createdDate: new Date(this.clock.now()).toISOString(),
      records: total(this.org, prepared),
      fails,
      polls: 0,
      aborted: false,
      starts: new Map(),
    };
    this.jobs.set(job.id, job);
    return job;
  }

  private view(job: Job): Record<string, unknown> {
    const state = this.state(job);
    return {
      id: job.id,
      operation: job.operation,
      object: job.prepared.query.from,
      createdDate: job.createdDate,
      state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(job.version),
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      ...(state === 'Failed' ? { errorMessage: 'InternalServerError' } : {}),
      ...(state === 'JobComplete' ? { jobType: 'V2Query', numberRecordsProcessed: job.records, retries: 0 } : {}),
    };
  }

  private state(job: Job): string {
    if (job.aborted) return 'Aborted';
    if (job.polls < this.switches.pollsNeeded) return job.polls === 0 ? 'UploadComplete' : 'InProgress';
    return job.fails ? 'Failed' : 'JobComplete';
  }

  private results(job: Job, query: URLSearchParams, version: string): FakeReply {
    if (version !== job.version) throw new WireError(409, 'VERSION_MISMATCH', 'API version differs from the job');
    if (this.state(job) !== 'JobComplete') throw new WireError(400, 'JOB_NOT_COMPLETE', 'job is not complete');
    const size = Math.min(Number(query.get('maxRecords') ?? this.switches.maxRows), this.switches.maxRows);
    const locator = query.get('locator');
    const after = locator ? job.starts.get(locator) : undefined;
    if (locator && !after) throw new WireError(400, 'INVALID_LOCATOR', 'invalid locator');
    const rows: FakeRow[] = [];
    let next = 'null';
    for (const row of rowsOf(this.org, job.prepared, after)) {
      if (rows.length === size) {
        next = Buffer.from(rows.at(-1)!.id).toString('base64url');
        job.starts.set(next, rows.at(-1)!);
        break;
      }
      rows.push(row);
    }
    const headers: Record<string, string> = {
      'content-type': 'text/csv',
      'sforce-numberofrecords': String(rows.length),
      ...(this.switches.hideLocator ? {} : { 'sforce-locator': next }),
    };
    return { status: 200, headers, stream: this.csv(job, rows) };
  }

  private *csv(job: Job, rows: readonly FakeRow[]): Generator<string> {
    const fields = job.prepared.query.fields ?? [];
    yield `${fields.map(cell).join(',')}\n`;
    for (const row of rows) {
      const record = render(this.org, job.prepared, row, job.version);
      yield `${fields.map(path => cell(at(record, path))).join(',')}\n`;
    }
  }
}

function at(record: WireRecord, path: string): unknown {
  const [head = '', tail] = path.split('.');
  const value = record[head];
  return tail === undefined ? value : ((value as WireRecord | null)?.[tail] ?? null);
}

/** Every value quoted, null empty, date-times with Z as the Bulk API writes them. */
function cell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : String(value).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000)\+0000$/, '$1Z');
  return `"${text.replaceAll('"', '""')}"`;
}
