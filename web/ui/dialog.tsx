// SPDX-License-Identifier: Apache-2.0
// A question in front of the screen. The browser's own dialog keeps the focus inside; Esc closes it; the focus returns to where it was.
import type {ComponentChildren, JSX} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {Icon} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say} from './say.tsx';
import type {Phrase} from './words.ts';

interface DialogProps {
  id: string;
  title: Phrase;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
}

export function Dialog({id, title, onClose, children, actions}: DialogProps): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    if (dialog && typeof dialog.showModal === 'function') dialog.showModal();
    else dialog?.setAttribute('open', '');
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog class="dialog" ref={box} aria-labelledby={`${id}-title`} onKeyDown={(event) => stayInside(event, box.current)}
      onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <div class="dialog-head">
        <h2 id={`${id}-title`} tabIndex={-1} ref={heading}><Say it={title} /></h2>
        <button type="button" class="button plain" onClick={onClose}><Icon name="close" /><span><Say it={PARTS.close} /></span></button>
      </div>
      <div class="dialog-text">{children}</div>
      {actions && <div class="actions" data-scan-group="actions">{actions}</div>}
    </dialog>
  );
}

/** Tab goes round inside, also in browsers whose dialogs let it out to the browser's own buttons. */
function stayInside(event: KeyboardEvent, dialog: HTMLDialogElement | null): void {
  if (event.key !== 'Tab' || !dialog) return;
  const all = [...dialog.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')].filter((one) => one.offsetParent !== null);
  const edge = event.shiftKey ? all[0] : all[all.length - 1];
  const other = event.shiftKey ? all[all.length - 1] : all[0];
  if (document.activeElement === edge && other) {
    event.preventDefault();
    other.focus();
  }
}
