import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Day } from '@/lib/clock';
import { DaySums, type SumsState } from './day-sums';
import { countryLookup } from './geo';
import { filesOfDay, type LogFile } from './log-dirs';
import { countGzip, countRange } from './log-reader';

/** A piece of a day's log: a byte range of a plain file, or a whole gzipped one. */
export type Piece = { path: string; gzip: boolean; from: number; to: number };

export type CountOptions = {
  ownHosts?: string[];
  /** A database of countries (.mmdb). */
  geoDb?: string;
  /** Threads at the most; one per core unless said otherwise. */
  threads?: number;
  /** Told the bytes of log (as stored) counted so far. */
  onProgress?: (bytes: number) => void;
};

// A thread costs some 0.3 s to start: below this size one thread is done sooner.
const WORTH_A_THREAD = 32 << 20;
const PIECE = 16 << 20;
const GZIP_FACTOR = 8;

/**
 * Counts a day from its log: every file of the day's folder in every log directory, in parallel where that pays.
 * Throws what reading throws (with the file's name), and then counts nothing.
 */
export async function countDay(day: Day, logDirs: string[], options: CountOptions = {}): Promise<DaySums> {
  return countFiles(await filesOfDay(logDirs, day), options);
}

/** Counts the given files as one day. */
export async function countFiles(files: LogFile[], options: CountOptions = {}): Promise<DaySums> {
  const work = files.reduce((sum, file) => sum + file.size * (file.gzip ? GZIP_FACTOR : 1), 0);
  const threads = Math.min(options.threads ?? availableParallelism(), Math.ceil(work / WORTH_A_THREAD));
  const setup: Setup = {
    pieces: piecesOf(files),
    taken: new Int32Array(new SharedArrayBuffer(4)),
    salt: randomBytes(16),
    ownHosts: options.ownHosts,
    geoDb: options.geoDb,
  };
  const others = Array.from({ length: threads - 1 }, () => countInThread(setup));
  const [sums, ...parts] = await Promise.all([countPieces(setup, options.onProgress), ...others]);
  for (const part of parts) sums.merge(part);
  return sums;
}

/** What a counting thread needs: all pieces, how many of them are taken, and what the sums are made with. */
export type Setup = {
  pieces: Piece[];
  taken: Int32Array;
  salt: Uint8Array;
  ownHosts?: string[];
  geoDb?: string;
};

/** Takes pieces that no other thread has taken and counts them, until there are none. */
export async function countPieces(setup: Setup, onProgress?: (bytes: number) => void): Promise<DaySums> {
  const sums = new DaySums({ ...setup, countryOf: countryLookup(setup.geoDb) });
  let index = Atomics.add(setup.taken, 0, 1);
  for (let piece = setup.pieces[index]; piece; piece = setup.pieces[index]) {
    await countPiece(piece, sums);
    index = Atomics.add(setup.taken, 0, 1);
    if (onProgress) {
      onProgress(setup.pieces.slice(0, index).reduce((bytes, { from, to }) => bytes + to - from, 0));
      await new Promise(setImmediate);
    }
  }
  return sums;
}

async function countPiece(piece: Piece, sums: DaySums): Promise<void> {
  try {
    if (piece.gzip) await countGzip(piece.path, sums);
    else countRange(piece.path, piece.from, piece.to, sums);
  } catch (cause) {
    throw new Error(`reading ${piece.path}`, { cause });
  }
}

function piecesOf(files: LogFile[]): Piece[] {
  return files.flatMap(({ path, gzip, size }) => {
    if (gzip || size === 0) return [{ path, gzip, from: 0, to: size }];
    const pieces: Piece[] = [];
    for (let from = 0; from < size; from += PIECE) {
      pieces.push({ path, gzip, from, to: Math.min(from + PIECE, size) });
    }
    return pieces;
  });
}

function countInThread(setup: Setup): Promise<DaySums> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(START, { eval: true, workerData: setup });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a counting thread ended with code ${code}`)));
    worker.once('message', (state: SumsState) => resolve(DaySums.fromState(state, setup)));
  });
}

// A thread does not inherit the loader that lets Node read TypeScript: it registers its own.
const START = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./count-worker.ts', import.meta.url).href)});
});`;
