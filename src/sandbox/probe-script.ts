/**
 * What asks a program whether it is well, as a program of its own: Node, started in the program's network. It says `ready`, and
 * then when the first good answer came, in seconds of the machine's clock. Argument: a JSON of kind, port, path, host, and the
 * address where that is not the program's own loopback.
 */
export const probeScript = `
const net = require('node:net');
const { kind, port, path, host, address } = JSON.parse(process.argv[1]);
const addresses = address ? [address] : ['127.0.0.1', '::1'];
const now = () => Number(process.hrtime.bigint()) / 1e9;
let last = '';
const say = (what) => { if (what !== last) process.stdout.write('saw ' + what.replace(/[\\r\\n]+/g, ' ') + '\\n'); last = what; };
const healthy = (head) => {
  const status = Number(/^HTTP\\/1\\.[01] (\\d{3})/.exec(head)?.[1]);
  if (status >= 200 && status < 400) return true;
  say(status > 0 ? 'status ' + status : 'no answer of HTTP');
  return false;
};
const finish = (note) => { process.stdout.write('healthy ' + now() + ' ' + note + '\\n', () => process.exit(0)); };
let turn = 0;
const ask = () => {
  const address = addresses[turn++ % addresses.length];
  let settled = false, head = '';
  const socket = net.connect({ port, host: address });
  const again = (what) => {
    if (settled) return;
    settled = true;
    socket.destroy();
    if (what) say(what);
    setTimeout(ask, turn % 2 ? 0 : 2);
  };
  socket.setTimeout(3000, () => again('no answer within 3 s'));
  socket.on('error', (error) => again(error.code === 'ECONNREFUSED' ? 'connection refused' : error.code));
  socket.on('connect', () => {
    if (kind === 'tcp') { settled = true; return finish('connected'); }
    socket.write('GET ' + path + ' HTTP/1.1\\r\\nHost: ' + host + '\\r\\nUser-Agent: slipway\\r\\nConnection: close\\r\\n\\r\\n');
  });
  socket.on('data', (chunk) => {
    if (settled) return;
    head += chunk.toString('latin1');
    if (!head.includes('\\n')) return;
    if (healthy(head)) { settled = true; finish(head.split(/\\r?\\n/)[0].slice(9)); } else again();
  });
  socket.on('close', () => again(kind === 'http' ? 'connection closed' : ''));
};
process.stdout.write('ready\\n');
ask();
`;
