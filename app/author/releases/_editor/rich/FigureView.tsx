'use client';

import { NodeViewContent, type NodeViewProps, NodeViewWrapper } from '@tiptap/react';
import { useId } from 'react';

/** A picture in the text, with the fields that it needs right beneath it. */
export function FigureView({ node, updateAttributes, deleteNode, editor, extension }: NodeViewProps) {
  const id = useId();
  const { src, alt, width, height, decorative } = node.attrs;
  const isAsking = !decorative && alt.trim() === '';
  return (
    <NodeViewWrapper as="figure" className={isAsking ? 'is-asking' : undefined}>
      <div contentEditable={false} data-drag-handle>
        {/* biome-ignore lint/performance/noImgElement: the widths exist on disk; nothing is resized on request */}
        <img
          src={`/author/releases/${extension.options.releaseId}${src}`}
          alt={alt}
          width={width ?? undefined}
          height={height ?? undefined}
          draggable={false}
        />
      </div>
      <NodeViewContent<'figcaption'>
        as="figcaption"
        data-placeholder={node.content.size === 0 ? 'Caption' : undefined}
      />
      <div className="picture-fields" contentEditable={false}>
        <label htmlFor={`${id}alt`}>What it shows, for those who cannot see it</label>
        <input
          id={`${id}alt`}
          className="picture-alt"
          value={alt}
          maxLength={1000}
          disabled={decorative}
          aria-describedby={`${id}why`}
          autoComplete="off"
          onChange={(event) => updateAttributes({ alt: event.target.value })}
          onKeyDown={(event) => {
            // With nothing written yet, undo is about the picture.
            const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && alt === '';
            // Enter would send the form around the text.
            if (event.key !== 'Enter' && !isUndo) return;
            event.preventDefault();
            editor.commands.focus();
            if (isUndo) editor.commands.undo();
          }}
        />
        <p className="field-hint" id={`${id}why`}>
          {isAsking
            ? 'Missing. A sentence is enough: “A ferry in the harbour at night”.'
            : 'Read out by screen readers, and shown when the picture is not.'}
        </p>
        <div className="picture-more">
          <input
            id={`${id}decorative`}
            type="checkbox"
            checked={decorative}
            onChange={(event) => updateAttributes({ decorative: event.target.checked })}
          />
          <label htmlFor={`${id}decorative`}>It only decorates</label>
          <button type="button" className="quiet-button" onClick={deleteNode}>
            Remove picture
          </button>
        </div>
      </div>
    </NodeViewWrapper>
  );
}
