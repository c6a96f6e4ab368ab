// A server of jayson's; says its port.
'use strict';

const jayson = require('jayson');

const server = new jayson.Server({
  subtract: (args, done) => done(null, Array.isArray(args) ? args[0] - args[1] : args.minuend - args.subtrahend),
  'calc.subtract': (args, done) => done(null, args[0] - args[1]),
  'calc.echo': (args, done) => done(null, args[0]),
  note: (args, done) => {
    console.log('note ' + JSON.stringify(args));
    done();
  },
  'fail': (args, done) => done({code: 42, message: 'no good', data: {why: args[0]}}),
  later: (args, done) => setTimeout(() => done(null, args[0]), args[0]),
}).tcp();
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
