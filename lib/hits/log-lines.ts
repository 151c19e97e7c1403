import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PresskitError } from '@/lib/errors';

/** Longer lines, in bytes, are garbage: they are cut to this. */
const LONGEST = 1 << 20;

/**
 * The lines of a log without their line feeds, for uses that take their time with each; counting has a faster way.
 * Gzipped or not is found out by looking. Throws a PresskitError: 'not_found' when there is no such file, 'invalid'
 * when it cannot be read or decompressed to its end.
 */
export async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const gzip = await isGzip(path);
  const file = createReadStream(path);
  const gunzip = gzip ? createGunzip() : null;
  // The pipeline's failure is the failure of the stream that is read below.
  if (gunzip) pipeline(file, gunzip).catch(() => undefined);
  const source: AsyncIterable<Buffer> = gunzip ?? file;
  let rest: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      let from = 0;
      for (let feed = chunk.indexOf(10); feed >= 0; feed = chunk.indexOf(10, from)) {
        yield joined(rest, chunk.subarray(from, feed));
        rest = [];
        length = 0;
        from = feed + 1;
      }
      if (from < chunk.length && length <= LONGEST) {
        rest.push(chunk.subarray(from));
        length += chunk.length - from;
      }
    }
    if (length > 0) yield joined(rest, Buffer.alloc(0));
  } catch (cause) {
    throw new PresskitError('invalid', `${path} cannot be read to its end; what came before was used`, {
      cause,
    });
  } finally {
    file.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new PresskitError('not_found', `there is no log ${path}`);
    if (code === 'EISDIR') throw new PresskitError('invalid', `${path} is a folder; name a log file`);
    throw new PresskitError('invalid', `${path} cannot be read`, { cause });
  }
}

function joined(parts: Buffer[], last: Buffer): Buffer {
  const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
  return whole.length > LONGEST ? whole.subarray(0, LONGEST) : whole;
}
