// SPDX-License-Identifier: Apache-2.0
// The worker of the booth: all computing, so that the page stays fluid and its first load small.
import {httpSource} from '../record/source.ts';
import {serveWork, type Port} from './work/channel.ts';
import {DeviceWork} from './work/deviceWork.ts';

serveWork(self as unknown as Port, new DeviceWork(httpSource(`${self.location.origin}/ballot-box/`)));
