// SPDX-License-Identifier: Apache-2.0
import {render} from 'preact';

render(<main><h1>一票</h1></main>, document.getElementById('page')!);
