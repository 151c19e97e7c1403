'use client';

import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { Line } from './Fields';
import type { DraftContent, DraftFile } from './types';
import { upload } from './uploads';

type Props = {
  releaseId: number;
  content: DraftContent;
  files: DraftFile[];
  isEnhanced: boolean;
  /** How large a file may be, in a sentence. */
  limits: string;
  /** Files that came in elsewhere, such as into the text; the last is the newest. */
  arrived: DraftFile[];
  onChange: () => void;
  onUploads: (change: 1 | -1) => void;
  onFile: (file: DraftFile) => void;
};
type Row = { file: DraftFile; alt: string; caption: string; title: string };
type Job = { key: number; file: File; share: number; problem: string | null; abort: AbortController };

/** The pictures that open and follow a release, and the files to download. What stands in the text is not among them. */
export function FilesField(props: Props) {
  const { releaseId, content, files, isEnhanced, limits, arrived, onChange, onUploads, onFile } = props;
  const id = useId();
  const [pictures, setPictures] = useState(() => rowsOf(content.pictures, files));
  const [attachments, setAttachments] = useState(() => rowsOf(content.attachments, files));
  const [jobs, setJobs] = useState<Job[]>([]);
  const next = useRef(0);
  const taken = useRef(arrived.length);
  const told = useRef([pictures, attachments]);
  const chooser = useRef<HTMLInputElement>(null);

  const put = (file: DraftFile) =>
    (file.kind === 'image' ? setPictures : setAttachments)((all) => [
      ...all,
      { file, alt: '', caption: '', title: file.title },
    ]);
  useEffect(() => {
    for (const file of arrived.slice(taken.current)) {
      setAttachments((all) => [...all, { file, alt: '', caption: '', title: file.title }]);
    }
    taken.current = arrived.length;
  }, [arrived]);
  useEffect(() => {
    if (told.current[0] === pictures && told.current[1] === attachments) return;
    told.current = [pictures, attachments];
    onChange();
  }, [pictures, attachments, onChange]);

  const change = (key: number, to: Partial<Job>) =>
    setJobs((all) => all.map((job) => (job.key === key ? { ...job, ...to } : job)));
  const forget = (key: number) => setJobs((all) => all.filter((job) => job.key !== key));
  const start = async (file: File, key = next.current++) => {
    const abort = new AbortController();
    setJobs((all) => [
      ...all.filter((job) => job.key !== key),
      { key, file, share: 0, problem: null, abort },
    ]);
    onUploads(1);
    try {
      const onProgress = (share: number) => change(key, { share });
      const added = await upload({ releaseId, file, onProgress, signal: abort.signal });
      onFile(added);
      put(added);
      forget(key);
    } catch (error) {
      if (abort.signal.aborted) forget(key);
      else change(key, { problem: error instanceof Error ? error.message : String(error) });
    } finally {
      onUploads(-1);
    }
  };
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) void start(file);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut for the button within
    <div className="files-field" id="files" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <fieldset>
        <legend>Pictures</legend>
        <p className="field-hint">The first opens the release, the others follow its text.</p>
        <ol className="file-rows">
          {pictures.map(({ file, alt, caption }, i) => (
            <li key={file.id}>
              {/* biome-ignore lint/performance/noImgElement: the widths exist on disk; nothing is resized on request */}
              <img
                src={`/author/releases/${releaseId}${file.src}`}
                width={file.width!}
                height={file.height!}
                alt=""
              />
              <div className="file-fields">
                <input type="hidden" name="picture-id" value={file.id} />
                <Line
                  name="picture-alt"
                  label={`What picture ${i + 1} shows, for those who cannot see it`}
                  value={alt}
                  max={1000}
                />
                <Line
                  name="picture-caption"
                  label={
                    <>
                      Caption<span className="hidden"> of picture {i + 1}</span>
                    </>
                  }
                  value={caption}
                  max={2000}
                />
                <Moves
                  what={`picture ${i + 1}`}
                  name="picture"
                  {...{ i, id: file.id, rows: pictures, set: setPictures, isEnhanced }}
                />
              </div>
            </li>
          ))}
        </ol>
      </fieldset>
      <fieldset>
        <legend>Files to download</legend>
        <ol className="file-rows">
          {attachments.map(({ file, title }, i) => (
            <li key={file.id}>
              <div className="file-fields">
                <input type="hidden" name="attachment-id" value={file.id} />
                <Line name="attachment-title" label={`Title of ${file.name}`} value={title} max={300} />
                <Moves
                  what={file.name}
                  name="attachment"
                  {...{ i, id: file.id, rows: attachments, set: setAttachments, isEnhanced }}
                />
              </div>
            </li>
          ))}
        </ol>
      </fieldset>
      {isEnhanced && (
        <>
          <ul className="uploads">
            {jobs.map(({ key, file, share, problem, abort }) => (
              <li key={key} className={problem ? 'upload upload-failed' : 'upload'}>
                <p role={problem ? 'alert' : 'status'}>{problem ?? `Adding “${file.name}” …`}</p>
                {!problem && (
                  <progress
                    max={1}
                    value={share < 1 ? share : undefined}
                    aria-label={`Adding ${file.name}`}
                  />
                )}
                <div className="upload-buttons">
                  {problem && (
                    <button type="button" className="quiet-button" onClick={() => void start(file, key)}>
                      Try again
                    </button>
                  )}
                  <button
                    type="button"
                    className="quiet-button"
                    onClick={() => (problem ? forget(key) : abort.abort())}
                  >
                    {problem ? 'Dismiss' : 'Stop'}
                  </button>
                </div>
              </li>
            ))}
          </ul>
          <p className="drop-files">
            <button
              type="button"
              className="quiet-button"
              aria-describedby={`${id}limits`}
              onClick={() => chooser.current?.click()}
            >
              Add pictures or files
            </button>{' '}
            or drop them here.{' '}
            <span className="field-hint" id={`${id}limits`}>
              {limits}
            </span>
          </p>
          <input
            ref={chooser}
            id={`${id}chooser`}
            type="file"
            multiple
            hidden
            aria-label="Pictures or files"
            onChange={(event) => {
              for (const file of event.target.files ?? []) void start(file);
              event.target.value = '';
            }}
          />
        </>
      )}
    </div>
  );
}

