// What we use of a library that brings no types.
declare module 'wink-sentiment' {
  /** `score` is there, from -5 to 5, where a token carries feeling; already turned round after a negation. */
  interface Token {
    readonly value: string;
    readonly tag: string;
    readonly score?: number;
  }
  interface Result {
    /** Mean of the scores of those that have one, from -5 to 5; thinned where the text has more than 15 words. */
    readonly normalizedScore: number;
    readonly tokenizedPhrase?: readonly Token[];
  }
  export default function sentiment(text: string): Result;
}
