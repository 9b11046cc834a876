// What is compared: a server in its own process, the request it gets, and what it must answer.

export interface Start {
  /** Of the database. */
  readonly url: string;
  readonly poolSize: number;
  /** Bearer token that the server asks for, if it asks. */
  readonly key: string;
  /** False: each query is interpreted, however often it comes. */
  readonly compile: boolean;
}

export interface Started {
  /** To which requests are posted. */
  readonly url: string;
}

export interface Target {
  readonly name: string;
  readonly program: string;
  readonly database: string;
  /** Text of the request, always the same; the variables differ. */
  readonly query: string;
  readonly compile: boolean;
  /** The reply in the form of our own API, so that contents can be compared. */
  normalize(reply: unknown): unknown;
}
