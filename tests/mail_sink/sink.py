# SPDX-License-Identifier: Apache-2.0
"""A mail server that takes every mail and delivers none; and a small https server. Both on free ports of 127.0.0.1."""
import asyncio
import base64
import http.server
import ssl
import subprocess
import threading


def certificate(folder):
    """A key and a certificate of its own for localhost; the certificate is its own root."""
    cert, key = str(folder / 'cert.pem'), str(folder / 'key.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert], check=True, capture_output=True)
    return cert, key


def server_context(cert, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Sink:
    """SMTP (RFC 5321) with STARTTLS and AUTH PLAIN/LOGIN where told; `mails` holds (sender, recipients, bytes, over_tls, user)."""

    def __init__(self, tls=None, password=None, refuse_recipients=False):
        self.tls, self.password, self.refuse = tls, password, refuse_recipients
        self.mails, self.commands = [], []
        ready = threading.Event()

        def run():
            asyncio.run(self.serve(ready))
        threading.Thread(target=run, daemon=True).start()
        ready.wait(10)

    async def serve(self, ready):
        server = await asyncio.start_server(self.session, '127.0.0.1', 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    async def session(self, reader, writer):
        try:
            await self.talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        writer.close()

    async def talk(self, reader, writer):
        secure, user, sender, recipients = False, None, None, []

        def say(text):
            writer.write((text + '\r\n').encode())
        say('220 sink')
        while line := (await reader.readline()).decode('utf-8', 'replace').rstrip('\r\n'):
            self.commands.append(line)
            verb = line.split(' ')[0].upper()
            if verb == 'EHLO':
                offers = ['sink'] + (['STARTTLS'] if self.tls and not secure else []) + (['AUTH PLAIN LOGIN'] if self.password else [])
                for i, offer in enumerate(offers):
                    say('250' + ('-' if i + 1 < len(offers) else ' ') + offer)
            elif verb == 'STARTTLS':
                say('220 go')
                await writer.start_tls(self.tls)
                secure = True
            elif verb == 'AUTH':
                words = line.split(' ')
                if len(words) < 3:
                    say('334 ')
                    words.append((await reader.readline()).decode().strip())
                _, name, given = base64.b64decode(words[2]).decode().split('\0')
                user = name if given == self.password else None
                say('235 welcome' if user else '535 no')
            elif verb == 'MAIL':
                sender = line
                say('250 ok' if user or not self.password else '530 who are you')
            elif verb == 'RCPT':
                recipients.append(line)
                say('550 no such person' if self.refuse else '250 ok')
            elif verb == 'DATA':
                say('354 go')
                data = b''
                while (part := await reader.readline()) != b'.\r\n':
                    data += part[1:] if part.startswith(b'..') else part
                self.mails.append((sender, recipients, data, secure, user))
                sender, recipients = None, []
                say('250 taken')
            elif verb == 'QUIT':
                say('221 bye')
                break
            else:
                say('502 no')


class Web(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/moved':
            self.send_response(302)
            self.send_header('Location', '/')
            self.end_headers()
            return
        size = int(self.path.split('=')[1]) if '=' in self.path else 5
        self.send_response(200)
        self.send_header('Content-Type', 'Application/JSON; charset=utf-8')
        self.end_headers()
        self.wfile.write(b'x' * size)

    def log_message(self, *_):
        pass


def web(context=None):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Web)
    server.handle_error = lambda *_: None
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
