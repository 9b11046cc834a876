// A thread of its own that fits the lifetime models: some seconds of computing, during which others must be answered.
import { parentPort, workerData } from 'node:worker_threads';
import { type CustomerHistory, fitLifetime } from '../metrics/lifetime/fit.ts';

parentPort!.postMessage(fitLifetime(workerData as CustomerHistory[]));
