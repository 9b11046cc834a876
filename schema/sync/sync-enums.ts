// The states and kinds that syncing knows.
import { describeEnum } from '../common/describe.ts';

export const ConnectionStatus = describeEnum('ConnectionStatus', 'Whether a connection works.', {
  READY: 'It can be synced.',
  UNAUTHORIZED: 'The source refuses the credentials: update them.',
  FAILING: 'The latest run failed.',
  DELETING: 'It was disconnected, and what came through it is being deleted; then it is gone.',
  PAUSED: 'Somebody paused it: nothing is synced until it is resumed.',
});

export const SyncMode = describeEnum('SyncMode', 'How much a sync reads.', {
  FULL: 'Everything, which also finds what was deleted unnoticed.',
  INCREMENTAL: 'What changed since the sync before.',
});

export const SyncStatus = describeEnum('SyncStatus', 'How far a sync is.', {
  QUEUED: 'It has not begun.',
  RUNNING: 'It is at work, or waits until the source allows more requests.',
  SUCCEEDED: 'It read all there was.',
  FAILED: 'It gave up; `error` says why. What it read is kept.',
  CANCELLED: 'Somebody stopped it. What it read is kept.',
});

export const SyncTrigger = describeEnum('SyncTrigger', 'What started a sync.', {
  MANUAL: 'Somebody asked for it.',
  SCHEDULE: "The connection's schedule.",
  WEBHOOK: 'The source told of a change.',
  REPLAY: 'Rejected records were to be tried again.',
});
