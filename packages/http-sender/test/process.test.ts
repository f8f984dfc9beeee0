import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { httpsReceiver } from './receiver.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// In a process of its own, because a CA can be added to the system's ones at start only.
it('a process with an unclosed sender ends by itself; a certificate that verifies is accepted, for its own name alone', async () => {
  const receiver = await httpsReceiver((_request, response) => response.end());
  const child = spawn(
    process.execPath,
    ['--conditions=@hookwright/source', '--import', 'tsx', path('./fixtures/send-verified.ts'), String(receiver.port)],
    {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: path('./fixtures/certificate.pem') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(output.trim().split('\n')).toEqual([
    'https://127.0.0.1 200',
    'https://receiver.example 200',
    'https://receiver.example. 200',
    'https://other.example TLS_FAILED',
  ]);
  expect(code).toBe(0);
  expect(receiver.open()).toBe(0);
}, 30_000);
