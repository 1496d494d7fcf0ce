# SPDX-License-Identifier: Apache-2.0
"""A PC/SC service of our own with two virtual readers, in a user namespace: no root, and nobody else's readers are touched."""
import os
import pathlib
import random
import shutil
import socket
import subprocess
import time

DRIVER = pathlib.Path('/usr/lib/pcsc/drivers/serial/libifdvpcd.so')


class Missing(Exception):
    """Why this machine cannot run it."""


def _two_free_ports():
    for _ in range(50):
        port = random.randrange(41000, 59000, 2)
        try:
            with socket.socket() as a, socket.socket() as b:
                a.bind(('0.0.0.0', port))
                b.bind(('0.0.0.0', port + 1))
            return port
        except OSError:
            continue
    raise Missing('no two free ports side by side')


def _connects(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(('127.0.0.1', port)) == 0


class Pcscd:
    """`port` is the first slot, `port` + 1 the second; `env` is for everything that uses the readers."""

    def __init__(self, folder):
        if not shutil.which('pcscd') or not DRIVER.exists():
            raise Missing('pcscd or vsmartcard-vpcd is not installed')
        self.port = _two_free_ports()
        config = folder / 'readers'
        config.mkdir()
        (config / 'vpcd').write_text(f'FRIENDLYNAME "Virtual reader"\nDEVICENAME /dev/null:0x{self.port:X}\nLIBPATH {DRIVER}\n'
                                     f'CHANNELID 0x{self.port:X}\n')
        script = f'mkdir -p /run/pcscd; mount -t tmpfs tmpfs /run/pcscd && exec pcscd -f -c {config}'
        self.log = open(folder / 'pcscd.log', 'wb')
        self.process = subprocess.Popen(['unshare', '-rm', 'sh', '-c', script], stdout=self.log, stderr=self.log)
        self.comm = pathlib.Path(f'/proc/{self.process.pid}/root/run/pcscd/pcscd.comm')
        self.env = {**os.environ, 'PCSCLITE_CSOCK_NAME': str(self.comm)}
        end = time.monotonic() + 15
        while not (self.comm.exists() and 'pcscd' in pathlib.Path(f'/proc/{self.process.pid}/cmdline').read_text()):
            if self.process.poll() is not None or time.monotonic() > end:
                why = (folder / 'pcscd.log').read_text(errors='replace').strip().splitlines() or ['it ended']
                raise Missing('pcscd does not start in a user namespace: ' + why[-1])
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


class Cards:
    """ippyo-virtual-card: one line in, one line out."""

    def __init__(self, program, folder, port, env):
        self.process = subprocess.Popen([str(program), '--folder', str(folder), '--port', str(port)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=env)

    def ask(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip('\n')
        if not answer.startswith('ok '):
            raise RuntimeError(f'{line}: {answer}')
        return answer[3:]

    def stop(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(10)
