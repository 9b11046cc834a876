// Ctrl-C, SIGTERM and a closed terminal: the first stops cleanly, the second at once.

export interface Stop {
  readonly signal: AbortSignal;
  /** Resolves with the first signal. */
  readonly asked: Promise<void>;
  dispose(): void;
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** Ctrl-C reaches us twice under npm: from the terminal, and handed on by npm. That is one wish, not two. */
const ONE_WISH_MS = 500;

export function listenForStop(onForce: () => void): Stop {
  const controller = new AbortController();
  const asked = Promise.withResolvers<void>();
  let askedAt = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      if (performance.now() - askedAt < ONE_WISH_MS) return;
      onForce();
      process.exit(SIGNALS[name as keyof typeof SIGNALS]);
    }
    askedAt = performance.now();
    controller.abort();
    asked.resolve();
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    asked: asked.promise,
    dispose: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
