// Pure: the four ways a call to a source can end badly, named for what happens next.

/** Base of every error a connector throws on purpose; anything else is a bug and ends the stream. */
export abstract class ConnectorError extends Error {
  /** `detail` goes to the log and the run's error, so it must hold no secret and no personal data. */
  constructor(
    message: string,
    readonly detail: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The source cannot answer now. The host parks the stream and comes back after `afterMs`, from the last cursor. */
export class Retry extends ConnectorError {
  constructor(
    message: string,
    readonly afterMs: number,
    detail: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, detail, options);
  }
}

/** The credentials are refused. The connection becomes UNAUTHORIZED and waits for a person. */
export class Reauthorize extends ConnectorError {}

/** One record cannot be used. It is rejected with this reason and its payload; the page goes on. */
export class Skip extends ConnectorError {}

/** This stream cannot go on (missing permission, broken answer that stays broken). Other streams do. */
export class Fatal extends ConnectorError {}
