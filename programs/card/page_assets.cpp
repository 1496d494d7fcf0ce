// SPDX-License-Identifier: Apache-2.0
// Style and script of the agent's page. Colours and focus as in the design system of the Digital Agency. [SPEC 14.2 Agent]
#include "page.hpp"

namespace ippyo::card_agent {

const std::string_view kPageStyle = R"css(
:root { --blue: #0017c1; --deep: #00118f; --red: #a80000; --ink: #1a1a1a; --grey: #4d4d4d; --line: #767676; --pale: #f2f2f2; }
* { box-sizing: border-box; }
html { font-size: 112.5%; }
body { margin: 0; color: var(--ink); background: #fff; font-family: "Noto Sans JP", "Noto Sans CJK JP", sans-serif;
  line-height: 1.75; }
header, main { max-width: 40rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1rem;
  border-bottom: 1px solid var(--line); }
.product { margin: .5rem 0; font-weight: bold; }
nav ul { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; padding: 0 .5rem; color: var(--blue); }
nav a[aria-current] { color: var(--ink); font-weight: bold; text-decoration: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; display: inline-block; padding: .6rem 1rem; }
main { padding-bottom: 3rem; }
main:focus { outline: none; }
h1 { font-size: 1.6rem; line-height: 1.4; margin: 1.2rem 0 .8rem; }
h2 { font-size: 1.15rem; line-height: 1.5; margin: 1.2rem 0 .4rem; }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 0; padding: .8rem 1rem; background: var(--pale);
  border-radius: 8px; }
dt { color: var(--grey); } dd { margin: 0; font-weight: bold; overflow-wrap: anywhere; }
.statement { margin: .6rem 0; padding: 1rem; border: 2px solid var(--ink); border-radius: 8px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
code { font-size: 1rem; overflow-wrap: anywhere; }
.note { color: var(--grey); font-size: .95rem; }
.tries { font-size: 1.1rem; } .tries strong { font-size: 1.5rem; padding: 0 .3rem; } .tries .note { display: block; }
.tries.low strong, .tries.low span:first-child { color: var(--red); }
form.pin { margin-top: 1.2rem; padding-top: .4rem; border-top: 1px solid var(--line); }
.field label { display: block; font-weight: bold; margin-top: .8rem; }
.field input { width: 100%; max-width: 24rem; min-height: 56px; font-size: 1.5rem; letter-spacing: .15em; padding: .4rem .8rem;
  border: 2px solid var(--ink); border-radius: 8px; color: var(--ink); background: #fff; }
.check { position: relative; display: flex; align-items: center; min-height: 44px; margin: .3rem 0; }
.check input { flex: none; width: 28px; height: 28px; margin: 0 .6rem 0 0; accent-color: var(--blue); }
.check label { flex: 1; padding: .5rem 0; }
.last, .error { margin: 1rem 0; padding: .6rem 1rem; border: 3px solid var(--red); border-radius: 8px; }
.error h2, .last > p:first-child { color: var(--red); font-weight: bold; margin-top: .2rem; }
.result { font-size: 1.15rem; }
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 56px; min-width: 8rem;
  padding: .5rem 1.4rem;
  font: inherit; font-weight: bold; color: var(--blue); background: #fff; border: 2px solid var(--blue); border-radius: 8px;
  cursor: pointer;
  text-decoration: none; }
button.main { color: #fff; background: var(--blue); width: 100%; max-width: 24rem; font-size: 1.15rem; }
button.main:hover { background: var(--deep); } button:hover, .button:hover { text-decoration: underline; }
button.main[aria-disabled] { background: var(--grey); border-color: var(--grey); }
.cancel { margin-top: 1rem; } .cancel button { color: var(--ink); border-color: var(--line); }
.keypad { display: grid; grid-template-columns: repeat(3, minmax(44px, 7rem)); gap: .4rem; margin: .6rem 0; max-width: 24rem; }
.keypad.letters { grid-template-columns: repeat(auto-fill, minmax(48px, 1fr)); max-width: none; }
.keypad[hidden], [hidden] { display: none; }
.keypad button { min-width: 44px; min-height: 52px; padding: 0; color: var(--ink); border-color: var(--line); font-size: 1.3rem; }
.keypad button.wide { font-size: 1rem; grid-column: span 1; } .keypad.letters button.wide { grid-column: span 2; }
.working:not(:empty) { font-weight: bold; padding: .6rem 1rem; background: var(--pale); border-radius: 8px; }
:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; border-radius: 4px; }
@media (max-width: 24rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
@media (forced-colors: active) { .last, .error, .statement { border-color: CanvasText; } }
)css";

const std::string_view kPageScript = R"js('use strict';
(() => {
  const one = (selector) => document.querySelector(selector);
  const state = document.body.dataset.state;
  for (const e of document.querySelectorAll('.scripted')) e.hidden = false;
  const close = one('button.close');
  if (close) close.addEventListener('click', () => window.close());

  const form = one('form.pin');
  if (form) {
    const inputs = [...form.querySelectorAll('input[data-keys]')];
    let target = inputs[0];
    for (const i of inputs) i.addEventListener('focus', () => { target = i; });
    const show = one('#show');
    if (show) show.addEventListener('change', (e) => { for (const i of inputs) i.type = e.target.checked ? 'text' : 'password'; });

    const same = one('#same'), other = one('.other');
    const follow = () => { other.hidden = same.checked; inputs[1].required = !same.checked; if (same.checked) target = inputs[0]; };
    if (same) { same.addEventListener('change', follow); follow(); }

    const pad = one('.keypad');
    const letters = inputs[0].dataset.keys === 'letters';
    const keys = [...(letters ? '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '123456789')];
    const key = (label, act, wide) => {
      const b = document.createElement('button');
      b.type = 'button'; b.textContent = label; if (wide) b.className = 'wide';
      b.addEventListener('click', act); pad.append(b);
    };
    const most = (i) => (i.dataset.keys === 'letters' ? 16 : Number(i.dataset.length ?? 4));
    const type = (c) => { if (target.value.length < most(target)) target.value += c; };
    for (const c of keys) key(c, () => type(c));
    if (letters) pad.classList.add('letters');
    key(pad.dataset.delete, () => { target.value = target.value.slice(0, -1); }, true);
    if (!letters) key('0', () => type('0'));
    key(pad.dataset.clear, () => { target.value = ''; }, true);
    pad.setAttribute('role', 'group'); pad.setAttribute('aria-label', pad.dataset.label); pad.hidden = false;

    let sent = false;
    form.addEventListener('submit', (e) => {
      if (sent) { e.preventDefault(); return; }
      sent = true;
      one('.working').textContent = form.dataset.working;
      one('button.main').setAttribute('aria-disabled', 'true');
    });
    // What was typed must not come back with the history of the browser.
    addEventListener('pagehide', () => { for (const i of inputs) i.value = ''; });
    addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  }

  // The page follows the card: it is put in or taken out, and nobody has to press anything.
  const typing = () => [...document.querySelectorAll('input[type=password], form.pin input[type=text]')].some((i) => i.value);
  const follow = async () => {
    try {
      const answer = await fetch(location.pathname + '/state', { cache: 'no-store' });
      const now = (await answer.json()).state;
      if (now !== state && !typing()) { location.reload(); return; }
    } catch { /* the agent was stopped: the page stays as it is */ }
    setTimeout(follow, 1500);
  };
  if (!['done', 'refused', 'gone', 'pin', 'face'].includes(state)) setTimeout(follow, 1000);
  const trouble = one('#error');
  if (trouble) { trouble.tabIndex = -1; trouble.focus(); }
})();
)js";

}  // namespace ippyo::card_agent
