# SPDX-License-Identifier: Apache-2.0
"""ippyo-card as its two users see it: the booth's page and the voter with a keyboard."""
import json
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

BOOTH = 'https://vote.example.jp'


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Agent:
    def __init__(self, program, env, *options):
        self.process = subprocess.Popen([str(program), '--port', '0', '--origin', BOOTH, *options], stdout=subprocess.PIPE, text=True, env=env)
        self.base = 'http://localhost:' + self.process.stdout.readline().strip()
        self.pairing = self.process.stdout.readline().split()[1]
        self.open = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({})).open

    def call(self, target, body=None, **fields):
        url = target if target.startswith('http') else self.base + target
        try:
            with self.open(urllib.request.Request(url, data=body, headers=fields), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def booth(self, target, body=None):
        fields = {'Origin': BOOTH, 'X-Ippyo-Pairing': self.pairing}
        if body is not None:
            fields['Content-Type'] = 'application/json'
        status, text = self.call(target, None if body is None else json.dumps(body).encode(), **fields)
        return status, json.loads(text)

    def make(self, **body):
        status, made = self.booth('/requests', {'title': '見本選挙', **body})
        assert status == 201, made
        return made

    def state(self, made):
        return re.search(r'data-state="([^"]*)"', self.call(made['page'])[1])[1]

    def page(self, made):
        return self.call(made['page'])[1]

    def type(self, made, **fields):
        token = re.search(r'name="token" value="([0-9a-f]+)"', self.page(made))
        form = urllib.parse.urlencode({'token': token[1] if token else '', 'do': 'sign', **fields}).encode()
        return self.call(made['page'], form, Origin=self.base)[0]

    def collect(self, made):
        return self.booth('/requests/' + made['request'])[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
