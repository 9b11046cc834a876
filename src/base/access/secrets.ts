// Seals credentials for the database: AES-256-GCM under a key derived from the installation's secret.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { UserError } from '../errors.ts';

export interface SecretBox {
  /** `value` is anything JSON can hold. */
  seal(value: unknown): Buffer;
  /** Throws CONFIGURATION when it was sealed under another secret or was changed. */
  open(box: Buffer): unknown;
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `secret` has at least 16 characters; see `CXGRAPH_SECRET`. */
export function createSecretBox(secret: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, 'cxgraph', 'connection credentials v1', 32));
  return {
    seal(value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]);
    },
    open(box) {
      if (box[0] !== VERSION) throw wrongSecret();
      const iv = box.subarray(1, 1 + IV_BYTES);
      const tag = box.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
      let text: string;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
        decipher.setAuthTag(tag);
        text = decipher.update(box.subarray(1 + IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw wrongSecret(cause);
      }
      return JSON.parse(text);
    },
  };
}

function wrongSecret(cause?: unknown): UserError {
  return new UserError(
    'CONFIGURATION',
    'The stored credentials were sealed under another secret. Start with the CXGRAPH_SECRET (or the data folder) they were saved with, or enter the credentials of each connection again.',
    { field: 'CXGRAPH_SECRET' },
    { cause },
  );
}
