'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';

export type Shortcut = {
  /** As `KeyboardEvent.key` has it. */
  keys: string[];
  label: string;
  /** Where it leads; null: nowhere from here. */
  href: string | null;
  /** Instead of going somewhere: the field that gets the focus, and whose menu opens. */
  focus?: string;
};

const storageKey = 'presskit-shortcuts';

/**
 * Single-key shortcuts (WCAG 2.1.4: there is a list of them, and they can be switched off). They rest while one types
 * in a field, holds a modifier key, or moves along the chart.
 */
export function Shortcuts({ shortcuts }: { shortcuts: Shortcut[] }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isReady, setReady] = useState(false);
  const [isOn, setOn] = useState(true);
  useEffect(() => {
    setOn(localStorage.getItem(storageKey) !== 'off');
    setReady(true);
  }, []);

  const show = useCallback(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && closeMenus()) return;
      if (!isOn || isBusy(event)) return;
      if (event.key === '?') return show();
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const shortcut = shortcuts.find(({ keys }) => keys.includes(name));
      if (!shortcut) return;
      if (shortcut.focus) {
        event.preventDefault();
        openAt(shortcut.focus);
      } else if (shortcut.href) {
        event.preventDefault();
        router.push(shortcut.href, { scroll: false });
      }
    };
    document.addEventListener('keydown', pressed);
    document.addEventListener('click', closeOthers);
    return () => {
      document.removeEventListener('keydown', pressed);
      document.removeEventListener('click', closeOthers);
    };
  }, [shortcuts, isOn, router, show]);

  if (!isReady) return null;
  const toggle = () => {
    localStorage.setItem(storageKey, isOn ? 'off' : 'on');
    setOn(!isOn);
  };
  return (
    <>
      <button type="button" className="linkish" onClick={show}>
        Keyboard shortcuts
      </button>
      <dialog ref={dialog} className="shortcuts" aria-labelledby="shortcuts-title">
        <h2 id="shortcuts-title">Keyboard shortcuts</h2>
        <dl>
          {shortcuts.map(({ keys, label }) => (
            <div key={label}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{keyNames[key] ?? key.toUpperCase()}</kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>?</kbd>
            </dt>
            <dd>This list</dd>
          </div>
        </dl>
        <div className="shortcuts-foot">
          <label>
            <input type="checkbox" checked={isOn} onChange={toggle} /> Shortcuts are on
          </label>
          <button type="button" className="button button-small" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </dialog>
    </>
  );
}

const keyNames: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

function isBusy(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
  // The question mark is typed with Shift on most keyboards.
  if (ctrlKey || metaKey || altKey || (shiftKey && key !== '?')) return true;
  if (event.defaultPrevented || event.repeat || event.isComposing) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  // A slider and a frame that scrolls have their own use for the arrows.
  const isScrolled = target.closest('.scroll') !== null && event.key.startsWith('Arrow');
  return (
    isScrolled || target.isContentEditable || target.closest('input, select, textarea, dialog[open]') !== null
  );
}

/** Opens the menu that a field is in, and goes to the field. */
function openAt(id: string): void {
  const field = document.getElementById(id);
  const menu = field?.closest('details');
  if (menu) menu.open = true;
  field?.focus();
}

/** Whether any was open. */
function closeMenus(): boolean {
  const open = document.querySelectorAll<HTMLDetailsElement>('details.menu[open]');
  for (const menu of open) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
  }
  return open.length > 0;
}

function closeOthers(event: MouseEvent): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]'))
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
}
