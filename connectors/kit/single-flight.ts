// Many callers, one flight: parallel calls share the run that is under way.

/** Wraps `task` so that calls made while one runs get that one's outcome: token refreshes, for example. */
export function singleFlight<T>(task: () => Promise<T>): () => Promise<T> {
  let flight: Promise<T> | null = null;
  return () => {
    flight ??= task().finally(() => {
      flight = null;
    });
    return flight;
  };
}
