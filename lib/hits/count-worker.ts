import { parentPort, workerData } from 'node:worker_threads';
import { countPieces, type Setup } from './count';

/** A counting thread: counts its share of a log, posts its sums and ends. */
const state = (await countPieces(workerData as Setup)).state();
parentPort!.postMessage(state, [state.visitors.buffer, ...state.tallies.map((slots) => slots.buffer)]);
