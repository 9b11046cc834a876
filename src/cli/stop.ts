// Ctrl-C and SIGTERM: the first stops cleanly, the second at once.

export interface Stop {
  readonly signal: AbortSignal;
  /** Resolves with the first signal. */
  readonly asked: Promise<void>;
  dispose(): void;
}

export function listenForStop(onForce: () => void): Stop {
  const controller = new AbortController();
  const asked = Promise.withResolvers<void>();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      onForce();
      process.exit(name === 'SIGINT' ? 130 : 143);
    }
    controller.abort();
    asked.resolve();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    asked: asked.promise,
    dispose: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  };
}
