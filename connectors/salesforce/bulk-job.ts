// One Bulk 2.0 query job: created, waited for, deleted.
import { z } from 'zod';
import { path } from './api.ts';
import { ApiError, hasCode } from './failures.ts';
import type { SalesforceSession } from './session.ts';
import { BulkJob } from './wire.ts';

/** The Bulk API won't do this: REST must. */
export class BulkRefused extends Error {
  override readonly name = 'BulkRefused';
}

/** The job ended without results, or they are no longer there. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 15_000;
const MAX_JOB_MS = 3600_000;

/** Throws BulkRefused; leaves INVALID_FIELD to the caller. */
export async function createJob(session: SalesforceSession, soql: string): Promise<string> {
  try {
    const job = await session.call(BulkJob, path.jobs, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: { operation: 'queryAll', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
    });
    return job.id;
  } catch (error) {
    // Refusals have many codes (object, compound field, quota, licence); only a bad field is ours to mend.
    if (error instanceof ApiError && error.status < 500 && error.status !== 401 && !hasCode(error, 'INVALID_FIELD'))
      throw new BulkRefused(`${error.code}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** How many records it has. Throws JobFailed when it failed, was aborted, is unknown or takes too long. */
export async function completeJob(session: SalesforceSession, id: string): Promise<number> {
  const { host } = session;
  const giveUpAt = host.now() + MAX_JOB_MS;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
    const job = await known(session.call(BulkJob, path.job(id)));
    if (job.state === 'JobComplete' && job.numberRecordsProcessed !== undefined) return job.numberRecordsProcessed;
    if (job.state === 'Failed' || job.state === 'Aborted')
      throw new JobFailed(`Bulk job ${job.state}: ${job.errorMessage ?? 'no reason given'}`);
    if (host.now() > giveUpAt) throw new JobFailed(`Bulk job still ${job.state} after an hour`);
    await host.sleep(wait);
  }
}

/** Jobs count against a daily limit of stored results; a job that is gone already is fine. */
export async function deleteJob(session: SalesforceSession, id: string): Promise<void> {
  try {
    await session.call(z.unknown(), path.job(id), { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    session.host.log('info', 'Bulk job was not deleted', { job: id, code: error.code });
  }
}

/** What the API says about a job it does not have, or not any more, is a failed job. */
export async function known<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401)
      throw new JobFailed(`Bulk job lost: ${error.code}`, { cause: error });
    throw error;
  }
}