/** The order, and taking out: buttons with JavaScript, a number and a box to tick without. */
function Moves(o: {
  what: string;
  name: string;
  i: number;
  id: number;
  rows: Row[];
  set: (rows: Row[]) => void;
  isEnhanced: boolean;
}) {
  const { what, name, i, id, rows, set, isEnhanced } = o;
  if (!isEnhanced) {
    return (
      <div className="moves">
        <label>
          Place<span className="hidden"> of {what}</span>{' '}
          <input name={`${name}-place`} type="number" min={1} step="any" defaultValue={i + 1} />
        </label>
        <label>
          <input name={`${name}-remove`} type="checkbox" value={id} /> Take out
          <span className="hidden"> {what}</span>
        </label>
      </div>
    );
  }
  const moved = (to: number) => rows.toSpliced(i, 1).toSpliced(to, 0, rows[i]!);
  return (
    <div className="moves">
      <button type="button" className="quiet-button" disabled={i === 0} onClick={() => set(moved(i - 1))}>
        Up<span className="hidden"> {what}</span>
      </button>
      <button
        type="button"
        className="quiet-button"
        disabled={i === rows.length - 1}
        onClick={() => set(moved(i + 1))}
      >
        Down<span className="hidden"> {what}</span>
      </button>
      <button type="button" className="quiet-button" onClick={() => set(rows.toSpliced(i, 1))}>
        Take out<span className="hidden"> {what}</span>
      </button>
    </div>
  );
}

function rowsOf(
  listed: { id: number; alt?: string; caption?: string; title?: string }[],
  files: DraftFile[],
): Row[] {
  return listed.flatMap(({ id, alt = '', caption = '', title = '' }) => {
    const file = files.find((one) => one.id === id);
    return file ? [{ file, alt, caption, title }] : [];
  });
}
