// A peer that is both ends at once, with json-rpc-2.0: connects to a port that is given, else listens at one and says it.
'use strict';

const net = require('node:net');
const readline = require('node:readline');
const {JSONRPCClient, JSONRPCServer, JSONRPCServerAndClient} = require('json-rpc-2.0');

function speak(socket) {
  const peer = new JSONRPCServerAndClient(
      new JSONRPCServer(),
      new JSONRPCClient(message => {
        socket.write(JSON.stringify(message) + '\n');
        return Promise.resolve();
      }));
  readline.createInterface({input: socket}).on('line', line => peer.receiveAndSend(JSON.parse(line)));
  socket.on('error', () => {});
  return peer;
}

async function call(port) {
  const socket = net.connect(port, '127.0.0.1');
  const peer = speak(socket);
  peer.addMethod('peer.shout', ([text]) => text.toUpperCase());
  console.log(await peer.request('back', ['tea']));
  const many = [];
  for (let i = 0; i < 1000; i++) {
    many.push(peer.request('subtract', [i, 1]));
  }
  console.log((await Promise.all(many)).every((result, i) => result === i - 1));
  console.log(await peer.request('nope', []).then(() => 'none', error => error.code));
  peer.notify('notify_hello', [7]);
  socket.end();
}

function serve() {
  const server = net.createServer(socket => {
    const peer = speak(socket);
    peer.addMethod('back', async ([text]) => 'you said ' + await peer.request('ears.shout', [text]));
    peer.addMethod('later', ([millis]) => new Promise(done => setTimeout(() => done(millis), millis)));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

process.argv.length > 2 ? call(Number(process.argv[2])) : serve();
