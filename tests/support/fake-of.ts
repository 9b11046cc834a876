// The control object of one fake of the sandbox, for tests about its vendor.
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';

/** `Fake` is what the connector's part of the sandbox runs. */
export function fakeOf<Fake>({ parts }: Sandbox, key: string): Fake {
  const part = parts.get(key);
  if (!part) throw new Error(`${key} is not in this sandbox`);
  return part.fake as Fake;
}
