// SPDX-License-Identifier: Apache-2.0
// A lying server: a proxy that one browser context goes through. It passes on, notes every request, and lies where a test wants it;
// unlike a route of the browser's own it can also be slow, cut an answer in the middle, or never stop sending.
import {createServer, request as ask} from 'node:http';

const bodyOf = async (stream) => {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
};

function forwarded({method, headers}, url, body) {
  return new Promise((done, failed) => {
    const inner = ask({host: '127.0.0.1', port: url.port, path: url.pathname + url.search, method, headers: {...headers, host: url.host}}, async (answer) => {
      done({status: answer.statusCode, headers: answer.headers, body: await bodyOf(answer)});
    });
    inner.on('error', failed);
    inner.end(body);
  });
}

/** The files of a board never change and would be kept by the browser; here every visit asks anew, so that every lie is told. */
const uncached = (answer, path) => (path.startsWith('/ballot-box/') ? {...answer, headers: {...answer.headers, 'cache-control': 'no-store'}} : answer);

const plain = ({'transfer-encoding': _coding, 'content-length': _length, ...headers}) => headers;

/** What a lie may do: `honest()` is the true answer; `give` answers; `response` is the connection itself. */
class Turn {
  constructor(request, response, url, body) {
    Object.assign(this, {request, response, url, body, method: request.method, path: url.pathname});
  }
  honest() {
    return forwarded(this.request, this.url, this.body);
  }
  give({status = 200, headers = {}, body = ''}) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
    this.response.writeHead(status, {...plain(headers), 'content-length': bytes.length});
    this.response.end(bytes);
  }
  json(value, status = 200) {
    this.give({status, headers: {'content-type': status < 400 ? 'application/json' : 'application/problem+json'}, body: JSON.stringify(value)});
  }
  problem(word, status, headers = {}) {
    this.give({status, headers: {'content-type': 'application/problem+json', ...headers}, body: JSON.stringify({type: `urn:ippyo:problem:${word}`, title: '', status, detail: ''})});
  }
  /** The true answer, changed. */
  async changed(change) {
    const answer = await this.honest();
    this.give({...uncached(answer, this.path), body: change(answer.body, answer)});
  }
  async changedJson(change) {
    await this.changed((body) => JSON.stringify(change(JSON.parse(body.toString()))));
  }
  /** The first half of the true answer, then nothing more. */
  async cut() {
    const {status, headers, body} = await this.honest();
    this.response.writeHead(status, {...plain(headers), 'content-length': body.length + 1});
    this.response.write(body.subarray(0, Math.ceil(body.length / 2)), () => this.response.destroy());
  }
  /** Bytes until the other side has enough of them, or `most`; `sent` counts. */
  async endless(most, count) {
    this.response.writeHead(200, {'content-type': 'application/octet-stream', 'content-length': most});
    const piece = Buffer.alloc(65_536, 32);
    for (let sent = 0; sent < most && !this.response.destroyed; sent += piece.length) {
      count(sent + piece.length);
      if (this.response.write(piece)) continue;
      await new Promise((on) => {
        const go = () => on(this.response.off('drain', go).off('close', go));
        this.response.on('drain', go).on('close', go);
      });
    }
    this.response.end();
  }
  /** The head of an answer and one byte; the rest never comes. */
  drip() {
    this.response.writeHead(200, {'content-type': 'application/json', 'content-length': 1000});
    this.response.write('{');
  }
}

export async function startLiar() {
  const liar = {lies: [], log: [], pages: new Map()};
  const server = createServer(async (request, response) => {
    response.on('error', () => undefined);
    try {
      const url = new URL(request.url);
      const body = await bodyOf(request);
      liar.log.push({method: request.method, url, headers: request.headers, body});
      const page = liar.pages.get(url.href) ?? liar.pages.get(url.origin);
      const turn = new Turn(request, response, url, body);
      if (page) return turn.give({headers: {'content-type': 'text/html; charset=utf-8'}, body: page});
      const lie = liar.lies.find((one) => one.when(turn));
      if (lie) {
        lie.told++;
        return await lie.tell(turn);
      }
      turn.give(uncached(await turn.honest(), turn.path));
    } catch {
      response.destroy();
    }
  });
  // Nothing of a visit may go to an https address; what does is noted and refused.
  server.on('connect', (request, socket) => {
    liar.log.push({method: 'CONNECT', url: new URL(`https://${request.url}`), headers: request.headers, body: Buffer.alloc(0)});
    socket.destroy();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return Object.assign(liar, {
    proxy: {server: `http://127.0.0.1:${server.address().port}`},
    /** `where`: the path of this origin, a RegExp or a text it begins with. `told` counts. */
    lie(where, tell, method) {
      const when = ({path, method: used}) => (method === undefined || method === used) && (where instanceof RegExp ? where.test(path) : path.startsWith(where));
      const lie = {when, tell, told: 0};
      liar.lies.unshift(lie);
      return lie;
    },
    honest() {
      liar.lies.length = 0;
    },
    /** Keeps every true answer below a path, to be given again later instead of newer ones. */
    tape(below) {
      const kept = new Map();
      liar.lie(below, async (turn) => {
        const answer = await turn.honest();
        kept.set(turn.path, answer);
        turn.give(uncached(answer, turn.path));
      });
      return kept;
    },
    replay(below, kept) {
      return liar.lie(below, (turn) => turn.give(kept.get(turn.path) ?? {status: 404}), 'GET');
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
}
