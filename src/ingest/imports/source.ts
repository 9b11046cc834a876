// A file of answers as rows of cells, whatever its format.

export interface Row {
  /** Of its first line in the file, from 1. */
  readonly line: number;
  /** One for each column; empty ones are "". */
  readonly cells: readonly string[];
  /** Why it cannot be read; its cells then say nothing. */
  readonly problem: string | null;
  /** What stood there, one for each of `originals`, as far as it can be told apart. */
  readonly original: readonly string[];
}

export interface Source {
  readonly columns: readonly string[];
  /** Names for `Row.original`. */
  readonly originals: readonly string[];
  /** Whether rows may have values that `columns` does not name: they are had by naming them in `rows`. */
  readonly open: boolean;
  /** From the beginning; cells of `more` come after those of the columns. */
  rows(more?: readonly string[], onBytes?: (bytes: number) => void): AsyncIterable<Row>;
}

export const NOT_UTF8 = 'It has characters that are not UTF-8. Save the file as UTF-8.';
