// http_get.mjs -- GETs each URL of stdin, at most LIMIT at once, as Node's users write it: LIMIT
// workers draw from one list, and node:http keeps a connection for each. Bodies are read, and
// dropped.
//
// Usage:  node http_get.mjs [--times] LIMIT; --times prints what each request took, in ns, a line
//         each; --version names Node's
// Exit:   1 a request failed, 2 wrong usage.

import { readFileSync } from 'node:fs';
import http from 'node:http';

const words = process.argv.slice(2);
if (words[0] === '--version') {
  console.log(`node ${process.version}`);
  process.exit();
}
const times = words[0] === '--times';
if (times) words.shift();
const limit = Number(words[0]);
if (words.length !== 1 || !(limit >= 1)) {
  console.error('http_get: usage: http_get.mjs [--times] LIMIT');
  process.exit(2);
}

const agent = new http.Agent({ keepAlive: true, maxSockets: limit });
const urls = readFileSync(0, 'utf8').split('\n').filter(Boolean).values();

function get(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200));
      answer.on('error', reject);
    });
    request.on('error', reject);
  });
}

async function worker() {
  for (const url of urls) {
    const start = process.hrtime.bigint();
    if (!(await get(url))) process.exitCode = 1;
    if (times) console.log(String(process.hrtime.bigint() - start));
  }
}

try {
  await Promise.all(Array.from({ length: limit }, worker));
} catch (error) {
  console.error(`http_get: ${error.message}`);
  process.exitCode = 1;
}
agent.destroy();
