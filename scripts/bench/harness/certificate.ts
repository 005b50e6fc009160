import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** One value of DER (ITU-T X.690): its tag, its length, its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'));
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const ECDSA_SHA256 = sequence(object('2a8648ce3d040302'));
const COMMON_NAME = object('550403');
const ALTERNATIVE_NAME = object('551d11');
const BASIC_CONSTRAINTS = object('551d13');
const TRUE = der(0x01, Buffer.from([0xff]));
const LOOPBACK = der(0x87, Buffer.from([127, 0, 0, 1]));

const extension = (kind: Buffer, ...rest: readonly Buffer[]): Buffer => sequence(kind, ...rest);

/** "20261124120000Z" */
const generalized = (at: Date): Buffer =>
  text(0x18, `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`);

/**
 * A certificate for 127.0.0.1 that signs itself (RFC 5280), valid from an hour before to a day
 * after, so that a measurement over TLS needs no file that somebody made.
 */
export function certificateForLoopback(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, text(0x0c, '127.0.0.1'))));
  const hour = 60 * 60_000;
  const validity = sequence(
    generalized(new Date(now.getTime() - hour)),
    generalized(new Date(now.getTime() + 24 * hour)),
  );
  const extensions = sequence(
    extension(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE))),
    extension(ALTERNATIVE_NAME, der(0x04, sequence(LOOPBACK))),
  );
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', tbs, privateKey));
  const whole = sequence(tbs, ECDSA_SHA256, signature).toString('base64');
  const lines = whole.match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}
