// Calls a server of ours with jayson: jayson-client.js PORT
'use strict';

const assert = require('node:assert');
const jayson = require('jayson');

const client = jayson.Client.tcp({port: Number(process.argv[2]), host: '127.0.0.1'});
const ask = (...request) => new Promise((resolve, reject) =>
    client.request(...request, (error, answer) => error ? reject(error) : resolve(answer)));

async function main() {
  assert.strictEqual((await ask('subtract', [42, 23])).result, 19);
  assert.strictEqual((await ask('subtract', {subtrahend: 23, minuend: 42})).result, 19);
  assert.deepStrictEqual((await ask('echo', [{a: [1, null, 'ä\n']}])).result, {a: [1, null, 'ä\n']});
  assert.strictEqual((await ask('text', [1000000])).result.length, 1000000);
  assert.strictEqual((await ask('calc.sum', [1, 2, 3])).result, 6);
  const unknown = (await ask('nope', [])).error;
  assert.strictEqual(unknown.code, -32601);
  assert.strictEqual(unknown.data.type, 'UnknownCommand');
  assert.strictEqual((await ask('subtract', ['x'])).error.code, -32602);
  const missing = (await ask('fail', ['missing'])).error;
  assert.deepStrictEqual(missing, {code: -32005, message: 'no note 3', data: {code: 'NOT_FOUND', type: 'NoSuchElementException'}});
  await ask('update', [1, 2], null); // a notification, which ends its connection at once
  const batch = [
    client.request('sum', [1, 2, 4]),
    client.request('notify_hello', [7], null),
    client.request('nope', []),
  ];
  const answers = await ask(batch);
  assert.deepStrictEqual(answers.map(answer => answer.result ?? answer.error.code).sort(), [-32601, 7]);
  const calls = [];
  for (let i = 0; i < 100; i++) {
    calls.push(ask('subtract', [i, 1]).then(answer => assert.strictEqual(answer.result, i - 1)));
  }
  await Promise.all(calls);
  console.log('done');
}

main().catch(error => {
  console.log(error.stack);
  process.exit(1);
});
