import type { DraftFile } from './types';

/** Sends a file to the server and says how far it is. */
export type Upload = {
  releaseId: number;
  file: File;
  /** A picture may be offered as a download. */
  kind?: 'attachment';
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};

// A folder of pictures that is dropped here goes a few at a time: the server takes one after the other, and lets only so
// many of one person wait.
const atOnce = 3;
let sending = 0;
const waiting: (() => void)[] = [];

/** Rejects with a sentence for people. */
export async function upload(asked: Upload): Promise<DraftFile> {
  if (sending >= atOnce) await new Promise<void>((start) => waiting.push(start));
  else sending++;
  try {
    if (asked.signal?.aborted) throw new Error(stopped(asked.file));
    return await send(asked);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else sending--;
  }
}

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
function send({ releaseId, file, kind, onProgress, signal }: Upload): Promise<DraftFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (sentence: string) => reject(new Error(sentence));
    request.open('POST', `/api/uploads?release=${releaseId}${kind ? `&kind=${kind}` : ''}`);
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(request.response as DraftFile);
      else fail(sentenceFor(request, file));
    };
    request.onerror = () => fail(`“${file.name}” was not added: the connection is gone.`);
    request.onabort = () => fail(stopped(file));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

const stopped = ({ name }: File) => `“${name}” was not added: you stopped it.`;

function sentenceFor({ status, response }: XMLHttpRequest, { name }: File): string {
  const said: unknown = response?.error;
  if (typeof said === 'string' && said) return said;
  if (status === 401)
    return `“${name}” was not added: your session has ended. Sign in in another tab, then try again.`;
  if (status === 413) return `“${name}” was not added: it is too large.`;
  return `“${name}” was not added: the server could not be reached.`;
}

/** A data: address as a file; null when it cannot be read. */
export function fileOfData(src: string, name: string): File | null {
  const [, mime, data] = /^data:(image\/[a-z+]+);base64,(.+)$/is.exec(src) ?? [];
  if (!mime || !data) return null;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (c) => c.charCodeAt(0));
    return new File([bytes], `${name}.${mime.split('/')[1]}`, { type: mime });
  } catch {
    // Cut short on its way through the clipboard: an answer, not a failure.
    return null;
  }
}
